import { request as httpRequest } from "node:http";
import type pg from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { deliver, eventsOf, newRetellId, signatureOf } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const ANSWER_MAX_MS = 2_000;

let client: pg.Client;
beforeAll(async () => {
  startApi();
  client = await superuser();
});
beforeEach(() => client.query("truncate webhook_events, webhook_refusals"));

const countOf = async (reason: string) =>
  (
    await client.query<{ count: number }>("select count::int from webhook_refusals where reason = $1", [
      reason,
    ])
  ).rows[0]?.count ?? 0;

/** Delivers and says how long the answer took. */
async function timed(body: Record<string, unknown>): Promise<{ status: number; ms: number }> {
  const began = performance.now();
  const status = await deliver(body);
  return { status, ms: performance.now() - began };
}

test("while the database hangs every delivery is answered 503 in time and counted, and none is acknowledged or lost", async () => {
  const locked = await superuser();
  await locked.query("begin; lock table webhook_events in access exclusive mode");
  const events = Array.from({ length: 20 }, () => eventsOf(newRetellId()).ended);
  const answers: { status: number; ms: number }[] = [];
  for (const group of [events.slice(0, 10), events.slice(10)])
    answers.push(...(await Promise.all(group.map(timed))));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(ANSWER_MAX_MS);
  await locked.query("rollback");
  const refused = await eventually(
    async () => (await countOf("not_stored")) + (await countOf("busy")),
    (count) => count === events.length,
  );
  expect(refused).toBe(events.length);
  // Retell sends each of them again.
  for (const event of events)
    await eventually(
      () => deliver(event),
      (status) => status === 200,
    );
  expect(
    await oneRow(
      client,
      "select count(*)::int as events, count(distinct call_id)::int as calls from webhook_events",
    ),
  ).toEqual({ events: events.length, calls: events.length });
});

test("a body that comes too slowly is answered 408, and its connection is closed", async () => {
  const answer = await new Promise<{ status: number; connection: string }>((resolve, reject) => {
    const headers = { "content-length": 1_000, "x-retell-signature": signatureOf("{}") };
    const request = httpRequest(
      `${world.appUrl}/api/webhooks/retell`,
      { method: "POST", headers },
      (response) => {
        response.resume();
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection ?? "" });
        request.destroy();
      },
    );
    request.on("error", reject);
    request.write("{");
  });
  expect(answer).toEqual({ status: 408, connection: "close" });
  expect(await eventually(() => countOf("too_slow"), Boolean)).toBe(1);
});

test("a body without a signature is refused before it is read", async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const request = httpRequest(
      `${world.appUrl}/api/webhooks/retell`,
      { method: "POST", headers: { "content-length": 100_000 } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
        request.destroy();
      },
    );
    request.on("error", reject);
    request.write("{");
  });
  expect(status).toBe(401);
});
