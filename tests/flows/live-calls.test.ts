import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asActor } from "#database";
import { refreshWorkspace, setAgentWebhook } from "#domain/agents";
import {
  carryOutStops,
  countLive,
  dialCall,
  type LiveCall,
  listLive,
  listLiveById,
  type StoppedCalls,
  stopCalls,
} from "#domain/calls";
import { callOnce, emptyQueue, letTimePass, REMINDER, readCall, requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver, eventsOf, newRetellId } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());

const RING_MS = 300_000;
const NOBODY = "00000000-0000-7000-8000-000000000000";

let admin: TestPerson;
let user: TestPerson;
let client: pg.Client;
let timePasses: () => Promise<void>;
// Jobs are done by hand here, so that every state in between can be seen.
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  user = await signedIn("user");
  client = await superuser();
  timePasses = await letTimePass();
  world.simulator.workspace.updateAgent(REMINDER, { ring_duration_ms: RING_MS });
});
beforeEach(async () => {
  world.simulator.faults.clear();
  await emptyQueue(client);
  await client.query(
    "update retell_calls set status = 'completed', phase = 3 where status in ('initiated', 'ringing', 'in_progress')",
  );
});

const live = () => asActor(admin.actor, listLive);
const byId = async (...ids: string[]) => asActor(admin.actor, (db) => listLiveById(db, ids));

/** Writes a call down as it would stand there, asked for so many seconds ago. */
async function standing(status: string, dialState: string, age: number, besides = "null"): Promise<string> {
  const { id } = await oneRow<{ id: string }>(
    client,
    `insert into retell_calls (id, status, dial_state, placed_at, decision_wanted_at)
     values (gen_random_uuid(), $1, $2, now() - $3 * interval '1 second', ${besides}) returning id`,
    [status, dialState, age],
  );
  return id;
}

async function ringing(number = "+12137770001"): Promise<string> {
  const { id } = await requestOne(admin, number);
  await dialCall(id);
  await eventually(
    async () => {
      await timePasses();
      return readCall(admin, id);
    },
    ({ status }) => status === "ringing",
  );
  return id;
}

/** A call in which people talk, whose transcript Retell tells as it grows. */
async function talking(...entries: Record<string, unknown>[]): Promise<LiveCall> {
  const retellCallId = newRetellId();
  const { started } = eventsOf(retellCallId, { start_timestamp: Date.now() });
  expect(await deliver(started)).toBe(200);
  if (entries.length > 0) {
    const told = { ...started, event: "transcript_updated", transcript_with_tool_calls: entries };
    expect(await deliver(told)).toBe(200);
  }
  const call = (await live()).calls.find((one) => one.retellCallId === retellCallId);
  if (!call) throw new Error("The call is not among those of this moment.");
  return call;
}

describe("the calls of this moment", () => {
  test("are those on the line, then those that wait, each oldest first; over and undecided ones are not among them", async () => {
    const waitsLonger = await standing("initiated", "queued", 90);
    const waits = await standing("initiated", "queued", 60);
    const talks = await standing("in_progress", "none", 30);
    const rings = await standing("ringing", "accepted", 20);
    const unconfirmed = await standing("initiated", "unconfirmed", 10);
    await standing("initiated", "unconfirmed", 5000, "now()");
    for (const status of ["completed", "failed", "cancelled"]) await standing(status, "accepted", 15);
    const { calls, onTheLine, waiting } = await live();
    expect(calls.map(({ id }) => id)).toEqual([talks, rings, unconfirmed, waitsLonger, waits]);
    expect({ onTheLine, waiting }).toEqual({ onTheLine: 3, waiting: 2 });
  });

  test("are counted in full, and shown as far as somebody can watch", async () => {
    await client.query(`
      insert into retell_calls (id, status, dial_state)
      select gen_random_uuid(), 'initiated', 'queued' from generate_series(1, 400)`);
    const talks = await standing("in_progress", "none", 0);
    const { calls, onTheLine, waiting } = await live();
    expect(calls).toHaveLength(300);
    expect(calls[0]?.id).toBe(talks);
    expect({ onTheLine, waiting }).toEqual({ onTheLine: 1, waiting: 400 });
  });

  test("those asked for by id are told over or not, and what is no id or no call is passed over", async () => {
    const over = await standing("failed", "refused", 5);
    const rings = await standing("ringing", "accepted", 5);
    const found = await byId(over, rings, NOBODY, "no id");
    expect(new Set(found.map(({ id }) => id))).toEqual(new Set([over, rings]));
  });

  test("are nobody's business who is no admin", async () => {
    const rings = await standing("ringing", "accepted", 5);
    expect(await asActor(user.actor, listLive)).toEqual({ calls: [], onTheLine: 0, waiting: 0 });
    expect(await asActor(user.actor, countLive)).toEqual({ onTheLine: 0, waiting: 0 });
    for (const path of ["/api/calls/live", `/api/calls/live?ids=${rings}`, "/api/calls/live/count"]) {
      expect((await ask(path, { cookie: user.cookie })).status).toBe(403);
      expect((await ask(path)).status).toBe(401);
      expect((await ask(path, { cookie: admin.cookie })).status).toBe(200);
    }
  });
});

