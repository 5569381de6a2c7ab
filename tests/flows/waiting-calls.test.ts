import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asActor } from "#database";
import { cancelCall, dialCall, watchCall } from "#domain/calls";
import { emptyQueue, endPause, readCall, requestOne } from "../support/calls.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";

const SECOND_MS = 1000;
const BUSY = "+12137770002";
/** The gate's longest addition by chance, and what a slow machine takes to look. */
const JITTER = 1.25;
const SLACK_MS = 5_000;

const retell = await vi.hoisted(async () =>
  (await import("../support/small-retell.ts")).openSmallRetell({ lines: 3, callsPerSecond: 1000 }),
);
const { simulator, gateway } = retell;

let admin: TestPerson;
let client: pg.Client;

beforeAll(async () => {
  admin = await signedIn("admin");
  client = await superuser();
});
beforeEach(async () => {
  await emptyQueue(client);
  await client.query("update dial_gate set trouble_since = null, pauses = 0, paused_at = null");
  for (const { callId, status } of simulator.calls())
    if (status === "ongoing" || status === "registered") await retell.end(callId);
  await forgetReading();
  gateway.creates.length = 0;
});
afterAll(() => simulator.stop());

/** What Retell said of its lines is old from now on. */
const forgetReading = () => client.query("update dial_gate set read_at = null, reading_holds_until = null");
const tooMany = (headers: Record<string, string> = {}) => ({
  status: 429,
  body: { status: "error", message: "Account rate limited." },
  headers,
});
const pauseMs = async () =>
  (
    await oneRow<{ ms: number }>(
      client,
      "select (extract(epoch from paused_until - now()) * 1000)::float as ms from dial_gate",
    )
  ).ms;
const auditOf = async (id: string, action: string) =>
  (
    await client.query<{ reason: string }>(
      "select details ->> 'reason' as reason from audit_log where call_id = $1 and action = $2 order by at, id",
      [id, action],
    )
  ).rows.map(({ reason }) => reason);

describe("429 pauses the whole queue", () => {
  test.each<[string, () => Record<string, string>]>([
    ["retry-after-ms", () => ({ "retry-after-ms": "120000" })],
    ["retry-after in seconds", () => ({ "retry-after": "120" })],
    [
      "retry-after as a date",
      () => ({ "retry-after": new Date(Date.now() + 121 * SECOND_MS).toUTCString() }),
    ],
  ])("for as long as %s says, and then goes on with the call that was refused", async (_, headers) => {
    const first = await requestOne(admin, BUSY);
    const second = await requestOne(admin, BUSY);
    gateway.answerNext(tooMany(headers()));
    await dialCall(first.id);
    await dialCall(second.id);
    expect(gateway.creates).toHaveLength(1);
    const pause = await pauseMs();
    expect(pause).toBeLessThan(122 * SECOND_MS);
    expect(pause).toBeGreaterThan(120 * SECOND_MS - SLACK_MS);
    const { waiting } = await readCall(admin, second.id);
    expect(waiting).toMatchObject({ reason: "retell_asked", ahead: 1 });
    const until = waiting?.until ?? "";
    expect(waiting?.words).toBe(
      `Retell asked to wait until ${until.slice(11, 19)} UTC (429), 1 call before this one`,
    );
    await endPause(client);
    await dialCall(second.id);
    expect(gateway.creates.map((body) => (body.includes(first.id) ? "first" : "second"))).toEqual([
      "first",
      "first",
      "second",
    ]);
  });

  test("without a hint each pause is longer than the one before, and an accepted call ends that", async () => {
    const { id } = await requestOne(admin, BUSY);
    for (const seconds of [2, 4, 8, 16]) {
      gateway.answerNext(tooMany());
      await dialCall(id);
      const pause = await pauseMs();
      expect(pause).toBeLessThanOrEqual(seconds * SECOND_MS * JITTER);
      expect(pause).toBeGreaterThan(seconds * SECOND_MS - SLACK_MS);
      await endPause(client);
    }
    await dialCall(id);
    expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", waiting: null });
    expect(await oneRow(client, "select pauses, trouble_since from dial_gate")).toEqual({
      pauses: 0,
      trouble_since: null,
    });
  });
});

test("why a call waits changes with what it waits for, and the log says each reason once", async () => {
  const others = await retell.placeElsewhere(3);
  const { id } = await requestOne(admin, BUSY);
  for (let time = 0; time < 3; time += 1) await dialCall(id);
  expect((await readCall(admin, id)).waiting?.reason).toBe("no_free_line");
  await Promise.all(others.map((other) => retell.end(other)));
  for (let time = 0; time < 2; time += 1) {
    await forgetReading();
    gateway.answerNext(tooMany());
    await dialCall(id);
    expect((await readCall(admin, id)).waiting?.reason).toBe("retell_asked");
    await endPause(client);
  }
  await forgetReading();
  await gateway.shut();
  await dialCall(id);
  expect((await readCall(admin, id)).waiting?.reason).toBe("retell_unreachable");
  await gateway.open();
  await endPause(client);
  await dialCall(id);
  expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", waiting: null });
  expect(await auditOf(id, "call.postponed")).toEqual(["no_free_line", "retell_asked", "retell_unreachable"]);
});

