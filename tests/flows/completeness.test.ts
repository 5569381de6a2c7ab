import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { asActor } from "#database";
import { refreshWorkspace } from "#domain/agents";
import { dialCall, doubtWaitingCalls, restorer } from "#domain/calls";
import { runCheck } from "#domain/checks";
import { completenessWords, describeCompleteness, type LifecycleEvent } from "#domain/webhooks";
import { callOnce, letTimePass, requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { plansAs } from "../support/explain.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { newRetellId } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const all: LifecycleEvent[] = ["call_started", "call_ended", "call_analyzed"];
const HOUR_MS = 3_600_000;
const GRACE_AND_MORE_MS = 11 * 60_000;

let admin: TestPerson;
let client: pg.Client;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
});
beforeEach(async () => {
  await client.query(
    "truncate retell_calls, retell_call_details, call_readings, call_checks, call_stops, dial_attempts, webhook_events, dial_decisions, calls_set_aside, retell_agents",
  );
  const ours = `${world.appUrl}/api/webhooks/retell`;
  await client.query(
    `insert into retell_agents (agent_id, webhook_url, webhook_events, webhook_since) values
       ('ours', $1, null, now() - interval '30 days'),
       ('ends', $1, '{call_ended,transcript_updated}', now() - interval '30 days'),
       ('new', $1, null, now() - interval '2 hours'),
       ('account', null, null, now() - interval '30 days'),
       ('account too', null, null, now() - interval '30 days'),
       ('elsewhere', 'https://elsewhere.example/hook', null, now() - interval '30 days')`,
    [ours],
  );
});

interface Past {
  agent?: string;
  /** How long ago it was over. */
  ago?: string;
  lastedMs?: number;
  phase?: number;
  /** The events that came, and how long after the end. */
  came?: LifecycleEvent[];
  cameAfter?: string;
}

/** A call that is over, and the webhooks that came of it. */
async function past({
  agent = "ours",
  ago = "1 hour",
  lastedMs = 60_000,
  phase = 4,
  came = all,
  cameAfter = "1 second",
}: Past = {}) {
  const retellCallId = newRetellId();
  const { id } = await oneRow<{ id: string }>(
    client,
    `insert into retell_calls (retell_call_id, agent_id, status, phase, started_at, ended_at, duration_ms, placed_at)
     values ($1, $2, 'completed', $3, now() - $4::interval - $5::int * interval '1 millisecond', now() - $4::interval, $5, now()) returning id`,
    [retellCallId, agent, phase, ago, lastedMs],
  );
  for (const event of came)
    await client.query(
      `insert into webhook_events (content_hash, event, retell_call_id, call_id, verdict, body, received_at)
       values (sha256($1::bytea), $2, $3, $4, 'applied', '', now() - $5::interval + $6::interval)`,
      [`${retellCallId} ${event}`, event, retellCallId, id, ago, cameAfter],
    );
  return id;
}
const look = (now?: number) => asActor(admin.actor, (db) => describeCompleteness(db, now));
const tally = (expected: number, came: number) => ({ expected, came });

test("the figure says how many came of those expected in a day, and which did not", async () => {
  for (let count = 0; count < 5; count += 1) await past();
  await past({ came: ["call_started", "call_analyzed"] });
  await past({ came: ["call_started"] });
  const found = await look();
  expect(found.lately).toEqual({
    call_started: tally(7, 7),
    call_ended: tally(7, 5),
    call_analyzed: tally(7, 6),
  });
  expect(completenessWords(found)).toBe(
    "85.7 % of the 21 webhooks expected in the last 24 hours came (3 missing: 2 call_ended, 1 call_analyzed).",
  );
});

test("after a restore nothing is expected of calls that were over before: what came since the backup is in no log", async () => {
  await past({ came: [] });
  await asActor(restorer, doubtWaitingCalls);
  const { lately, notCounted } = await look();
  expect(lately.call_ended).toEqual(tally(0, 0));
  expect(notCounted).toEqual([{ why: "before", calls: 1 }]);
});

test("days stand apart, today and six before, and an older call is in none", async () => {
  for (const days of [0, 1, 6, 8]) await past({ ago: `${days * 24 + 1} hours` });
  const { days, lately } = await look();
  expect(days).toHaveLength(7);
  expect(days.map(({ events }) => events.call_ended.expected).reduce((one, other) => one + other)).toBe(
    days.some(({ day }) => day === new Date(Date.now() - 145 * HOUR_MS).toISOString().slice(0, 10)) ? 3 : 2,
  );
  expect(lately.call_ended).toEqual(tally(1, 1));
});

