import type pg from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { asActor } from "#database";
import { describeDeliveries, packBodies, replayWebhook } from "#domain/webhooks";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver, eventsOf, newRetellId, signatureOf } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const NO_ID = "00000000-0000-7000-8000-00000000ffff";
const SIX_MINUTES_MS = 6 * 60 * 1000;

let client: pg.Client;
let admin: TestPerson;
let user: TestPerson;
beforeAll(async () => {
  startApi();
  client = await superuser();
  admin = await signedIn("admin");
  user = await signedIn("user");
});
beforeEach(() => client.query("truncate webhook_events, webhook_refusals"));

const ask = (path: string, { person = admin, ...init }: RequestInit & { person?: TestPerson } = {}) =>
  fetch(`${world.appUrl}/api/webhook-log${path}`, { ...init, headers: { cookie: person.cookie } });
// biome-ignore lint/suspicious/noExplicitAny: what the API answers is looked at field by field.
const read = async (path: string): Promise<any> => (await ask(path)).json();
const idOf = async (retellCallId: string, event: string) =>
  (
    await oneRow<{ id: string }>(
      client,
      "select id from webhook_events where retell_call_id = $1 and event = $2",
      [retellCallId, event],
    )
  ).id;
const auditOf = async (webhookId: string) =>
  (
    await client.query(
      "select actor_id, action, call_id, details from audit_log where details->>'webhookId' = $1",
      [webhookId],
    )
  ).rows;

test("an event's log says field by field what it changed in its call, without transcripts", async () => {
  const id = newRetellId();
  const { started, ended, analyzed } = eventsOf(id);
  for (const event of [started, ended, analyzed]) await deliver(event);
  const { webhook } = await read(`/${await idOf(id, "call_ended")}`);
  expect(webhook).toMatchObject({ event: "call_ended", verdict: "applied", deliveries: 1 });
  expect(webhook.changes).toContainEqual({ field: "status", before: "in_progress", after: "completed" });
  expect(webhook.changes).toContainEqual({
    field: "ended_at",
    before: null,
    after: new Date(Date.UTC(2026, 5, 1, 12) + 61_000).toISOString(),
  });
  expect(webhook.changes).toContainEqual({ field: "transcript", before: 0, after: 35, sized: true });
  expect(JSON.stringify(webhook.changes)).not.toContain("Zoë");
  const later = await read(`/${await idOf(id, "call_analyzed")}`);
  expect(later.webhook.changes).toContainEqual({ field: "cost_cents", before: 12.55, after: 14.05 });
});

test("an event that repeats what is known changed nothing, also when it was written otherwise", async () => {
  const id = newRetellId();
  const { ended } = eventsOf(id);
  await deliver(ended);
  await deliver(
    JSON.stringify({ call: Object.fromEntries(Object.entries(ended.call).reverse()), event: "call_ended" }),
  );
  const { rows } = await client.query("select changes from webhook_events order by received_at");
  expect(rows.map(({ changes }) => changes.length > 0)).toEqual([true, false]);
});

test("the record of what an event changed survives its repeats", async () => {
  const { ended } = eventsOf(newRetellId());
  await deliver(ended);
  const before = await oneRow(client, "select changes from webhook_events");
  await Promise.all([deliver(ended), deliver(ended)]);
  expect(await oneRow(client, "select changes, deliveries from webhook_events")).toEqual({
    ...before,
    deliveries: 3,
  });
});

test("the log filters by verdict, event and call, and says so when a filter cannot be", async () => {
  const [one, other] = [newRetellId(), newRetellId()];
  await deliver(eventsOf(one).ended);
  await deliver(eventsOf(other).started);
  await deliver("not JSON");
  await deliver({ event: "call_archived", call: { call_id: one } });
  const { webhooks } = await read("");
  expect(webhooks.map(({ event }: { event: string }) => event)).toEqual([
    "call_archived",
    null,
    "call_started",
    "call_ended",
  ]);
  expect(JSON.stringify(webhooks)).not.toContain("Zoë");
  const { callId } = webhooks[3];
  expect((await read(`?call=${callId}`)).webhooks).toHaveLength(1);
  expect((await read("?event=call_started")).webhooks).toHaveLength(1);
  expect((await read("?verdict=malformed,stored")).webhooks).toHaveLength(2);
  for (const query of [
    "?verdict=asleep",
    "?call=nobody",
    "?cursor=nonsense",
    `?event=${"x".repeat(300)}`,
    "?event=%00",
  ]) {
    const answer = await ask(query);
    expect([query, answer.status]).toEqual([query, 400]);
  }
});

