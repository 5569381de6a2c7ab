import type { CallBook } from "../calls/call-book.ts";
import { burstLimit } from "../calls/start-gate.ts";
import type { Settings } from "../settings.ts";
import { ORGANISATION, type Workspace } from "../workspace/workspace.ts";
import { json, type Route, route } from "./exchange.ts";
import { absent } from "./refusal.ts";

const PURCHASE_LIMIT = 100;

/** The engines behind the agents, and what the account itself is asked for. */
export function accountRoutes(workspace: Workspace, book: CallBook, settings: Settings): Route[] {
  function found<T>(thing: T | undefined): T {
    if (thing === undefined) throw absent(settings.absentStatus);
    return thing;
  }

  return [
    route("GET", "/get-retell-llm/:id", ({ params }) => json(200, found(workspace.findLlm(params[0] ?? "")))),
    route("GET", "/get-conversation-flow/:id", ({ params }) =>
      json(200, found(workspace.findFlow(params[0] ?? ""))),
    ),
    route("GET", "/get-concurrency", () => json(200, concurrency(book, settings))),
    route("GET", "/get-api-key-info", () => json(200, { api_key_name: "Simulator", org_name: ORGANISATION })),
  ];
}

function concurrency(book: CallBook, { concurrencyLimit, burst, reservedInbound }: Settings) {
  return {
    current_concurrency: book.live().length,
    concurrency_limit: concurrencyLimit,
    base_concurrency: concurrencyLimit,
    purchased_concurrency: 0,
    concurrency_purchase_limit: PURCHASE_LIMIT,
    remaining_purchase_limit: PURCHASE_LIMIT,
    concurrency_burst_enabled: burst,
    concurrency_burst_limit: burst ? burstLimit(concurrencyLimit) : 0,
    reserved_inbound_concurrency: reservedInbound,
  };
}
