import type { AddressInfo } from "node:net";
import { type Address, assemble, type Parts } from "./assemble.ts";
import type { CallRecord } from "./calls/call-record.ts";
import type { Faults } from "./faults.ts";
import { allRoutes } from "./http/routes.ts";
import { createFrontDoor } from "./http/server.ts";
import type { Ledger } from "./ledger.ts";
import { completeSettings, type Settings, type SimulatorOptions } from "./settings.ts";
import type { Workspace } from "./workspace/workspace.ts";

export type { FaultName, FaultOptions, FaultSetting } from "./faults.ts";
export type { HighWaterMarks, Ledger } from "./ledger.ts";
export type { CallStart, CreateAttempt, DeliveryAttempt, LedgerLine } from "./ledger-lines.ts";
export type { SimulatorOptions } from "./settings.ts";

export interface Simulator {
  url: string;
  port: number;
  seed: string;
  /** Creates, calls and webhook deliveries so far. */
  ledger: Ledger;
  faults: Faults;
  /** Agents and numbers, to look at and to change. */
  workspace: Workspace;
  /** Every call, as the simulator itself keeps it. */
  calls(): CallRecord[];
  setWebhookUrl(url: string | null): void;
  /** Resolves when the port is free again and every timer is gone. */
  stop(): Promise<void>;
}

type Server = ReturnType<typeof createFrontDoor>;

/** Starts a pretend Retell. Nothing is shared between two of them. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const address: Address = { url: "" };
  const parts = assemble(completeSettings(options), address);
  const { settings, faults, ledger, workspace, book, announcer } = parts;
  const server = createFrontDoor(allRoutes(parts), settings, faults);
  const port = await listen(server, settings);
  address.url = settings.publicUrl ?? `http://${reachable(settings.host)}:${port}`;
  begin(parts);

  return {
    url: address.url,
    port,
    seed: settings.seed,
    ledger,
    faults,
    workspace,
    calls: () => book.all(),
    setWebhookUrl: (url) => announcer.setAccountUrl(url),
    stop: () => end(parts, server),
  };
}

/** Lets files be written and calls go on, now that the port is ours. */
function begin({ state, ledger, retention, engine, batches }: Parts): void {
  state.keep();
  ledger.begin();
  retention.begin();
  engine.resume();
  batches.resume();
}

async function end(parts: Parts, server: Server): Promise<void> {
  for (const part of [parts.retention, parts.batches, parts.engine, parts.messenger]) part.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
  parts.state.close();
  parts.ledger.close();
}

/** An address that means "all of mine" is no address to call. */
function reachable(host: string): string {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}

function listen(server: Server, settings: Settings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
