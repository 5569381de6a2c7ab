import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Call, cancelCall, carryOutStops, checkCalls, dialCall } from "#domain/calls";
import {
  callOnce,
  createsFor,
  emptyQueue,
  endPause,
  letTimePass,
  REMINDER,
  readCall,
  requestOne,
} from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver } from "../support/retell.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());

/** The longest that Retell lets a phone ring. */
const RING_MS = 300_000;

let admin: TestPerson;
let client: pg.Client;
let timePasses: () => Promise<void>;

// Jobs are done by hand here, so that every state in between can be seen.
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  timePasses = await letTimePass();
  // Time runs fast here: a phone that nobody answers must still ring when a slow machine comes to stop it.
  world.simulator.workspace.updateAgent(REMINDER, { ring_duration_ms: RING_MS });
});
beforeEach(async () => {
  world.simulator.faults.clear();
  await emptyQueue(client);
});

const error = (message: string) => ({ status: "error", message });
const cancel = (id: string) => cancelCall(admin.actor, id);
const stopsOf = (call: Call) => gateway.stops.filter((id) => id === call.retellCallId).length;

async function auditOf(id: string): Promise<string[]> {
  const { rows } = await client.query<{ action: string }>(
    "select action from audit_log where call_id = $1 order by at, id",
    [id],
  );
  return rows.map(({ action }) => action);
}

/** Makes wishes due again, as time does, and carries them out. */
async function stopsAreDue(): Promise<void> {
  await client.query("update call_stops set due_at = now() where outcome = 'wanted'");
  await carryOutStops();
}

/** A call that is at Retell and rings for long. */
async function ringing(number = "+12137770001"): Promise<Call> {
  const { id } = await requestOne(admin, number);
  await dialCall(id);
  return eventually(
    async () => {
      await timePasses();
      return readCall(admin, id);
    },
    ({ status }) => status === "ringing",
  );
}

/** A call in which people talk for long. */
async function talking(): Promise<Call> {
  const { id } = await requestOne(admin, "+12137770008");
  await dialCall(id);
  return callOnce(admin, id, ({ status }) => status === "in_progress");
}

test("a call that was not sent yet is withdrawn at once, and Retell never hears of it", async () => {
  const { id } = await requestOne(admin, "+12137775501");
  const { call, outcome, message } = await cancel(id);
  expect({ outcome, message }).toEqual({
    outcome: "withdrawn",
    message: "The call was cancelled before it was sent. Nobody was called.",
  });
  expect(call).toMatchObject({
    status: "cancelled",
    dialState: "withdrawn",
    disconnectionLabel: "Cancelled by A admin",
    stopRequestedBy: { id: admin.id },
  });
  await dialCall(id);
  await timePasses();
  expect(createsFor(id)).toEqual([]);
  expect(await auditOf(id)).toEqual(["call.requested", "call.withdrawn"]);
});

test("of one who dials and one who cancels at the same moment one wins: the call is never sent, or it is stopped", async () => {
  const ids = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const { id } = await requestOne(admin, "+12137770001");
      await Promise.all([dialCall(id), cancel(id)]);
      return id;
    }),
  );
  // Only now that nobody is at a stop any more: made due before, one under way would be claimed again.
  await stopsAreDue();
  const outcomes = await Promise.all(
    ids.map(async (id) => {
      const call = await callOnce(admin, id, ({ status }) => status === "cancelled");
      return { sent: createsFor(id).length, withdrawn: call.dialState === "withdrawn", stops: stopsOf(call) };
    }),
  );
  for (const { sent, withdrawn, stops } of outcomes) {
    expect(sent).toBe(withdrawn ? 0 : 1);
    expect(stops).toBe(sent);
  }
});

test("a ringing call is stopped at Retell and is cancelled, by its person's name", async () => {
  const { id } = await ringing();
  const { call, outcome, message } = await cancel(id);
  expect({ outcome, message }).toEqual({
    outcome: "stopped",
    message: "The call was cancelled before anybody answered.",
  });
  expect(call).toMatchObject({
    status: "cancelled",
    disconnectionReason: "manual_stopped",
    disconnectionLabel: "Cancelled by A admin",
    stop: { outcome: "sent" },
  });
  expect(stopsOf(call)).toBe(1);
  expect(await auditOf(id)).toEqual(["call.requested", "call.placed", "call.stop_requested", "call.stopped"]);
});

