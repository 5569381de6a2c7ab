import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asActor } from "#database";
import { doubtWaitingCalls, linkCall, listSimilarCalls, restorer, syncCalls } from "#domain/calls";
import { FROM, letTimePass, readCall, requestOne } from "../support/calls.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { pretendList } from "../support/pretend-list.ts";
import { newRetellId } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());

const TO = "+12137770778";
const HOUR_MS = 3_600_000;

let admin: TestPerson;
let client: pg.Client;
let timePasses: () => Promise<void>;
let list = pretendList();
/** What a look-up by our id gets. */
let lookUp: () => { status: number; body: unknown };

beforeAll(async () => {
  admin = await signedIn("admin");
  client = await superuser();
  timePasses = await letTimePass();
});
beforeEach(() => {
  list = pretendList();
  lookUp = () => ({ status: 200, body: { items: [], has_more: false } });
  gateway.answerBy(({ url, body }) => {
    if (url !== "/v3/list-calls") return null;
    return body.includes("switchboard_call_id") ? lookUp() : { status: 200, body: list.page(body) };
  });
});

const restore = () => asActor(restorer, doubtWaitingCalls);

/** A call that was asked for so long before the backup was taken, and waited then. */
async function askedForAgo(interval: string): Promise<string> {
  const { id } = await requestOne(admin, TO);
  await client.query("update retell_calls set requested_at = now() - $2::interval where id = $1", [
    id,
    interval,
  ]);
  return id;
}

describe("a call of which the backup does not say whether it was dialled", () => {
  test("is taken by a person for the one that was placed between the backup and the restore", async () => {
    const id = await askedForAgo("3 hours");
    await restore();
    const retellCallId = newRetellId();
    list.calls = [
      {
        call_id: retellCallId,
        call_type: "phone_call",
        direction: "outbound",
        call_status: "ended",
        disconnection_reason: "user_hangup",
        from_number: FROM,
        to_number: TO,
        start_timestamp: Date.now() - 2 * HOUR_MS,
        end_timestamp: Date.now() - 2 * HOUR_MS + 1000,
      },
    ];
    await client.query(
      "insert into sync_marks (name, mark) values ('calls_synced_to', $1) on conflict (name) do update set mark = excluded.mark",
      [String(Date.now())],
    );
    await syncCalls({ lookBackMs: 3 * HOUR_MS });
    lookUp = () => ({ status: 401, body: { message: "Invalid API key" } });
    await client.query(
      "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
      [id],
    );
    await timePasses();
    const call = await readCall(admin, id);
    expect(call.needsDecision).toBe(true);
    expect(call.attempt?.sentAt).toBeNull();
    const similar = await asActor(admin.actor, (db) => listSimilarCalls(db, id));
    expect(similar.map((one) => one.retellCallId)).toEqual([retellCallId]);
    await linkCall(admin.actor, id, { similarId: similar[0]?.id });
    expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", retellCallId });
  });

  test("is looked up for ten minutes, also when it was sent long before the restore and perhaps once more since", async () => {
    const id = await askedForAgo("2 hours");
    await client.query(
      `with dialling as (update retell_calls set dial_state = 'dialling' where id = $1)
       insert into dial_attempts (call_id, worker, started_at, leased_until)
       values ($1, 'worker-of-then', now() - interval '2 hours', now() - interval '2 hours')`,
      [id],
    );
    await restore();
    await timePasses();
    expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
    await client.query(
      "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
      [id],
    );
    await timePasses();
    expect(await readCall(admin, id)).toMatchObject({
      dialState: "not_placed",
      failureMessage: expect.stringContaining("when the backup was taken"),
    });
  });
});

test("a denial of before the backup does not add to one of after the restore", async () => {
  const retellCallId = newRetellId();
  const { id } = await oneRow<{ id: string }>(
    client,
    `with call as (insert into retell_calls (retell_call_id, phase, status) values ($1, 2, 'in_progress') returning id)
     insert into call_checks (call_id, due_at, absent_since)
     select id, now(), now() - interval '2 hours' from call returning call_id as id`,
    [retellCallId],
  );
  await restore();
  gateway.answerEvery("GET", { status: 404, body: { message: "Not Found" } });
  await timePasses();
  gateway.answerEvery("GET", null);
  expect(gateway.gets).toContain(retellCallId);
  expect(await readCall(admin, id)).toMatchObject({ status: "in_progress" });
});
