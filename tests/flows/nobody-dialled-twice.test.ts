import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { dialCall } from "#domain/calls";
import { placeCall } from "#retell";
import type { FaultName } from "../../simulator/index.ts";
import {
  callOnce,
  createsFor,
  emptyQueue,
  endPause,
  FROM,
  letTimePass,
  REMINDER,
  readCall,
  requestOne,
} from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver } from "../support/retell.ts";
import { refusalOf, superuser } from "../support/sql.ts";
import { hearDiallers } from "../support/told-diallers.ts";
import { world } from "../support/world.ts";

const UNIQUE_VIOLATION = "23505";
const PLACE_TIMEOUT_MS = 30_000;

let admin: TestPerson;
let client: pg.Client;
let told: Awaited<ReturnType<typeof hearDiallers>>;
let timePasses: () => Promise<void>;

// Jobs are done by hand here, so that every state in between can be seen.
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  told = await hearDiallers();
  timePasses = await letTimePass();
});
beforeEach(async () => {
  world.simulator.faults.clear();
  await emptyQueue(client);
});

const strike = (fault: FaultName) => world.simulator.faults.set({ [fault]: { next: 1 }, webhooksOff: true });
const acceptedFor = (id: string) => createsFor(id).filter(({ accepted }) => accepted).length;
const attemptsOf = async (id: string) =>
  (
    await client.query<{ outcome: string }>(
      "select outcome from dial_attempts where call_id = $1 order by started_at",
      [id],
    )
  ).rows.map(({ outcome }) => outcome);

const auditOf = async (id: string) =>
  (
    await client.query<{ action: string; actor_id: string }>(
      "select action, actor_id from audit_log where call_id = $1 and action <> 'call.requested' order by at, id",
      [id],
    )
  ).rows.map(({ action, actor_id: actor }) => `${action} by ${actor}`);

/** Whatever may still happen to the call happens, several times over. */
async function everythingAgain(id: string): Promise<void> {
  for (let time = 0; time < 3; time += 1) {
    await dialCall(id);
    await timePasses();
  }
}

describe.each(["errorAfterAccepting", "resetAfterAccepting", "timeoutAfterAccepting"] as const)(
  "%s",
  (fault) => {
    beforeEach(() => {
      // Half a minute without an answer is over in a moment.
      const setTimer = globalThis.setTimeout;
      vi.spyOn(globalThis, "setTimeout").mockImplementation(((work: () => void, ms?: number, ...handed: []) =>
        setTimer(work, ms === PLACE_TIMEOUT_MS ? 300 : ms, ...handed)) as typeof setTimeout);
    });

    test("the call is unconfirmed, found by our id, and was placed once", async () => {
      const { id } = await requestOne(admin, "+12137770101");
      strike(fault);
      await dialCall(id);
      expect(await readCall(admin, id)).toMatchObject({
        dialState: "unconfirmed",
        status: "initiated",
        retellCallId: null,
      });
      expect(await attemptsOf(id)).toEqual(["unknown"]);
      await timePasses();
      const found = await readCall(admin, id);
      expect(found).toMatchObject({ dialState: "accepted" });
      expect(found.retellCallId).toBe(createsFor(id)[0]?.call_id);
      await everythingAgain(id);
      expect(createsFor(id)).toHaveLength(1);
      expect(await attemptsOf(id)).toEqual(["accepted"]);
      expect(await auditOf(id)).toEqual([
        "call.unconfirmed by dial_call",
        "call.found_placed by settle_dials",
      ]);
    });

    test("a webhook with our id settles it without a look-up", async () => {
      const { id } = await requestOne(admin, "+12137770102");
      strike(fault);
      await dialCall(id);
      const [create] = createsFor(id);
      const call = {
        call_id: create?.call_id,
        call_status: "ongoing",
        start_timestamp: Date.now(),
        metadata: { switchboard_call_id: id },
      };
      expect(await deliver({ event: "call_started", call })).toBe(200);
      expect(await readCall(admin, id)).toMatchObject({
        dialState: "accepted",
        status: "in_progress",
        retellCallId: create?.call_id,
      });
      await everythingAgain(id);
      expect(await auditOf(id)).toEqual(["call.unconfirmed by dial_call", "call.found_placed by retell"]);
      expect(acceptedFor(id)).toBe(1);
      expect(createsFor(id)).toHaveLength(1);
      expect(await attemptsOf(id)).toEqual(["accepted"]);
      expect(await auditOf(id)).toHaveLength(2);
    });
  },
);