test("paging neither repeats nor skips a delivery while more arrive", async () => {
  for (let count = 0; count < 60; count += 1) await deliver({ event: "call_archived", count });
  const first = await read("");
  await deliver({ event: "call_archived", count: "late" });
  const second = await read(`?cursor=${first.nextCursor}`);
  const ids = [...first.webhooks, ...second.webhooks].map(({ id }: { id: string }) => id);
  expect([new Set(ids).size, second.nextCursor]).toEqual([60, null]);
});

test("a body of any bytes is shown as text and given back as it came", async () => {
  const bytes = Buffer.from([0xff, 0x00, 0xfe, 0x3c, 0x80]);
  await deliver(bytes);
  const [{ id }] = (await read("")).webhooks;
  expect((await read(`/${id}`)).webhook).toMatchObject({ verdict: "malformed", body: { format: "text" } });
  const file = await ask(`/${id}/body`);
  expect(file.headers.get("content-type")).toBe("application/octet-stream");
  expect(file.headers.get("content-disposition")).toContain("attachment");
  expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
});

test("a large body is cut for reading, and whole for downloading", async () => {
  const body = JSON.stringify(eventsOf(newRetellId(), { padding: "lorem ipsum ".repeat(50_000) }).ended);
  await deliver(body);
  const [{ id }] = (await read("")).webhooks;
  const { webhook } = await read(`/${id}`);
  expect(webhook.body).toMatchObject({ format: "text", isCut: true });
  expect(webhook.body.text.length).toBeLessThan(200_000);
  expect(await (await ask(`/${id}/body`)).text()).toBe(body);
});

test("a replay applies what was lost, says what it changed, and is written to the audit log", async () => {
  const id = newRetellId();
  await deliver(eventsOf(id).started);
  await deliver(eventsOf(id).ended);
  await client.query("delete from call_checks");
  await client.query(
    "update retell_calls set status = 'in_progress', phase = 2, ended_at = null, duration_ms = null, field_phases = '{}' where retell_call_id = $1",
    [id],
  );
  const webhookId = await idOf(id, "call_ended");
  const answer = await ask(`/${webhookId}/replay`, { method: "POST" });
  const { replay } = (await answer.json()) as { replay: { changes: { field: string }[]; callId: string } };
  expect(replay.changes).toContainEqual({ field: "status", before: "in_progress", after: "completed" });
  expect(await oneRow(client, "select status from retell_calls where retell_call_id = $1", [id])).toEqual({
    status: "completed",
  });
  expect(await auditOf(webhookId)).toEqual([
    expect.objectContaining({ actor_id: admin.id, action: "webhook.replayed", call_id: replay.callId }),
  ]);
});

test("a replay of what is known changes nothing, not even who hears of it, however often it is asked for", async () => {
  const id = newRetellId();
  await deliver(eventsOf(id).ended);
  const webhookId = await idOf(id, "call_ended");
  const call = () => oneRow(client, "select * from retell_calls where retell_call_id = $1", [id]);
  const [before, log] = [await call(), await oneRow(client, "select * from webhook_events")];
  const replays = await Promise.all(Array.from({ length: 5 }, () => replayWebhook(admin.actor, webhookId)));
  expect(replays.map(({ verdict, changes }) => [verdict, changes])).toEqual(
    replays.map(() => ["applied", []]),
  );
  expect(await call()).toEqual(before);
  expect(await oneRow(client, "select * from webhook_events")).toEqual(log);
  expect(await auditOf(webhookId)).toHaveLength(5);
});

test("an event that was not understood when it came is applied by a replay once it is", async () => {
  const id = newRetellId();
  await deliver(eventsOf(id).ended);
  await client.query(
    "update webhook_events set verdict = 'failed', note = 'an old fault', call_id = null, changes = null",
  );
  await replayWebhook(admin.actor, await idOf(id, "call_ended"));
  expect(await oneRow(client, "select verdict, note, changes from webhook_events")).toEqual({
    verdict: "applied",
    note: null,
    changes: [],
  });
});

test("a replay that still fails says why, changes nothing, and is written down", async () => {
  const body = JSON.stringify(eventsOf(newRetellId(), { new_field: "@" }).ended).replace(
    '"@"',
    `${'{"a":'.repeat(9000)}1${"}".repeat(9000)}`,
  );
  await deliver(body);
  const { id } = await oneRow<{ id: string }>(
    client,
    "select id from webhook_events where verdict = 'failed'",
  );
  const answer = await ask(`/${id}/replay`, { method: "POST" });
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain("still cannot be applied");
  expect((await auditOf(id)).map(({ action }) => action)).toEqual(["webhook.replay_failed"]);
});