test("a call that talks is ended, and is completed with its person's name and what was said", async () => {
  const { id } = await talking();
  const { call, outcome, message } = await cancel(id);
  expect({ outcome, message }).toEqual({ outcome: "stopped", message: "The call was ended." });
  expect(call).toMatchObject({
    status: "completed",
    disconnectionLabel: "Ended by A admin",
    stopRequestedBy: { id: admin.id },
  });
  expect(call.durationMs).toBeGreaterThan(0);
  const analysed = await callOnce(admin, id, ({ analysis }) => analysis !== null);
  expect(analysed).toMatchObject({ status: "completed", disconnectionLabel: "Ended by A admin" });
});

test("without webhooks too the end is there at once", async () => {
  world.simulator.faults.set({ webhooksOff: true });
  const { id } = await ringing();
  expect((await cancel(id)).call.status).toBe("cancelled");
});

test("a call that is on its way to Retell is stopped as soon as Retell's id is known", async () => {
  const { id } = await requestOne(admin, "+12137770001");
  const { promise, resolve: letCome } = Promise.withResolvers<void>();
  gateway.holdNext(promise);
  const dialled = dialCall(id);
  await callOnce(admin, id, ({ dialState }) => dialState === "dialling");
  const { outcome, call } = await cancel(id);
  expect(outcome).toBe("waiting");
  expect(call.stop).toEqual({ outcome: "wanted", message: null });
  letCome();
  await dialled;
  const stopped = await readCall(admin, id);
  expect(stopped).toMatchObject({ status: "cancelled", stop: { outcome: "sent" } });
  expect(stopsOf(stopped)).toBe(1);
});

test("a call that Retell asks us to send later is not sent later when somebody cancelled it meanwhile", async () => {
  const { id } = await requestOne(admin, "+12137775502");
  const { promise, resolve: letCome } = Promise.withResolvers<void>();
  gateway.holdNext(promise);
  gateway.answerNext({ status: 429, body: error("Slow down.") });
  const dialled = dialCall(id);
  await callOnce(admin, id, ({ dialState }) => dialState === "dialling");
  await cancel(id);
  letCome();
  await dialled;
  await endPause(client);
  await dialCall(id);
  await timePasses();
  await stopsAreDue();
  expect(await readCall(admin, id)).toMatchObject({
    status: "cancelled",
    dialState: "withdrawn",
    failureMessage: null,
    stop: { outcome: "moot" },
  });
  expect(createsFor(id)).toEqual([]);
});

describe("an unconfirmed call", () => {
  async function unconfirmed(accepting: boolean): Promise<string> {
    const { id } = await requestOne(admin, "+12137770001");
    world.simulator.faults.set({
      [accepting ? "errorAfterAccepting" : "errorBeforeAccepting"]: { next: 1 },
      webhooksOff: true,
    });
    await dialCall(id);
    expect((await cancel(id)).outcome).toBe("waiting");
    return id;
  }

  test("is stopped when it is found", async () => {
    const id = await unconfirmed(true);
    await timePasses();
    await stopsAreDue();
    const call = await readCall(admin, id);
    expect(call).toMatchObject({ status: "cancelled", stop: { outcome: "sent" } });
    expect(stopsOf(call)).toBe(1);
  });

  test("is cancelled when it turns out never to have been placed", async () => {
    const id = await unconfirmed(false);
    await client.query(
      "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
      [id],
    );
    await timePasses();
    await stopsAreDue();
    expect(await readCall(admin, id)).toMatchObject({
      status: "cancelled",
      dialState: "not_placed",
      disconnectionLabel: "Cancelled by A admin",
      stop: { outcome: "moot" },
    });
  });
});

test("a call that ended by itself meanwhile says so, and keeps its own reason", async () => {
  world.simulator.faults.set({ webhooksOff: true });
  const { id } = await requestOne(admin, "+12137775503");
  await dialCall(id);
  await eventually(
    () => world.simulator.calls().find(({ metadata }) => JSON.stringify(metadata ?? null).includes(id)),
    (call) => call?.status === "ended",
  );
  const { outcome, call, message } = await cancel(id);
  expect(outcome).toBe("over");
  expect(message).toMatch(/^The call was already over: The (other party hung up|agent ended the call)\.$/);
  expect(call).toMatchObject({ status: "completed", stop: { outcome: "moot" } });
  expect(await auditOf(id)).toContain("call.over_before_stop");
  expect((await cancel(id)).outcome).toBe("over");
  expect(stopsOf(call)).toBe(1);
});

