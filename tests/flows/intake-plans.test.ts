import { beforeAll, expect, test } from "vitest";
import { receiveWebhooks } from "#domain/webhooks";
import { faultsOf, hearPlans, type RanQuery } from "../support/query-plans.ts";
import { eventsOf, newRetellId } from "../support/retell.ts";
import { superuser } from "../support/sql.ts";

const grows = new Set(["retell_calls", "retell_call_details", "webhook_events"]);
/** The first few are planned anew each time; what is planned after them is kept. */
const EVENTS_UNTIL_KEPT = 20;

let takeAll: () => RanQuery[];

beforeAll(async () => {
  ({ takeAll } = await hearPlans(await superuser()));
});

test("on the day of its making, when tables are next to empty, what is kept of how to store an event is a way that stays short", async () => {
  for (let event = 0; event < EVENTS_UNTIL_KEPT; event += 1) await receiveWebhooks(bodies());
  takeAll();
  await receiveWebhooks(bodies());
  const ran = takeAll();
  expect(ran.length).toBeGreaterThan(4);
  expect(ran.flatMap((query) => faultsOf(query, grows))).toEqual([]);
});

/** All that is told of one call. */
function bodies(): Buffer[] {
  return Object.values(eventsOf(newRetellId())).map((event) => Buffer.from(JSON.stringify(event)));
}
