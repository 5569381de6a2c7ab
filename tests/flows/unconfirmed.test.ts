import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asActor } from "#database";
import {
  countUndecided,
  declareNotPlaced,
  dialCall,
  linkCall,
  listSimilarCalls,
  lookAgain,
  syncCalls,
} from "#domain/calls";
import { callOnce, endPause, FROM, letTimePass, readCall, requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { type ListedCall, pretendList } from "../support/pretend-list.ts";
import { deliver, newRetellId } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());

const TO = "+12137770777";
const ELEVEN_MINUTES = "11 minutes";

let admin: TestPerson;
let user: TestPerson;
let client: pg.Client;
let timePasses: () => Promise<void>;
let list = pretendList();
/** What a look-up by our id gets instead of the list. */
let lookUp: () => { status: number; body: unknown } | "hang up" | null = () => null;

beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  user = await signedIn("user");
  client = await superuser();
  timePasses = await letTimePass();
});
beforeEach(() => {
  list = pretendList();
  lookUp = () => null;
  gateway.answerBy(({ url, body }) => {
    if (url === "/v2/create-phone-call") return { status: 500, body: { message: "Internal" } };
    if (url !== "/v3/list-calls") return null;
    const page = { status: 200, body: list.page(body) };
    return body.includes("switchboard_call_id")
      ? (lookUp() ?? { status: 200, body: { items: [], has_more: false } })
      : page;
  });
});

const refuseKey = () => ({ status: 401, body: { message: "Invalid API key" } });

/** A call whose answer was lost. */
async function unconfirmedCall(): Promise<string> {
  const { id } = await requestOne(admin, TO, { variables: { customer_name: "Zoë" } });
  await dialCall(id);
  expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
  return id;
}
/** As if the call had been sent, and last looked up, so much earlier. */
async function sentAgo(id: string, interval: string): Promise<void> {
  await client.query(
    "update dial_attempts set started_at = started_at - $2::interval, looked_up_at = looked_up_at - $2::interval where call_id = $1",
    [id, interval],
  );
}
/** A call about which a person is to decide. */
async function undecidedCall(): Promise<string> {
  const id = await unconfirmedCall();
  lookUp = refuseKey;
  await sentAgo(id, ELEVEN_MINUTES);
  await timePasses();
  expect((await readCall(admin, id)).needsDecision).toBe(true);
  return id;
}
/** A call that Retell shows without metadata, to the same number, begun now. */
function shown(fields: Record<string, unknown> = {}): ListedCall {
  return {
    call_id: newRetellId(),
    call_type: "phone_call",
    direction: "outbound",
    call_status: "ongoing",
    from_number: FROM,
    to_number: TO,
    start_timestamp: Date.now(),
    ...fields,
  };
}
async function synced(...calls: ListedCall[]): Promise<void> {
  await client.query(
    "insert into sync_marks (name, mark) values ('calls_synced_to', $1) on conflict (name) do update set mark = excluded.mark",
    [String(Date.now())],
  );
  list.calls = calls;
  await syncCalls({ lookBackMs: 3_600_000 });
}
const similarTo = (id: string) => asActor(admin.actor, (db) => listSimilarCalls(db, id));
const rowOf = async (retellCallId: string) =>
  (
    await client.query<{ id: string }>("select id from retell_calls where retell_call_id = $1", [
      retellCallId,
    ])
  ).rows[0]?.id ?? "";
const auditOf = async (id: string, action: string) =>
  (
    await client.query<{ actor_id: string; details: Record<string, unknown> }>(
      "select actor_id, details from audit_log where call_id = $1 and action = $2",
      [id, action],
    )
  ).rows;
const createsFor = (id: string) => gateway.creates.filter((body) => body.includes(id)).length;