test("pressed many times, also at the same moment, it is one wish and one request", async () => {
  const { id } = await ringing();
  const answers = await Promise.all(Array.from({ length: 6 }, () => cancel(id)));
  for (const { outcome } of answers) expect(["stopped", "under_way", "over"]).toContain(outcome);
  const call = await callOnce(admin, id, ({ status }) => status === "cancelled");
  expect(stopsOf(call)).toBe(1);
  expect((await auditOf(id)).filter((action) => action === "call.stop_requested")).toHaveLength(1);
});

describe("when Retell does not do it", () => {
  test.each([
    [500, error("An unexpected server error occurred."), /Retell answered 500/],
    [401, error("API key is missing or invalid."), /Retell refused the API key/],
    [429, error("Slow down."), /Retell answered 429/],
  ])("%i is said, and tried again until it is done", async (status, body, words) => {
    const { id } = await ringing();
    gateway.answerNextStops({ status, body });
    const { outcome, message, call } = await cancel(id);
    expect(outcome).toBe("refused");
    expect(message).toMatch(words);
    expect(call).toMatchObject({ status: "ringing", stop: { outcome: "wanted" } });
    expect(call.stop?.message).toMatch(words);
    await stopsAreDue();
    expect(await readCall(admin, id)).toMatchObject({
      status: "cancelled",
      stop: { outcome: "sent", message: null },
    });
    expect(await auditOf(id)).toEqual([
      "call.requested",
      "call.placed",
      "call.stop_requested",
      "call.stop_refused",
      "call.stopped",
    ]);
  });

  test("it is said that Retell cannot be reached, and done once it can", async () => {
    const { id } = await ringing();
    await gateway.shut();
    const { outcome, message } = await cancel(id);
    await gateway.open();
    expect(outcome).toBe("refused");
    expect(message).toContain("Retell could not be reached");
    await stopsAreDue();
    expect((await readCall(admin, id)).status).toBe("cancelled");
  });

  test("it is given up after a quarter of an hour, and taken up when somebody asks again", async () => {
    const { id } = await ringing();
    gateway.answerNextStops({ status: 500, body: error("No.") }, { status: 500, body: error("No.") });
    await cancel(id);
    await client.query("update call_stops set wanted_at = now() - interval '16 minutes' where call_id = $1", [
      id,
    ]);
    await stopsAreDue();
    expect((await readCall(admin, id)).stop?.outcome).toBe("given_up");
    await stopsAreDue();
    const { outcome, call } = await cancel(id);
    expect({ outcome, status: call.status }).toEqual({ outcome: "stopped", status: "cancelled" });
    expect(stopsOf(call)).toBe(3);
  });
});

test("a process that wrote the wish and died leaves it to the worker", async () => {
  const { id } = await ringing();
  await client.query("insert into call_stops (call_id) values ($1)", [id]);
  await client.query(
    "update retell_calls set stop_requested_by = $2, stop_requested_at = now() where id = $1",
    [id, admin.id],
  );
  await stopsAreDue();
  expect(await readCall(admin, id)).toMatchObject({ status: "cancelled", stop: { outcome: "sent" } });
});

test("a wish for a call that turns out to be one of ours goes over to ours", async () => {
  const { id } = await requestOne(admin, "+12137770008");
  const { promise, resolve: letCome } = Promise.withResolvers<void>();
  gateway.holdNext(promise);
  world.simulator.faults.set({ webhooksOff: true });
  const dialled = dialCall(id);
  const [create] = await eventually(
    () => createsFor(id),
    (creates) => creates.length === 1,
  );
  const retellCallId = create?.call_id ?? "";
  const started = { call_id: retellCallId, call_status: "ongoing" };
  expect(await deliver({ event: "call_started", call: started })).toBe(200);
  const { rows } = await client.query<{ id: string }>(
    "select id from retell_calls where retell_call_id = $1",
    [retellCallId],
  );
  gateway.answerNextStops({ status: 500, body: error("Not now.") });
  await cancel(rows[0]?.id ?? "");
  letCome();
  await dialled;
  await stopsAreDue();
  await checkCalls("live");
  expect(await readCall(admin, id)).toMatchObject({
    stopRequestedBy: { id: admin.id },
    stop: { outcome: "sent" },
  });
});

test("a call that does not exist is told as such, and whoever is no admin stops nothing", async () => {
  const { id } = await requestOne(admin, "+12137775504");
  const user = await signedIn("user");
  await expect(cancel("00000000-0000-7000-8000-000000000000")).rejects.toMatchObject({ code: "not_found" });
  await expect(cancel("not an id")).rejects.toMatchObject({ code: "not_found" });
  await expect(cancelCall(user.actor, id)).rejects.toMatchObject({ code: "not_found" });
  expect((await readCall(admin, id)).status).toBe("initiated");
});