describe.each(["errorBeforeAccepting", "resetBeforeAccepting"] as const)("%s", (fault) => {
  test("nobody can know that nothing was placed, so it is not tried again, and given up in words after ten minutes", async () => {
    const { id } = await requestOne(admin, "+12137770103");
    strike(fault);
    await dialCall(id);
    expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
    await everythingAgain(id);
    expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
    await client.query(
      "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
      [id],
    );
    await timePasses();
    const given = await readCall(admin, id);
    expect(given).toMatchObject({ dialState: "not_placed", status: "failed" });
    expect(given.failureMessage).toContain("It was not placed. If you still want it, send it again.");
    await everythingAgain(id);
    expect(createsFor(id)).toHaveLength(1);
    expect(acceptedFor(id)).toBe(0);
  });
});

test("429 is tried again, and placed once", async () => {
  const { id } = await requestOne(admin, "+12137770104");
  strike("rateLimit");
  await dialCall(id);
  expect(await readCall(admin, id)).toMatchObject({ dialState: "queued", status: "initiated" });
  expect((await readCall(admin, id)).waiting).toMatchObject({ reason: "retell_asked" });
  await dialCall(id);
  expect(createsFor(id)).toHaveLength(1);
  await endPause(client);
  await dialCall(id);
  expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", waiting: null });
  await everythingAgain(id);
  expect(createsFor(id).map(({ accepted }) => accepted)).toEqual([false, true]);
  expect(await attemptsOf(id)).toEqual(["postponed", "accepted"]);
});

/** What a worker has written when it is about to send, or has sent, and dies. */
async function claimedByTheDead(id: string): Promise<void> {
  await client.query(
    "insert into dial_attempts (call_id, worker, leased_until) values ($1, 'the dead', now() - interval '1 second')",
    [id],
  );
  await client.query("update retell_calls set dial_state = 'dialling' where id = $1", [id]);
}

test("a worker that dies before it sends leaves a call that nobody dials again, and that is given up in words", async () => {
  const { id } = await requestOne(admin, "+12137770105");
  await claimedByTheDead(id);
  await timePasses();
  expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
  await everythingAgain(id);
  await client.query(
    "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
    [id],
  );
  await timePasses();
  expect(await readCall(admin, id)).toMatchObject({ dialState: "not_placed", status: "failed" });
  expect(createsFor(id)).toEqual([]);
});

test("a worker that dies after it sent leaves a call that is found, and not dialled again", async () => {
  const { id } = await requestOne(admin, "+12137770106");
  world.simulator.faults.set({ webhooksOff: true });
  await claimedByTheDead(id);
  const sent = await placeCall({
    ourId: id,
    fromNumber: FROM,
    toNumber: "+12137770106",
    agentId: REMINDER,
    variables: {},
  });
  await timePasses();
  await everythingAgain(id);
  expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", retellCallId: sent.retellCallId });
  expect(createsFor(id)).toHaveLength(1);
  expect(await attemptsOf(id)).toEqual(["accepted"]);
});

test("a call that was given up and rings after all is ours again", async () => {
  const { id } = await requestOne(admin, "+12137770107");
  await claimedByTheDead(id);
  await client.query(
    "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
    [id],
  );
  await timePasses();
  await timePasses();
  expect((await readCall(admin, id)).dialState).toBe("not_placed");
  await deliver({
    event: "call_started",
    call: { call_id: `call_late_${id}`, call_status: "ongoing", metadata: { switchboard_call_id: id } },
  });
  expect(await readCall(admin, id)).toMatchObject({
    dialState: "accepted",
    status: "in_progress",
    failureMessage: null,
  });
});

test.each(["started", "accepted", "unknown", "not_placed"])(
  "while an attempt is %s the database refuses a second one",
  async (outcome) => {
    const { id } = await requestOne(admin, "+12137770108");
    const attempt =
      "insert into dial_attempts (call_id, worker, leased_until, outcome) values ($1, 'w', now(), $2)";
    await client.query(attempt, [id, outcome]);
    expect(await refusalOf(client.query(attempt, [id, "started"]))).toBe(UNIQUE_VIOLATION);
  },
);

test("many workers that take the same job send one request", async () => {
  const { id } = await requestOne(admin, "+12137770109");
  await Promise.all(Array.from({ length: 8 }, () => dialCall(id)));
  await callOnce(admin, id, (call) => call.dialState === "accepted");
  expect(createsFor(id)).toHaveLength(1);
});

test("asking again with the same key, also at the same moment, is one call and one request", async () => {
  const requestKey = `key-${crypto.randomUUID()}`;
  await told.takeAll();
  const calls = await Promise.all(
    Array.from({ length: 6 }, () => requestOne(admin, "+12137770110", { requestKey })),
  );
  calls.push(await requestOne(admin, "+12137770110", { requestKey }));
  const [id = ""] = new Set(calls.map((call) => call.id));
  expect(new Set(calls.map((call) => call.id)).size).toBe(1);
  await Promise.all(calls.map((call) => dialCall(call.id)));
  expect(createsFor(id)).toHaveLength(1);
  expect(await told.takeAll()).toEqual([id]);
});