describe("what was said last", () => {
  const said = (role: string, content: string) => ({ role, content, words: [] });

  test("is nothing as long as nothing was told", async () => {
    expect((await talking()).lastWords).toBeNull();
  });

  test("is the last thing that somebody said, whatever happened after", async () => {
    const { lastWords } = await talking(
      said("agent", "Hello!"),
      said("user", "Who is this?"),
      { role: "tool_call_invocation", name: "look_up", arguments: "{}", tool_call_id: "one" },
      said("user", ""),
    );
    expect(lastWords).toEqual({ by: "user", text: "Who is this?" });
  });

  test("is its end where it is long", async () => {
    const { lastWords } = await talking(said("agent", `${"very ".repeat(200)}long`));
    expect(lastWords?.by).toBe("agent");
    expect(lastWords?.text).toMatch(/^…very .*very long$/);
    expect(lastWords?.text.length).toBeLessThanOrEqual(281);
  });

  test("comes as people talk only from agents that have it told", async () => {
    await refreshWorkspace({ kind: "system", job: "refresh_workspace" });
    const { id } = await requestOne(admin, "+12137775600");
    expect((await byId(id))[0]?.tellsWords).toBe(false);
    await setAgentWebhook(admin.actor, REMINDER, {
      url: `${world.appUrl}/api/webhooks/retell`,
      events: ["call_started", "call_ended", "call_analyzed", "transcript_updated"],
      replaces: { url: null, events: null },
    });
    expect((await byId(id))[0]?.tellsWords).toBe(true);
  });
});

describe("ending many", () => {
  const stop = (...ids: string[]) => stopCalls(admin.actor, { ids });
  const outcomes = ({ calls }: StoppedCalls) => calls.map(({ outcome }) => outcome);

  /** What was written down since, by action. */
  async function auditSince(
    since: Date,
  ): Promise<{ action: string; call_id: string | null; details: unknown }[]> {
    const { rows } = await client.query<{ action: string; call_id: string | null; details: unknown }>(
      `select action, call_id, details from audit_log
       where at >= $1 and actor_kind = 'person' and action ~ '^calls?\\.(stop|withdrawn)' order by at, id`,
      [since],
    );
    return rows;
  }
  async function now(): Promise<Date> {
    return (await oneRow<{ now: Date }>(client, "select now()")).now;
  }

  test("withdraws what waits, stops what rings and talks, leaves what is over, and says so of each", async () => {
    const since = await now();
    const rings = await ringing();
    const waits = (await requestOne(admin, "+12137775601")).id;
    const over = await standing("completed", "accepted", 5);
    const answer = await stop(waits, rings, over, NOBODY);
    expect(answer.calls.map(({ id, outcome }) => [id, outcome])).toEqual([
      [waits, "withdrawn"],
      [rings, "stopped"],
      [over, "over"],
      [NOBODY, "not_found"],
    ]);
    expect((await callOnce(admin, rings, ({ status }) => status === "cancelled")).disconnectionLabel).toBe(
      "Cancelled by A admin",
    );
    await dialCall(waits);
    expect((await readCall(admin, waits)).dialState).toBe("withdrawn");
    const lines = await auditSince(since);
    expect(lines.map(({ action, call_id: call }) => [action, call])).toEqual([
      ["call.withdrawn", waits],
      ["call.stop_requested", rings],
      ["calls.stop_requested", null],
    ]);
    expect(lines.at(-1)?.details).toEqual({ asked: 4, requested: 1, withdrawn: 1 });
  });

  test("asked twice, at once or later, is one wish and one request a call, and one line for them all", async () => {
    const ids = [await ringing(), await ringing("+12137780001")];
    const since = await now();
    await Promise.all([stop(...ids), stop(...ids, ...ids)]);
    await stop(...ids);
    for (const id of ids) {
      const call = await callOnce(admin, id, ({ status }) => status === "cancelled");
      expect(gateway.stops.filter((one) => one === call.retellCallId)).toHaveLength(1);
    }
    const lines = await auditSince(since);
    expect(lines.filter(({ action }) => action === "call.stop_requested")).toHaveLength(2);
    const together = lines.filter(({ action }) => action === "calls.stop_requested");
    expect(together.reduce((sum, { details }) => sum + (details as { requested: number }).requested, 0)).toBe(
      2,
    );
  });

  test("what Retell refuses is told of that call alone, and tried again", async () => {
    const ids = [await ringing(), await ringing("+12137780001")];
    gateway.answerNextStops({ status: 500, body: { status: "error", message: "No." } });
    const { calls } = await stop(...ids);
    expect(calls.map(({ outcome }) => outcome).toSorted()).toEqual(["refused", "stopped"]);
    expect(calls.find(({ outcome }) => outcome === "refused")?.message).toMatch(
      /Retell answered 500.*keep trying/,
    );
    await client.query("update call_stops set due_at = now() where outcome = 'wanted'");
    await carryOutStops();
    for (const id of ids) await callOnce(admin, id, ({ status }) => status === "cancelled");
  });

  test("is refused to whoever is no admin, and nothing is stopped", async () => {
    const id = await ringing();
    expect(outcomes(await stopCalls(user.actor, { ids: [id] }))).toEqual(["not_found"]);
    expect((await ask("/api/calls/stop", { cookie: user.cookie, json: { ids: [id] } })).status).toBe(403);
    expect((await ask("/api/calls/stop", { json: { ids: [id] } })).status).toBe(401);
    expect((await readCall(admin, id)).status).toBe("ringing");
    const answer = await ask("/api/calls/stop", { cookie: admin.cookie, json: { ids: [id.toUpperCase()] } });
    expect(answer).toMatchObject({ status: 200, body: { calls: [{ id, outcome: "stopped" }] } });
  });

  test.each([
    ["nothing", {}],
    ["no ids", { ids: [] }],
    ["what is no id", { ids: ["all"] }],
    ["a filter", { ids: "status:ringing" }],
    ["too many", { ids: Array.from({ length: 501 }, () => crypto.randomUUID()) }],
  ])("%s is no list of calls to end", async (_what, json) => {
    const answer = await ask("/api/calls/stop", { cookie: admin.cookie, json });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_input", fields: { ids: expect.any(String) } } },
    });
  });
});
