import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { receiveWebhooks } from "#domain/webhooks";
import { faultsOf, hearPlans, type RanQuery, walksIn } from "../support/query-plans.ts";
import { eventsOf, newRetellId } from "../support/retell.ts";
import { superuser } from "../support/sql.ts";

const grows = new Set(["retell_calls", "retell_call_details", "webhook_events"]);
/** The first few are planned anew each time; what is planned after them is kept. */
const EVENTS_UNTIL_KEPT = 20;

let client: pg.Client;
let takeAll: () => RanQuery[];

beforeAll(async () => {
  client = await superuser();
  ({ takeAll } = await hearPlans(client));
});

test.each([
  ["that nobody has looked at", "select"],
  ["known to be empty", `analyze ${[...grows].join()}`],
])(
  "what is kept of how to store an event, made for tables %s, is a way that stays short",
  async (_, look) => {
    await client.query(
      "truncate retell_calls, retell_call_details, webhook_events, call_checks, call_readings cascade",
    );
    await client.query(look);
    for (let event = 0; event < EVENTS_UNTIL_KEPT; event += 1) await receiveWebhooks(bodies());
    takeAll();
    await receiveWebhooks(bodies());
    const ran = takeAll();
    expect(ran.length).toBeGreaterThan(4);
    expect(ran.flatMap((query) => [...faultsOf(query, grows), ...walksIn(query, grows)])).toEqual([]);
  },
);

/** All that is told of one call. */
function bodies(): Buffer[] {
  return Object.values(eventsOf(newRetellId())).map((event) => Buffer.from(JSON.stringify(event)));
}