describe("a call counts as not placed", () => {
  test("only after a look-up that was answered ten minutes after it was sent, or later", async () => {
    const id = await unconfirmedCall();
    await timePasses();
    expect(await readCall(admin, id)).toMatchObject({ dialState: "unconfirmed", needsDecision: false });
    expect((await readCall(admin, id)).attempt?.lookedUpAt).not.toBeNull();
    lookUp = refuseKey;
    await sentAgo(id, ELEVEN_MINUTES);
    await client.query("update dial_attempts set looked_up_at = now() where call_id = $1", [id]);
    for (let time = 0; time < 3; time += 1) await timePasses();
    expect(await readCall(admin, id)).toMatchObject({ dialState: "unconfirmed", needsDecision: false });
    lookUp = () => null;
    await timePasses();
    expect(await readCall(admin, id)).toMatchObject({ dialState: "not_placed", status: "failed" });
    expect(createsFor(id)).toBe(1);
  });

  test("not when it was accepted while the look-up was under way", async () => {
    const id = await unconfirmedCall();
    await sentAgo(id, ELEVEN_MINUTES);
    const retellCallId = newRetellId();
    lookUp = () => {
      lookUp = () => null;
      void deliver({
        event: "call_started",
        call: shown({ call_id: retellCallId, metadata: { switchboard_call_id: id } }),
      });
      return "hang up";
    };
    await timePasses();
    await vi.waitFor(async () => expect((await readCall(admin, id)).dialState).toBe("accepted"));
    await timePasses();
    expect(await auditOf(id, "call.not_placed")).toEqual([]);
    expect((await client.query("select from call_checks where call_id = $1", [id])).rowCount).toBe(1);
  });

  test.each([
    [
      "shows a call without its metadata",
      () => ({ items: [shown()], has_more: false }),
      "without its metadata",
    ],
    [
      "did not search for what it was asked",
      () => ({ items: [shown({ metadata: { other: "1" } })], has_more: false }),
      "other calls than the one that was looked for",
    ],
    [
      "shows something that cannot be read",
      () => ({ items: [{ call_id: "x".repeat(3000) }], has_more: false }),
      "without its metadata",
    ],
  ])("never when Retell %s: then a person is asked", async (_how, body, why) => {
    const id = await unconfirmedCall();
    lookUp = () => ({ status: 200, body: body() });
    await sentAgo(id, ELEVEN_MINUTES);
    await timePasses();
    expect(await readCall(admin, id)).toMatchObject({
      dialState: "unconfirmed",
      needsDecision: true,
      retellCallId: null,
      attempt: { lookUpFailure: expect.stringContaining(why) },
    });
  });
});

describe("when Retell cannot be asked", () => {
  test("for ten minutes, a person is asked once, with what is known, and the call is dialled by nobody", async () => {
    const id = await unconfirmedCall();
    lookUp = refuseKey;
    await timePasses();
    expect((await readCall(admin, id)).needsDecision).toBe(false);
    const before = await asActor(admin.actor, countUndecided);
    await sentAgo(id, ELEVEN_MINUTES);
    for (let time = 0; time < 3; time += 1) {
      await timePasses();
      await dialCall(id);
    }
    const call = await readCall(admin, id);
    expect(call).toMatchObject({ dialState: "unconfirmed", status: "initiated", needsDecision: true });
    expect(call.attempt).toMatchObject({
      httpStatus: 500,
      message: expect.stringContaining("500"),
      lookUpFailure: expect.stringContaining("Retell refused the API key (401)"),
    });
    expect(await auditOf(id, "call.decision_wanted")).toHaveLength(1);
    expect(await asActor(admin.actor, countUndecided)).toBe(before + 1);
    expect(createsFor(id)).toBe(1);
    const { body } = await ask("/api/calls?decision=needed", admin);
    expect((body as { calls: { id: string }[] }).calls.map((found) => found.id)).toContain(id);
  });

  test.each([404, 422, 500])("also when it answers %i to the list for hours", async (status) => {
    const id = await unconfirmedCall();
    lookUp = () => ({ status, body: { message: "Not found" } });
    await sentAgo(id, ELEVEN_MINUTES);
    await timePasses();
    await client.query(
      "update call_checks set absent_since = now() - interval '2 hours' where call_id = $1",
      [id],
    );
    await client.query("update retell_calls set placed_at = now() - interval '2 hours' where id = $1", [id]);
    await timePasses();
    expect(await readCall(admin, id)).toMatchObject({
      status: "initiated",
      dialState: "unconfirmed",
      needsDecision: true,
    });
    expect((await client.query("select from call_checks where call_id = $1", [id])).rowCount).toBe(1);
  });

  test("an answer that comes after all and asks to wait has it dialled anew, and nobody is asked about that at once", async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    gateway.answerBy(({ url }) => (url === "/v3/list-calls" ? refuseKey() : null));
    gateway.holdNext(answered);
    gateway.answerNext({ status: 429, body: { message: "Slow down" } });
    const { id } = await requestOne(admin, TO);
    const dialling = dialCall(id);
    await callOnce(admin, id, ({ dialState }) => dialState === "dialling");
    // As if its worker had been thought dead for a while.
    await client.query(
      `with attempt as (update dial_attempts set outcome = 'unknown', settled_at = now() where call_id = $1),
       call as (update retell_calls set dial_state = 'unconfirmed' where id = $1)
       insert into call_checks (call_id, due_at) values ($1, now())`,
      [id],
    );
    await sentAgo(id, ELEVEN_MINUTES);
    await timePasses();
    expect((await readCall(admin, id)).needsDecision).toBe(true);
    answer();
    await dialling;
    expect((await readCall(admin, id)).dialState).toBe("queued");
    await endPause(client);
    gateway.answerNext({ status: 500, body: { message: "Internal" } });
    await dialCall(id);
    expect(await readCall(admin, id)).toMatchObject({ dialState: "unconfirmed", needsDecision: false });
  });

  test("an answer that comes after all settles it without a person", async () => {
    const id = await undecidedCall();
    const retellCallId = newRetellId();
    lookUp = () => ({
      status: 200,
      body: {
        items: [shown({ call_id: retellCallId, metadata: { switchboard_call_id: id } })],
        has_more: false,
      },
    });
    await timePasses();
    expect(await readCall(admin, id)).toMatchObject({
      dialState: "accepted",
      retellCallId,
      needsDecision: false,
    });
  });

  test("a webhook that names it settles it without a person", async () => {
    const id = await undecidedCall();
    await deliver({ event: "call_started", call: shown({ metadata: { switchboard_call_id: id } }) });
    expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", needsDecision: false });
  });
});

