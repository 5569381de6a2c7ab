import type { Parts } from "../assemble.ts";
import { accountRoutes } from "./account-routes.ts";
import { agentRoutes } from "./agent-routes.ts";
import { agentVersionRoutes } from "./agent-version-routes.ts";
import { batchRoutes } from "./batch-routes.ts";
import { callRoutes } from "./call-routes.ts";
import type { Route } from "./exchange.ts";
import { liveRoutes } from "./live-routes.ts";
import { numberRoutes } from "./number-routes.ts";
import { openingRoutes } from "./opening-routes.ts";
import { recordingRoutes } from "./recording-routes.ts";
import { toolRoutes } from "./tool-routes.ts";
import { worldRoutes } from "./world-routes.ts";

/** Everything that can be asked for. */
export function allRoutes(parts: Parts): Route[] {
  const { workspace, settings, book, views, faults, ledger, signingKey } = parts;
  return [
    ...callRoutes(parts),
    ...openingRoutes(parts),
    ...liveRoutes(parts),
    ...batchRoutes(parts.batches),
    ...agentRoutes(workspace, settings),
    ...agentVersionRoutes(workspace, settings),
    ...numberRoutes(workspace, settings),
    ...accountRoutes(workspace, book, settings),
    ...worldRoutes(parts, parts.inbound, parts.retention),
    ...recordingRoutes(book, views, signingKey),
    ...toolRoutes(faults, ledger, settings.seed),
  ];
}