describe("expected is", () => {
  test.each<[string, Past, number, number, number]>([
    ["everything of a call that connected and was analysed", {}, 1, 1, 1],
    ["no call_started of a call that never connected", { lastedMs: 0 }, 0, 1, 1],
    ["no call_analyzed while Retell shows no analysis", { phase: 3 }, 1, 1, 0],
    ["what the agent's setting asks for", { agent: "ends" }, 0, 1, 0],
    ["nothing of a call that was over moments ago", { ago: "9 minutes" }, 0, 0, 0],
    [
      "nothing of a call that was over before the setting was known",
      { agent: "new", ago: "3 hours" },
      0,
      0,
      0,
    ],
    [
      "no call_started of a call that began before the setting was known",
      { agent: "new", ago: "110 minutes", lastedMs: HOUR_MS },
      0,
      1,
      1,
    ],
    ["nothing of an agent that delivers elsewhere", { agent: "elsewhere" }, 0, 0, 0],
    ["nothing of an agent that nobody knows", { agent: "unknown" }, 0, 0, 0],
    [
      "nothing of an agent without an address of its own, when none of the account's ever came",
      { agent: "account" },
      0,
      0,
      0,
    ],
  ])("%s", async (_what, call, started, ended, analyzed) => {
    await past({ ...call, came: [] });
    const { lately } = await look();
    expect([lately.call_started, lately.call_ended, lately.call_analyzed]).toEqual([
      tally(started, 0),
      tally(ended, 0),
      tally(analyzed, 0),
    ]);
  });

  test("told of what is not expected, and why", async () => {
    for (const agent of ["account", "elsewhere", "unknown"]) await past({ agent, came: [] });
    await past({ agent: "new", ago: "3 hours", came: [] });
    const { notCounted } = await look();
    expect(new Map(notCounted.map(({ why, calls }) => [why, calls]))).toEqual(
      new Map([
        ["account", 1],
        ["elsewhere", 1],
        ["unknown_agent", 1],
        ["before", 1],
      ]),
    );
  });

  test("counted for the account's address from the first delivery on that came by it", async () => {
    await past({ agent: "account", ago: "5 hours", came: [] });
    await past({ agent: "account", ago: "4 hours" });
    await past({ agent: "account too", ago: "3 hours", came: ["call_started", "call_analyzed"] });
    const { lately, notCounted } = await look();
    expect(lately.call_ended).toEqual(tally(1, 0));
    expect(notCounted).toEqual([{ why: "before", calls: 2 }]);
  });

  test("counted for an address that is not ours by name, once deliveries come by it", async () => {
    await past({ agent: "elsewhere", ago: "4 hours" });
    await past({ agent: "elsewhere", ago: "3 hours", came: ["call_started"] });
    expect((await look()).lately.call_ended).toEqual(tally(1, 0));
  });
});

test("a webhook that came late came", async () => {
  await past({ cameAfter: "50 minutes" });
  expect((await look()).gaps).toEqual([]);
});

test("every call that misses one is named, with what is known of it all the same", async () => {
  const whole = await past({ came: [], ago: "1 hour" });
  await client.query("insert into retell_call_details (call_id, complete_phase) values ($1, 4)", [whole]);
  const asking = await past({ came: ["call_started"], ago: "2 hours" });
  await client.query("insert into call_checks (call_id, due_at) values ($1, now())", [asking]);
  const told = await past({ came: ["call_started", "call_ended"], ago: "3 hours" });
  const { gaps } = await look();
  expect(gaps.map(({ callId, missing, known }) => ({ callId, missing, known }))).toEqual([
    { callId: whole, missing: all, known: "whole" },
    { callId: asking, missing: ["call_ended", "call_analyzed"], known: "asking" },
    { callId: told, missing: ["call_analyzed"], known: "told" },
  ]);
});

test("a delivery that Retell never made is found, of a call that ended well by asking", async () => {
  const passes = await letTimePass();
  await refreshWorkspace({ kind: "system", job: "refresh_workspace" });
  world.simulator.faults.set({ drop: { probability: 1, events: ["call_ended"] } });
  const first = await requestOne(admin, "+12137776901");
  await dialCall(first.id);
  await callOnce(admin, first.id, (call) => call.status === "in_progress");
  const second = await requestOne(admin, "+12137776902");
  await dialCall(second.id);
  for (const { id } of [first, second])
    await eventually(
      async () => {
        await passes();
        return oneRow<{ whole: boolean }>(
          client,
          "select coalesce((select complete_phase >= 4 from retell_call_details where call_id = $1), false) as whole",
          [id],
        );
      },
      ({ whole }) => whole,
    );
  // Asking may be quicker than the last webhook, which comes all the same.
  await eventually(
    () =>
      oneRow<{ analyzed: number }>(
        client,
        "select count(*)::int as analyzed from webhook_events where event = 'call_analyzed' and call_id = any($1::uuid[])",
        [[first.id, second.id]],
      ),
    ({ analyzed }) => analyzed === 2,
  );
  world.simulator.faults.clear();
  const { gaps } = await look(Date.now() + GRACE_AND_MORE_MS);
  expect(gaps).toContainEqual(
    expect.objectContaining({ callId: second.id, missing: ["call_ended"], known: "whole" }),
  );
});