describe("similar calls are a hint", () => {
  test("of that number, around that time, that nobody here asked for and that name no other", async () => {
    const id = await undecidedCall();
    await client.query(
      "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
      [id],
    );
    const minute = 60_000;
    const same = shown({ start_timestamp: Date.now() - 10 * minute });
    const forgotten = shown({ start_timestamp: Date.now() - 9 * minute, to_number: undefined });
    const others = [
      shown({ to_number: "+12137770778", start_timestamp: Date.now() - 10 * minute }),
      shown({ from_number: "+14157774455", start_timestamp: Date.now() - 10 * minute }),
      shown({ direction: "inbound", start_timestamp: Date.now() - 10 * minute }),
      shown({ metadata: { order: "7" }, start_timestamp: Date.now() - 10 * minute }),
      shown({ start_timestamp: Date.now() - 60 * minute }),
    ];
    await synced(same, forgotten, ...others);
    expect((await similarTo(id)).map((call) => call.retellCallId)).toEqual([same.call_id, forgotten.call_id]);
    await timePasses();
    expect((await readCall(admin, id)).dialState).toBe("unconfirmed");
    await client.query("delete from call_checks");
    await client.query(
      "delete from retell_call_details using retell_calls where call_id = id and requested_at is null",
    );
    await client.query("delete from retell_calls where requested_at is null");
  });
});

describe("a person looks again", () => {
  test("and learns that it was placed", async () => {
    const id = await undecidedCall();
    const call = shown({ metadata: { switchboard_call_id: id } });
    lookUp = () => ({ status: 200, body: { items: [call], has_more: false } });
    const { message, call: found } = await lookAgain(admin.actor, id);
    expect(message).toBe("Retell shows it: the call was placed.");
    expect(found.retellCallId).toBe(call.call_id);
    expect(await auditOf(id, "call.looked_up_again")).toMatchObject([{ actor_id: admin.id }]);
  });

  test("and learns that it was not", async () => {
    const id = await undecidedCall();
    lookUp = () => null;
    expect((await lookAgain(admin.actor, id)).message).toContain("it was not placed");
    expect((await readCall(admin, id)).dialState).toBe("not_placed");
  });

  test("and is told when Retell still cannot be asked", async () => {
    const id = await undecidedCall();
    await expect(lookAgain(admin.actor, id)).rejects.toThrow("Retell refused the API key");
    expect((await readCall(admin, id)).needsDecision).toBe(true);
  });

  test("and sees similar calls that were not here before", async () => {
    const id = await undecidedCall();
    await client.query(
      "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
      [id],
    );
    const call = shown({ start_timestamp: Date.now() - 10 * 60_000 });
    list.calls = [call];
    lookUp = () => ({ status: 200, body: { items: [call], has_more: false } });
    expect((await lookAgain(admin.actor, id)).message).toContain("without its metadata");
    expect((await similarTo(id)).map((similar) => similar.retellCallId)).toEqual([call.call_id]);
    await linkCall(admin.actor, id, { similarId: await rowOf(call.call_id) });
  });
});

