import type pg from "pg";
import Retell from "retell-sdk";
import { beforeAll, expect, test } from "vitest";
import { checkCalls, dialCall, syncCalls } from "#domain/calls";
import { callOnce, createsFor, FROM, letTimePass, REMINDER, readCall, requestOne } from "../support/calls.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const HOUR_MS = 3_600_000;

let admin: TestPerson;
let client: pg.Client;
let timePasses: () => Promise<void>;
beforeAll(async () => {
  world.simulator.faults.set({ webhooksOff: true });
  admin = await signedIn("admin");
  client = await superuser();
  timePasses = await letTimePass();
  await syncCalls({ lookBackMs: HOUR_MS });
  while ((await checkCalls("over")) > 0);
});

/** Everything that is kept, and the transaction that last changed it. */
const everything = async () =>
  (
    await client.query(
      "select id, changed_xid, to_jsonb(details) as details from retell_calls left join retell_call_details as details on call_id = id order by id",
    )
  ).rows;

test("the workspace's past arrives once, whole, with transcripts, in the order in which the calls began", async () => {
  const past = world.simulator.calls();
  const { rows } = await client.query(
    `select retell_call_id, phase, transcript_object is not null as spoken
     from retell_calls join retell_call_details on call_id = id order by placed_at desc, retell_call_id desc`,
  );
  const byStart = past.toSorted(
    (one, other) =>
      (other.startTimestamp ?? 0) - (one.startTimestamp ?? 0) || (one.callId < other.callId ? 1 : -1),
  );
  expect(past.length).toBe(20);
  expect(rows.map((row) => row.retell_call_id)).toEqual(byStart.map((call) => call.callId));
  expect(new Set(rows.map((row) => row.phase))).toEqual(new Set([4]));
  const spoken = byStart.filter((call) => (call.durationMs ?? 0) > 0);
  expect(rows.filter((row) => row.spoken)).toHaveLength(spoken.length);
  expect(
    await oneRow(client, "select count(*)::int as lines from audit_log where action = 'calls.imported'"),
  ).toEqual({ lines: 1 });
});

test("a phone that rings is asked about at once, however many past calls wait to be fetched whole", async () => {
  await client.query(
    `insert into call_checks (call_id, due_at, is_live)
     select id, now() - interval '1 hour', false from retell_calls on conflict (call_id) do nothing`,
  );
  const { id } = await requestOne(admin, "+12137770001");
  await dialCall(id);
  await eventually(
    async () => {
      // Its turn comes before a fast simulation has rung it out.
      await client.query("update call_checks set due_at = now() where is_live");
      await checkCalls("live");
      return (await readCall(admin, id)).status;
    },
    (status) => status === "ringing",
  );
  const { waiting } = await oneRow<{ waiting: number }>(
    client,
    "select count(*)::int as waiting from call_checks where not is_live",
  );
  expect(waiting).toBe(world.simulator.calls().length - 1);
  // Until there is nothing left to learn of it either, so that other tests find a quiet world.
  await eventually(
    async () => {
      await client.query("update call_checks set due_at = now()");
      await checkCalls("live");
      while ((await checkCalls("over")) > 0);
      return (await client.query("select from call_checks where call_id = $1", [id])).rowCount;
    },
    (checks) => checks === 0,
  );
});

test("reading the list again changes nothing", async () => {
  const before = await everything();
  expect(await syncCalls({ lookBackMs: 14 * 24 * HOUR_MS })).toBe(0);
  while ((await checkCalls("over")) > 0);
  expect(await everything()).toEqual(before);
});

