import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { dialCall, recoverDials } from "#domain/calls";
import { createsFor, emptyQueue, endPause, letTimePass, readCall, requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());

let admin: TestPerson;
let client: pg.Client;
let timePasses: () => Promise<void>;

beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  timePasses = await letTimePass();
});

beforeEach(() => emptyQueue(client));

const sentFor = (id: string) => gateway.creates.filter((body) => body.includes(id)).length;
const error = (message: string) => ({ status: "error", message });

describe("a refusal makes the call fail with Retell's own words, and is not tried again", () => {
  test.each([
    [
      400,
      error("No outbound agent id set up for phone number."),
      "Retell answered 400: No outbound agent id set up for phone number.",
    ],
    [400, { error_message: "An older reply." }, "Retell answered 400: An older reply."],
    [
      402,
      error("Trial has ended, please add payment method."),
      "Retell answered 402: Trial has ended, please add payment method.",
    ],
    [
      404,
      error("Item +14157774444 not found from phone-number"),
      "Retell answered 404: Item +14157774444 not found from phone-number",
    ],
    [
      422,
      error("Cannot find requested asset under given api key."),
      "Retell answered 422: Cannot find requested asset under given api key.",
    ],
    [
      401,
      error("API key is missing or invalid."),
      "Retell refused the API key (401). Check RETELL_API_KEY and restart.",
    ],
    [403, error("Forbidden"), "Retell refused the API key (403). Check RETELL_API_KEY and restart."],
  ])("%i %o", async (status, body, words) => {
    const { id } = await requestOne(admin, "+12137770201");
    gateway.answerNext({ status, body });
    await dialCall(id);
    const failed = { status: "failed", dialState: "refused", failureMessage: words };
    expect(await readCall(admin, id)).toMatchObject(failed);
    await dialCall(id);
    await timePasses();
    await dialCall(id);
    expect(await readCall(admin, id)).toMatchObject(failed);
    expect(sentFor(id)).toBe(1);
  });
});

test.each([408, 409, 500, 502, 503, 504, 302, 200])(
  "after %i nobody knows, so one request is all there is",
  async (status) => {
    const { id } = await requestOne(admin, "+12137770202");
    gateway.answerNext({ status, body: error("Something.") });
    await dialCall(id);
    expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
    for (let time = 0; time < 3; time += 1) {
      await dialCall(id);
      await timePasses();
    }
    expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
    expect(sentFor(id)).toBe(1);
  },
);

test("429 that asks for patience is obeyed", async () => {
  const { id } = await requestOne(admin, "+12137770203");
  gateway.answerNext({ status: 429, body: error("Slow down."), headers: { "retry-after": "3600" } });
  await dialCall(id);
  const { later } = await oneRow<{ later: boolean }>(
    client,
    "select dial_after > now() + interval '50 minutes' as later from retell_calls where id = $1",
    [id],
  );
  expect(later).toBe(true);
});

test("while Retell cannot be reached a call waits, and it is placed once Retell is back", async () => {
  const { id } = await requestOne(admin, "+12137770204");
  await gateway.shut();
  await dialCall(id);
  expect(await readCall(admin, id)).toMatchObject({ dialState: "queued", status: "initiated" });
  expect((await readCall(admin, id)).waiting).toMatchObject({
    reason: "retell_unreachable",
    words: "Retell cannot be reached; it is tried again",
  });
  await gateway.open();
  await endPause(client);
  await dialCall(id);
  expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", waiting: null });
  expect(createsFor(id)).toHaveLength(1);
});

describe("an answer that comes after the worker was given up", () => {
  /** Dials, lets the lease run out while the answer is held back, and then lets it come. */
  async function answeredLate(id: string): Promise<void> {
    const { promise, resolve: letCome } = Promise.withResolvers<void>();
    gateway.holdNext(promise);
    const dialled = dialCall(id);
    await eventually(
      () => sentFor(id),
      (sent) => sent === 1,
    );
    await client.query(
      "update dial_attempts set leased_until = now() - interval '1 second' where call_id = $1",
      [id],
    );
    await recoverDials();
    expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
    letCome();
    await dialled;
  }

  test.each([
    [400, { dialState: "refused", status: "failed" }],
    [429, { dialState: "queued", status: "initiated" }],
  ])("settles it when it is %i", async (status, settled) => {
    const { id } = await requestOne(admin, "+12137770205");
    gateway.answerNext({ status, body: error("Late.") });
    await answeredLate(id);
    expect(await readCall(admin, id)).toMatchObject(settled);
    expect(
      await oneRow(client, "select count(*)::int as checks from call_checks where call_id = $1", [id]),
    ).toEqual({ checks: 0 });
  });

  test("settles it when it is a call", async () => {
    const { id } = await requestOne(admin, "+12137770206");
    await answeredLate(id);
    expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted" });
    expect(sentFor(id)).toBe(1);
  });
});

test("a webhook without our id that overtakes the answer is one call with ours in the end", async () => {
  const { id } = await requestOne(admin, "+12137770207");
  const { promise, resolve: letCome } = Promise.withResolvers<void>();
  gateway.holdNext(promise);
  world.simulator.faults.set({ webhooksOff: true });
  const dialled = dialCall(id);
  const [create] = await eventually(
    () => createsFor(id),
    (creates) => creates.length === 1,
  );
  const retellCallId = create?.call_id ?? "";
  expect(
    await deliver({
      event: "call_started",
      call: { call_id: retellCallId, call_status: "ongoing", start_timestamp: Date.now() },
    }),
  ).toBe(200);
  const rows = "select id from retell_calls where retell_call_id = $1";
  const { id: stray } = await oneRow<{ id: string }>(client, rows, [retellCallId]);
  expect(stray).not.toBe(id);
  letCome();
  await dialled;
  expect(await oneRow(client, rows, [retellCallId])).toEqual({ id });
  expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", status: "in_progress" });
  expect(
    await oneRow(client, "select call_id from webhook_events where retell_call_id = $1", [retellCallId]),
  ).toEqual({ call_id: id });
  expect(
    await oneRow(client, "select count(*)::int as strays from retell_calls where id = $1", [stray]),
  ).toEqual({ strays: 0 });
});