describe("a person says which call it is", () => {
  async function linked(): Promise<{ id: string; call: ListedCall }> {
    const id = await undecidedCall();
    const call = shown({ metadata: undefined });
    await deliver({ event: "call_started", call });
    await client.query(
      "update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1",
      [id],
    );
    await client.query(
      "update retell_calls set placed_at = now() - interval '10 minutes' where retell_call_id = $1",
      [call.call_id],
    );
    await linkCall(admin.actor, id, { similarId: await rowOf(call.call_id) });
    return { id, call };
  }

  test("and both become one row, with what webhooks said, in their name", async () => {
    const { id, call } = await linked();
    expect(await readCall(admin, id)).toMatchObject({
      dialState: "accepted",
      status: "in_progress",
      retellCallId: call.call_id,
      needsDecision: false,
      variables: { customer_name: "Zoë" },
      decision: { decision: "linked", by: { id: admin.id }, retellCallId: call.call_id },
    });
    expect(await rowOf(call.call_id)).toBe(id);
    expect(await auditOf(id, "call.linked")).toMatchObject([{ actor_id: admin.id }]);
    await deliver({
      event: "call_ended",
      call: { ...call, call_status: "ended", end_timestamp: Date.now() + 60_000, duration_ms: 60_000 },
    });
    expect((await readCall(admin, id)).status).toBe("completed");
    const events = await client.query("select call_id from webhook_events where retell_call_id = $1", [
      call.call_id,
    ]);
    expect(new Set(events.rows.map((row) => row.call_id))).toEqual(new Set([id]));
    await dialCall(id);
    expect(createsFor(id)).toBe(1);
  });

  test("and when Retell shows another one under our id, they part again and the row shows the truth", async () => {
    const { id, call } = await linked();
    const real = shown({
      metadata: { switchboard_call_id: id },
      agent_id: "agent_real",
      start_timestamp: Date.now() + 5000,
    });
    await deliver({ event: "call_started", call: real });
    expect(await readCall(admin, id)).toMatchObject({
      retellCallId: real.call_id,
      agentId: "agent_real",
      status: "in_progress",
      dialState: "accepted",
      startedAt: new Date(Number(real.start_timestamp)).toISOString(),
      variables: { customer_name: "Zoë" },
      decision: { decision: "linked", retellCallId: call.call_id },
    });
    const freed = await rowOf(call.call_id);
    expect(freed).not.toBe(id);
    expect(await rowOf(real.call_id)).toBe(id);
    const events = await client.query(
      "select retell_call_id, call_id from webhook_events where retell_call_id = any($1) order by received_at",
      [[call.call_id, real.call_id]],
    );
    expect(events.rows).toEqual([
      { retell_call_id: call.call_id, call_id: freed },
      { retell_call_id: real.call_id, call_id: id },
    ]);
    await deliver({
      event: "call_ended",
      call: { ...call, call_status: "ended", end_timestamp: Date.now() + 60_000, duration_ms: 60_000 },
    });
    expect((await readCall(admin, freed)).status).toBe("completed");
    expect((await readCall(admin, id)).status).toBe("in_progress");
  });

  test("and they part again too when the list tells of both at once", async () => {
    const { id, call } = await linked();
    const real = shown({ metadata: { switchboard_call_id: id }, start_timestamp: Date.now() + 5000 });
    await synced(real, {
      ...call,
      call_status: "ended",
      end_timestamp: Date.now() + 60_000,
      duration_ms: 60_000,
    });
    expect(await readCall(admin, id)).toMatchObject({ retellCallId: real.call_id, status: "in_progress" });
    expect(await readCall(admin, await rowOf(call.call_id))).toMatchObject({ status: "completed" });
  });

  test("but not one that is not similar, nor twice, nor while it is still looked up", async () => {
    const id = await undecidedCall();
    await expect(linkCall(admin.actor, id, { similarId: id })).rejects.toThrow(
      "Choose one of the similar calls",
    );
    await expect(linkCall(admin.actor, id, { similarId: "x" })).rejects.toThrow(
      "Choose one of the similar calls",
    );
    await declareNotPlaced(admin.actor, id);
    await expect(linkCall(admin.actor, id, { similarId: id })).rejects.toThrow("There is nothing to decide");
    lookUp = () => null;
    const fresh = await unconfirmedCall();
    await expect(linkCall(admin.actor, fresh, { similarId: fresh })).rejects.toThrow("still being looked up");
  });
});

