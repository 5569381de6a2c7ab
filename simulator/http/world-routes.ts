import type { CallRecord } from "../calls/call-record.ts";
import type { InboundDesk } from "../calls/inbound.ts";
import type { Retention } from "../calls/retention.ts";
import { type CallDesk, findCall } from "./call-desk.ts";
import { type Answer, json, type Route, route } from "./exchange.ts";
import { badRequest } from "./refusal.ts";
import { demand } from "./schema.ts";

/** What happens in the world around: somebody calls, joins or dials in, and nights go by. */
export function worldRoutes(desk: CallDesk, inbound: InboundDesk, retention: Retention): Route[] {
  const { views, engine } = desk;

  function connect(record: CallRecord): Answer {
    if (!record.awaits) throw badRequest("Nobody is awaited in this call.");
    engine.connect(record);
    return json(200, views.stored(record));
  }

  function cleanUp(body: unknown): Answer {
    demand(body, { type: "object", properties: { days_later: { type: "number", minimum: 0 } } });
    return json(200, { deleted: retention.cleanUp((body as { days_later?: number }).days_later) });
  }

  const open = { open: true };
  return [
    route("POST", "/__sim/inbound", async ({ body }) => json(200, await inbound.receive(body)), open),
    route("POST", "/__sim/calls/:id/connect", ({ params }) => connect(findCall(desk, params[0])), open),
    route("POST", "/__sim/clean-up", ({ body }) => cleanUp(body), open),
  ];
}
