import { FAULTS, type FaultOptions, type Faults } from "../faults.ts";
import type { Ledger } from "../ledger.ts";
import { empty, json, type Route, route } from "./exchange.ts";
import { badRequest } from "./refusal.ts";

/** The simulator's own tools. The real platform has nothing like them. */
export function toolRoutes(faults: Faults, ledger: Ledger, seed: string): Route[] {
  function set(body: unknown) {
    if (typeof body !== "object" || body === null || Array.isArray(body)) throw badRequest();
    try {
      faults.set(body as FaultOptions);
    } catch (error) {
      throw badRequest(error instanceof Error ? error.message : undefined);
    }
    return json(200, faults.current());
  }

  const open = { open: true };
  return [
    route("GET", "/__sim", () => ({ kind: "text", status: 200, text: overview(seed) }), open),
    route("GET", "/__sim/faults", () => json(200, faults.current()), open),
    route("POST", "/__sim/faults", ({ body }) => set(body), open),
    route(
      "DELETE",
      "/__sim/faults",
      () => {
        faults.clear();
        return empty();
      },
      open,
    ),
    route("GET", "/__sim/ledger", () => json(200, pages(ledger)), open),
    route(
      "DELETE",
      "/__sim/ledger",
      () => {
        ledger.clear();
        return empty();
      },
      open,
    ),
  ];
}

function pages({ creates, starts, deliveries, marks }: Ledger) {
  return { creates, starts, deliveries, marks };
}

function overview(seed: string): string {
  const faults = Object.entries(FAULTS).map(([name, effect]) => `  ${name.padEnd(22)} ${effect}`);
  return [
    `A pretend Retell. Seed: ${seed}`,
    "",
    "GET    /__sim/faults   the faults in force",
    'POST   /__sim/faults   set some: {"drop": 0.2, "rateLimit": {"next": 3}, "double": true, "latency": {"ms": 500}}',
    "DELETE /__sim/faults   none any more",
    "GET    /__sim/ledger   every create-phone-call, call and webhook attempt, and the highest figures",
    "DELETE /__sim/ledger   start over",
    'POST   /__sim/inbound  somebody calls: {"from_number": "+12137770011", "to_number": "+14157774444"}',
    "POST   /__sim/calls/CALL_ID/connect  the browser joins a web call, or a registered call is dialled in",
    'POST   /__sim/clean-up delete what is past its retention, {"days_later": 30} as it will be then',
    "",
    "Faults:",
    ...faults,
    "",
  ].join("\n");
}