test("an import that was interrupted a day ago goes on, and what began since then is read too", async () => {
  // Of the calls that are none of ours.
  const past = world.simulator.calls().filter((call) => call.ordinal === undefined);
  const newest = past.reduce((latest, call) => Math.max(latest, call.startTimestamp ?? 0), 0);
  const lost = past.filter((call) => call.startTimestamp === newest).map((call) => call.callId);
  await client.query("delete from call_checks");
  await client.query(
    "delete from retell_call_details using retell_calls where call_id = id and retell_call_id = any($1)",
    [lost],
  );
  await client.query("delete from retell_calls where retell_call_id = any($1)", [lost]);
  const oldest = Buffer.from(JSON.stringify([0, "call_0"])).toString("base64url");
  await client.query("delete from sync_marks where name = 'calls_synced_to'");
  await client.query(
    `insert into sync_marks (name, mark) values ('calls_import_page', $1), ('calls_import_begun', $2)
     on conflict (name) do update set mark = excluded.mark`,
    [oldest, String(newest - 24 * HOUR_MS)],
  );
  await syncCalls({ lookBackMs: HOUR_MS });
  await syncCalls({ lookBackMs: HOUR_MS });
  const { calls } = await oneRow<{ calls: number }>(
    client,
    "select count(*)::int as calls from retell_calls",
  );
  expect(calls).toBe(world.simulator.calls().length);
});

test("a call placed elsewhere appears, and reaches its end", async () => {
  const retell = new Retell({ apiKey: "key_simulated", baseURL: world.simulator.url, maxRetries: 0 });
  const { call_id: id } = await retell.call.createPhoneCall({ from_number: FROM, to_number: "+12137770401" });
  const found = await eventually(
    async () => {
      await syncCalls({ lookBackMs: HOUR_MS });
      await timePasses();
      return (
        await client.query(
          "select status, phase, requested_by, dial_state from retell_calls where retell_call_id = $1",
          [id],
        )
      ).rows;
    },
    ([row]) => row?.phase === 4,
  );
  expect(found).toEqual([{ status: "completed", phase: 4, requested_by: null, dial_state: "none" }]);
});

test("one call with characters that Postgres cannot hold does not keep the others of its page out", async () => {
  const retell = new Retell({ apiKey: "key_simulated", baseURL: world.simulator.url, maxRetries: 0 });
  const order = { from_number: FROM, to_number: "+12137770403" };
  const odd = await retell.call.createPhoneCall({ ...order, metadata: { note: "a\u0000b\ud800c" } });
  const plain = await retell.call.createPhoneCall(order);
  const ids = [odd.call_id, plain.call_id];
  const found = await eventually(
    async () => {
      await syncCalls({ lookBackMs: HOUR_MS });
      return (
        await client.query(
          "select metadata from retell_calls where retell_call_id = any($1) order by array_position($1, retell_call_id)",
          [ids],
        )
      ).rows;
    },
    (rows) => rows.length === 2,
  );
  expect(found).toEqual([{ metadata: { note: "a\ufffdb\ufffdc" } }, { metadata: null }]);
});

test("without any webhook a call still reaches its end and its analysis, by asking", async () => {
  const { id } = await requestOne(admin, "+12137770402", { agentId: REMINDER });
  await dialCall(id);
  const done = await eventually(
    async () => {
      await timePasses();
      return readCall(admin, id);
    },
    (call) => call.analysis !== null,
  );
  expect(done).toMatchObject({ status: "completed", hasRecording: true });
  expect(done.transcript.length).toBeGreaterThan(2);
  expect(await oneRow(client, "select count(*)::int as webhooks from webhook_events")).toEqual({
    webhooks: 0,
  });
  expect(createsFor(id)).toHaveLength(1);
});

test("a call about which there is nothing left to learn is not asked about again", async () => {
  const { id } = await requestOne(admin, "+12137770002");
  await dialCall(id);
  await eventually(
    async () => {
      await timePasses();
      return oneRow<{ checks: number }>(
        client,
        "select count(*)::int as checks from call_checks where call_id = $1",
        [id],
      );
    },
    ({ checks }) => checks === 0,
  );
  await callOnce(admin, id, (call) => call.status === "failed" && call.analysis !== null);
});