test("an open page looks again at a call that waits, and cancelling withdraws it", async () => {
  await retell.placeElsewhere(3);
  const { id } = await requestOne(admin, BUSY);
  await dialCall(id);
  const { follow } = await asActor(admin.actor, (db) => watchCall(db, id));
  expect(follow.by).toBe("push");
  expect(Date.parse(follow.lookAgainAt ?? "")).toBeLessThan(Date.now() + SLACK_MS);
  expect((await cancelCall(admin.actor, id)).outcome).toBe("withdrawn");
  expect(await readCall(admin, id)).toMatchObject({ status: "cancelled", waiting: null });
  await dialCall(id);
  expect(gateway.creates).toEqual([]);
});

test("a clock that is set back by an hour keeps no call", async () => {
  await dialCall((await requestOne(admin, BUSY)).id);
  gateway.answerNext(tooMany({ "retry-after": "600" }));
  const { id } = await requestOne(admin, BUSY);
  await forgetReading();
  await dialCall(id);
  expect((await readCall(admin, id)).waiting?.reason).toBe("retell_asked");
  // As it looks afterwards: everything that was written lies an hour ahead.
  const moments = [
    "read_at",
    "reading_until",
    "reading_holds_until",
    "reading_failed_at",
    "paused_at",
    "paused_until",
  ];
  await client.query(
    `update dial_gate set ${moments.map((name) => `${name} = coalesce(${name}, now()) + interval '1 hour'`).join()}`,
  );
  await client.query(
    "update dial_attempts set started_at = started_at + interval '1 hour', settled_at = settled_at + interval '1 hour'",
  );
  await dialCall(id);
  expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted" });
});

describe("giving up", () => {
  const age = (id: string, by: string) =>
    client.query("update retell_calls set requested_at = requested_at - $2::interval where id = $1", [
      id,
      by,
    ]);

  test("a call that waits for a line for an hour is not given up; after four hours it is, and says why", async () => {
    const others = await retell.placeElsewhere(3);
    const { id } = await requestOne(admin, BUSY);
    await age(id, "3 hours 59 minutes");
    await dialCall(id);
    expect(await readCall(admin, id)).toMatchObject({ dialState: "queued", status: "initiated" });
    await age(id, "2 minutes");
    await dialCall(id);
    expect(await readCall(admin, id)).toMatchObject({
      dialState: "given_up",
      status: "failed",
      failureMessage:
        "Given up: it could not be dialled within 4 hours of being asked for. Nobody was called; if you still want it, send it again.",
    });
    expect(await auditOf(id, "call.given_up")).toEqual(["no_free_line"]);
    await Promise.all(others.map((other) => retell.end(other)));
    await forgetReading();
    await dialCall(id);
    expect(gateway.creates).toEqual([]);
  });

  test("calls that Retell took none of for a quarter of an hour are given up, younger ones are not", async () => {
    const old = [await requestOne(admin, BUSY), await requestOne(admin, BUSY)] as const;
    const young = await requestOne(admin, BUSY);
    for (const { id } of old) await age(id, "1 hour");
    const refused = async () => {
      gateway.answerNext(tooMany());
      await dialCall(old[0].id);
    };
    await refused();
    expect(await readCall(admin, old[0].id)).toMatchObject({ dialState: "queued" });
    await client.query(
      "update dial_gate set trouble_since = now() - interval '16 minutes', paused_until = now()",
    );
    await refused();
    for (const { id } of old)
      expect(await readCall(admin, id)).toMatchObject({
        dialState: "given_up",
        failureMessage:
          "Given up after 15 minutes in which Retell took no call. Retell answered 429: Account rate limited. Nobody was called; if you still want it, send it again.",
      });
    expect(await readCall(admin, young.id)).toMatchObject({ dialState: "queued", failureMessage: null });
  });

  test("time in which nobody tried is no time of refusal", async () => {
    const { id } = await requestOne(admin, BUSY);
    await age(id, "1 hour");
    await client.query(
      "update dial_gate set trouble_since = now() - interval '1 hour', paused_until = now() - interval '50 minutes'",
    );
    gateway.answerNext(tooMany());
    await dialCall(id);
    expect(await readCall(admin, id)).toMatchObject({ dialState: "queued" });
  });
});