describe("a person says that it was not placed", () => {
  test("and that is so, in their name, and the same call may be sent anew as another", async () => {
    const id = await undecidedCall();
    const call = await declareNotPlaced(admin.actor, id);
    expect(call).toMatchObject({
      dialState: "not_placed",
      status: "failed",
      needsDecision: false,
      decision: { decision: "not_placed", by: { id: admin.id } },
    });
    expect(call.failureMessage).toContain("a person decided that it was not placed");
    expect(await auditOf(id, "call.declared_not_placed")).toMatchObject([{ actor_id: admin.id }]);
    for (let time = 0; time < 3; time += 1) {
      await timePasses();
      await dialCall(id);
    }
    expect(createsFor(id)).toBe(1);
    const again = await requestOne(admin, TO, { variables: call.variables });
    expect(again.id).not.toBe(id);
  });

  test("and when Retell shows it after all, the row shows the truth and says that it had been counted so", async () => {
    const id = await undecidedCall();
    await declareNotPlaced(admin.actor, id);
    const call = shown({ metadata: { switchboard_call_id: id } });
    await deliver({ event: "call_started", call });
    await timePasses();
    expect(await readCall(admin, id)).toMatchObject({
      dialState: "accepted",
      status: "in_progress",
      failureMessage: null,
      retellCallId: call.call_id,
      decision: { decision: "not_placed" },
      attempt: { notPlacedAt: expect.any(String) },
    });
    expect(await auditOf(id, "call.found_placed")).toMatchObject([
      { details: { retellCallId: call.call_id, countedAsNotPlaced: true } },
    ]);
    const attempt = await oneRow(
      client,
      "select outcome, retell_call_id from dial_attempts where call_id = $1",
      [id],
    );
    expect(attempt).toEqual({ outcome: "accepted", retell_call_id: call.call_id });
  });

  test("and when the list shows under our id what was known as nobody's, that becomes this call", async () => {
    const id = await undecidedCall();
    const call = shown();
    await synced(call);
    expect(await rowOf(call.call_id)).not.toBe(id);
    await declareNotPlaced(admin.actor, id);
    await synced({ ...call, metadata: { switchboard_call_id: id } });
    expect(await readCall(admin, id)).toMatchObject({
      dialState: "accepted",
      retellCallId: call.call_id,
    });
    expect(await rowOf(call.call_id)).toBe(id);
  });

  test("two at the same moment decide once", async () => {
    const id = await undecidedCall();
    const answers = await Promise.allSettled([
      declareNotPlaced(admin.actor, id),
      declareNotPlaced(admin.actor, id),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await auditOf(id, "call.declared_not_placed")).toHaveLength(1);
  });
});

describe("nobody but an admin", () => {
  const ways = (id: string) =>
    [
      ["GET", `/api/calls/${id}/similar`],
      ["POST", `/api/calls/${id}/look-again`],
      ["POST", `/api/calls/${id}/link`],
      ["POST", `/api/calls/${id}/not-placed`],
    ] as const;

  test("is let in at the door, and what is no call is not found", async () => {
    const id = await undecidedCall();
    const json = (method: string) => (method === "POST" ? { json: { similarId: id } } : {});
    for (const [method, path] of ways(id)) {
      expect((await ask(path, { method, ...json(method) })).status).toBe(401);
      expect((await ask(path, { method, ...json(method), cookie: user.cookie })).status).toBe(403);
    }
    for (const [method, path] of ways("nothing"))
      expect(
        (
          await ask(path, {
            method,
            json: method === "POST" ? { similarId: id } : undefined,
            cookie: admin.cookie,
          })
        ).status,
      ).toBeGreaterThanOrEqual(400);
    expect((await readCall(admin, id)).needsDecision).toBe(true);
    const answer = await ask(`/api/calls/${id}/not-placed`, { method: "POST", cookie: admin.cookie });
    expect(answer).toMatchObject({ status: 200, body: { call: { dialState: "not_placed" } } });
  });

  test("decides by the verbs themselves", async () => {
    const id = await undecidedCall();
    await expect(declareNotPlaced(user.actor, id)).rejects.toThrow("There is no such call");
    await expect(linkCall(user.actor, id, { similarId: id })).rejects.toThrow("There is no such call");
    await expect(lookAgain(user.actor, id)).rejects.toThrow("There is no such call");
    expect((await client.query("select from dial_decisions where call_id = $1", [id])).rowCount).toBe(0);
  });
});
