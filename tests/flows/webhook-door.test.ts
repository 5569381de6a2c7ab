import { request as httpRequest } from "node:http";
import type pg from "pg";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { deliver, eventsOf, newRetellId, signatureOf } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

vi.hoisted(() => {
  process.env.RETELL_WEBHOOK_KEYS = "key_new,key_simulated";
});

const SIX_MINUTES_MS = 6 * 60 * 1000;
const EIGHT_MB = 8 * 1024 * 1024;
const address = `${world.appUrl}/api/webhooks/retell`;

let client: pg.Client;
beforeAll(async () => {
  startApi();
  client = await superuser();
});
beforeEach(() => client.query("truncate webhook_events, webhook_refusals"));

const stored = () => oneRow<{ count: number }>(client, "select count(*)::int as count from webhook_events");
const theEvent = () => oneRow(client, "select event, verdict, note, deliveries from webhook_events");
const callOf = (id: string) =>
  oneRow(client, "select status, phase, cost_cents from retell_calls where retell_call_id = $1", [id]);

/** Sends headers and a part of a body, and answers the status without waiting to be asked for the rest. */
function sendSome(headers: Record<string, string | number>, part: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(address, { method: "POST", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on("error", reject);
    request.write(part);
  });
}

test("the set-up guide's health question is answered to the letter", async () => {
  const answer = await fetch(address);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('{"status":"ok","message":"Retell webhook endpoint is active"}');
  expect((await fetch(address, { method: "HEAD" })).status).toBe(200);
  const other = await fetch(address, { method: "PUT", body: "{}" });
  expect([other.status, other.headers.get("allow")]).toEqual([405, "GET, POST"]);
});

test("what is unsigned, altered, stale or signed with another key is refused, and only counted", async () => {
  const body = JSON.stringify(eventsOf(newRetellId()).ended);
  const refused = [
    await deliver(body, null),
    await deliver(body.replace("61000", "61001"), signatureOf(body)),
    await deliver(
      body,
      signatureOf(body).replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
    ),
    await deliver(body, signatureOf(body, "key_of_somebody_else")),
    await deliver(body, "nonsense"),
    await deliver(body, signatureOf(body, undefined, Date.now() - SIX_MINUTES_MS)),
    await deliver(body, signatureOf(body, undefined, Date.now() + SIX_MINUTES_MS)),
  ];
  expect(refused).toEqual(refused.map(() => 401));
  const counted = await eventually(
    async () => (await client.query("select reason, count::int from webhook_refusals order by reason")).rows,
    (rows) => rows.length === 3,
  );
  expect(counted).toEqual([
    { reason: "bad_signature", count: 4 },
    { reason: "missing_signature", count: 1 },
    { reason: "stale", count: 2 },
  ]);
  expect(await stored()).toEqual({ count: 0 });
  expect(await oneRow(client, "select count(*)::int as count from retell_calls")).toEqual({ count: 0 });
});

test("while a key is being replaced both the old and the new one sign", async () => {
  const { started, ended } = eventsOf(newRetellId());
  expect(await deliver(started, signatureOf(JSON.stringify(started), "key_new"))).toBe(200);
  expect(await deliver(ended, signatureOf(JSON.stringify(ended), "key_simulated"))).toBe(200);
  expect(await stored()).toEqual({ count: 2 });
});

test.each([
  ["nothing", ""],
  ["half an object", '{"event":"call_ended","call":{'],
  ["no object", '["call_ended"]'],
  ["bytes that are no text", Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ["an event without a call", '{"event":"call_ended"}'],
  ["a call whose id no id is", `{"event":"call_ended","call":{"call_id":"${"x".repeat(9_000)}"}}`],
])("a body of %s under a good signature is stored as malformed and acknowledged", async (_what, body) => {
  expect(await deliver(body)).toBe(200);
  expect(await theEvent()).toMatchObject({ verdict: "malformed" });
});

test("an event that nobody knows is stored and acknowledged", async () => {
  expect(await deliver({ event: "call_archived", call: { call_id: newRetellId() } })).toBe(200);
  expect(await theEvent()).toMatchObject({ event: "call_archived", verdict: "stored" });
});

test("an event of a call that nobody knows makes the call", async () => {
  const id = newRetellId();
  expect(await deliver(eventsOf(id).started)).toBe(200);
  expect(await callOf(id)).toMatchObject({ status: "in_progress", phase: 2 });
});

test("a repeat of the same bytes is counted and not stored again, also when both come at once", async () => {
  const id = newRetellId();
  const { ended } = eventsOf(id);
  await deliver(ended);
  const { changed_xid: before } = await oneRow(
    client,
    "select changed_xid from retell_calls where retell_call_id = $1",
    [id],
  );
  expect(await Promise.all(Array.from({ length: 7 }, () => deliver(ended)))).toEqual(Array(7).fill(200));
  expect(await theEvent()).toMatchObject({ verdict: "applied", deliveries: 8 });
  const { changed_xid: after } = await oneRow(
    client,
    "select changed_xid from retell_calls where retell_call_id = $1",
    [id],
  );
  expect(after).toBe(before);
});

test("a body larger than 8 MB is refused, whether it says so before or turns out so", async () => {
  expect(await sendSome({ "content-length": EIGHT_MB + 1 }, Buffer.from("{"))).toBe(413);
  const chunked = { "transfer-encoding": "chunked", "x-retell-signature": signatureOf("") };
  expect(await sendSome(chunked, Buffer.alloc(EIGHT_MB + 1, " "))).toBe(413);
  expect(await stored()).toEqual({ count: 0 });
});

test("a body of several megabytes is taken", async () => {
  const id = newRetellId();
  const { ended } = eventsOf(id, { padding: "lorem ipsum ".repeat(500_000) });
  expect(await deliver(ended)).toBe(200);
  expect(await callOf(id)).toMatchObject({ status: "completed" });
});