test("nobody but an admin reads or replays a delivery, at the door and behind it", async () => {
  const id = newRetellId();
  await deliver(eventsOf(id).started);
  const webhookId = await idOf(id, "call_started");
  for (const path of ["", `/${webhookId}`, `/${webhookId}/body`])
    expect((await ask(path, { person: user })).status).toBe(403);
  expect((await ask(`/${webhookId}/replay`, { person: user, method: "POST" })).status).toBe(403);
  expect((await fetch(`${world.appUrl}/api/webhook-log/${webhookId}/body`)).status).toBe(401);
  await expect(replayWebhook(user.actor, webhookId)).rejects.toThrow("There is no such delivery");
  expect(await auditOf(webhookId)).toEqual([]);
});

test.each(["nobody", NO_ID, "%00", "../calls", "x".repeat(3000)])(
  "the delivery %s is not there",
  async (id) => {
    expect((await ask(`/${encodeURIComponent(id)}`)).status).toBe(404);
    expect((await ask(`/${encodeURIComponent(id)}/body`)).status).toBe(404);
    expect((await ask(`/${encodeURIComponent(id)}/replay`, { method: "POST" })).status).toBe(404);
  },
);

test("the figures tell the last valid delivery and what was refused in seven days, by reason", async () => {
  const figures = () => asActor(admin.actor, describeDeliveries);
  expect(await figures()).toEqual({ lastValidAt: null, troubles: [] });
  const body = "{}";
  await deliver(body, null);
  await deliver(body, "nonsense");
  await deliver(body, signatureOf(body, "another key"));
  await deliver(body, signatureOf(body, undefined, Date.now() - SIX_MINUTES_MS));
  await deliver("not JSON");
  await client.query(
    "insert into webhook_refusals (day, reason, count) values (current_date - 6, 'too_large', 9), (current_date - 7, 'stale', 100)",
  );
  const { troubles, lastValidAt } = await eventually(figures, (seen) => seen.troubles.length === 5);
  expect(lastValidAt).not.toBeNull();
  expect(Object.fromEntries(troubles.map(({ reason, count }) => [reason, count]))).toEqual({
    too_large: 9,
    bad_signature: 2,
    missing_signature: 1,
    stale: 1,
    malformed: 1,
  });
});

test("bodies that came long enough ago are packed, once, and read, downloaded and replayed as they came", async () => {
  const id = newRetellId();
  const { started, ended } = eventsOf(id);
  // Larger than what a page shows of a body.
  const transcript = `Agent: ${"Hello, is this Zoë? ".repeat(10_000)}`;
  const long = JSON.stringify({ ...ended, call: { ...ended.call, transcript } });
  for (const event of [started, long]) await deliver(event);
  const [young, old] = [await idOf(id, "call_started"), await idOf(id, "call_ended")];
  const before = await Promise.all([read(`/${old}`), read("")]);
  await client.query("update webhook_events set received_at = now() - interval '2 hours' where id = $1", [
    old,
  ]);
  const stored = () =>
    client
      .query("select id, octet_length(body) as bytes, packed_from from webhook_events order by received_at")
      .then(({ rows }) => rows);
  const [, asItCame] = await stored();
  const { signal } = new AbortController();
  await packBodies(signal);
  const packed = await stored();
  expect(packed).toEqual([
    { id: old, bytes: expect.any(Number), packed_from: Buffer.byteLength(long) },
    { ...asItCame, id: young },
  ]);
  expect(packed[0].bytes).toBeLessThan(Buffer.byteLength(long) / 10);
  await packBodies(signal);
  expect(await stored()).toEqual(packed);

  const [opened, list] = await Promise.all([read(`/${old}`), read("")]);
  expect(opened.webhook).toEqual({ ...before[0].webhook, receivedAt: expect.any(String) });
  expect(opened.webhook.body.isCut).toBe(true);
  expect(list.webhooks.map(sizeOf).sort()).toEqual(before[1].webhooks.map(sizeOf).sort());
  expect(await (await ask(`/${old}/body`)).text()).toBe(long);
  await client.query(
    "delete from retell_call_details where call_id in (select id from retell_calls where retell_call_id = $1)",
    [id],
  );
  expect(await replayWebhook(admin.actor, old)).toMatchObject({ verdict: "applied" });
  const { kept } = await oneRow<{ kept: string }>(
    client,
    `select transcript as kept from retell_call_details
     where call_id = (select id from retell_calls where retell_call_id = $1)`,
    [id],
  );
  expect(kept).toBe(transcript);
});

const sizeOf = ({ sizeBytes }: { sizeBytes: number }) => sizeBytes;