test("a setting that changes at Retell counts from the moment it is seen", async () => {
  await refreshWorkspace({ kind: "system", job: "refresh_workspace" });
  await client.query("update retell_agents set webhook_since = now() - interval '1 day'");
  await refreshWorkspace({ kind: "system", job: "refresh_workspace" });
  const since =
    "select count(*)::int as fresh from retell_agents where webhook_since > now() - interval '1 hour'";
  expect(await oneRow(client, since)).toEqual({ fresh: 0 });
  const [agent] = world.simulator.workspace.listAgents();
  if (!agent) throw new Error("The simulator has no agents.");
  agent.webhook_url = "https://elsewhere.example/hook";
  await refreshWorkspace({ kind: "system", job: "refresh_workspace" });
  expect(await oneRow(client, since)).toEqual({ fresh: 1 });
  agent.webhook_url = null;
});

test("the installation's check finds what is missing, worse the more it is", async () => {
  const finding = async () =>
    (await runCheck("webhook")).find(({ subject }) => subject === "Webhook completeness");
  for (let count = 0; count < 30; count += 1) await past();
  expect(await finding()).toMatchObject({
    state: "ok",
    found: "All 90 webhooks expected in the last 24 hours came.",
  });
  await past({ came: ["call_started", "call_ended"] });
  expect(await finding()).toMatchObject({ state: "warning", section: "webhooks-are-missing" });
  for (let count = 0; count < 4; count += 1) await past({ came: [] });
  expect(await finding()).toMatchObject({ state: "wrong", found: expect.stringContaining("13 missing") });
  await client.query("alter table calls_set_aside rename to calls_away");
  const unknown = await finding();
  await client.query("alter table calls_away rename to calls_set_aside");
  expect(unknown).toMatchObject({ state: "warning", found: expect.stringContaining("could not be counted") });
});

test("admins read it by the API, and nobody else", async () => {
  await past({ came: ["call_started", "call_ended"] });
  const path = "/api/webhook-log/completeness";
  expect((await ask(path)).status).toBe(401);
  const user = await signedIn("user");
  expect((await ask(path, user)).status).toBe(403);
  const unseen = await asActor(user.actor, (db) => describeCompleteness(db));
  expect(unseen.gaps).toEqual([]);
  expect(await ask(path, admin)).toMatchObject({
    status: 200,
    body: {
      completeness: {
        message: "66.6 % of the 3 webhooks expected in the last 24 hours came (1 missing: 1 call_analyzed).",
        lately: { call_analyzed: tally(1, 0) },
      },
    },
  });
});

test("seven days among many are read by indexes, under the policies that hold for people", async () => {
  await client.query(
    `insert into retell_calls (retell_call_id, agent_id, status, phase, started_at, ended_at, duration_ms, placed_at)
     select 'call_' || n, 'ours', 'completed', 4, at - interval '1 minute', at, 60000, at
     from (select n, now() - n * interval '10 minutes' as at from generate_series(20000, 1, -1) as n) as calls`,
  );
  await client.query(
    `insert into webhook_events (content_hash, event, retell_call_id, verdict, body, received_at)
     select sha256((n || event)::bytea), event, 'call_' || n, 'applied', '', now() - n * interval '10 minutes'
     from generate_series(20000, 1, -1) as n, unnest($1::text[]) as event where n % 100 > 0 or event <> 'call_analyzed'`,
    [all],
  );
  await client.query("insert into retell_call_details (call_id) select id from retell_calls");
  await client.query("vacuum analyze retell_calls, retell_call_details, webhook_events");
  const plans = await plansAs(client, admin, (db) => describeCompleteness(db));
  expect(plans).toHaveLength(2);
  expect(plans.join("\n")).toContain("retell_calls_over");
  expect(plans.join("\n")).toContain("webhook_events_by_retell_call");
  expect(plans.join("\n")).not.toMatch(/Seq Scan on (retell_calls|webhook_events|retell_call_details)/);
});
