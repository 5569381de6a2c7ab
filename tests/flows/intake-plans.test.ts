import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { dialCall } from "#domain/calls";
import { receiveWebhooks } from "#domain/webhooks";
import { requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { faultsOf, hearPlans, type RanQuery, walksIn } from "../support/query-plans.ts";
import { eventsOf, newRetellId } from "../support/retell.ts";
import { superuser } from "../support/sql.ts";

const grows = new Set(["retell_calls", "retell_call_details", "webhook_events", "dial_attempts"]);
/** The first few are planned anew each time; what is planned after them is kept. */
const TIMES_UNTIL_KEPT = 20;

/** Of calls that wait, or are on the line. */
const short = new Set(["retell_calls_queue", "retell_calls_live", "retell_calls_to_dial"]);

let client: pg.Client;
let takeAll: () => RanQuery[];
let admin: TestPerson;

beforeAll(async () => {
  client = await superuser();
  ({ takeAll } = await hearPlans(client));
  startApi();
  admin = await signedIn("admin");
});

describe.each([
  ["that nobody has looked at", "select"],
  ["known to be empty", `analyze ${[...grows].join()}`],
])("what is kept prepared, made for tables %s, is a way that stays short", (_, look) => {
  beforeEach(async () => {
    await client.query(`truncate ${[...grows].join()}, call_checks, call_readings cascade`);
    await client.query(look);
  });

  test("to store an event", async () => {
    const ran = await ranAtLast(() => receiveWebhooks(bodies()));
    expect(ran.flatMap((query) => [...faultsOf(query, grows), ...walksIn(query, grows)])).toEqual([]);
  });

  test("to give a call its turn", async () => {
    const ran = await ranAtLast(async () => {
      const { id } = await requestOne(admin, "+12137774445");
      await dialCall(id);
    });
    // What is asked at the gate; what follows Retell's answer is planned each time.
    const atTheGate = ran.filter(({ text }) => /own_waits|lines_in_use|oldest_that_fills/.test(text));
    expect(atTheGate.length).toBeGreaterThanOrEqual(3);
    expect(
      atTheGate.flatMap((query) => [...faultsOf(query, grows), ...walksIn(query, grows, short)]),
    ).toEqual([]);
  });
});

async function ranAtLast(work: () => Promise<unknown>): Promise<RanQuery[]> {
  for (let time = 0; time < TIMES_UNTIL_KEPT; time += 1) await work();
  takeAll();
  await work();
  const ran = takeAll();
  expect(ran.length).toBeGreaterThan(4);
  return ran;
}

/** All that is told of one call. */
function bodies(): Buffer[] {
  return Object.values(eventsOf(newRetellId())).map((event) => Buffer.from(JSON.stringify(event)));
}
