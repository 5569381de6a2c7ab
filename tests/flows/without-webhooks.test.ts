import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asActor } from "#database";
import { type Call, dialCall, refreshCall, refreshCalls, watchCall } from "#domain/calls";
import { unknownCall } from "../../src/domain/calls/fold.ts";
import { waitFor } from "../../src/domain/calls/plan-checks.ts";
import { callOnce, createsFor, letTimePass, readCall, requestOne } from "../support/calls.ts";
import { startApi, startWorker } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

let admin: TestPerson;
let client: pg.Client;
let timePasses: () => Promise<void>;

beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  timePasses = await letTimePass();
});
beforeEach(() => {
  world.simulator.faults.clear();
  world.simulator.faults.set({ webhooksOff: true });
});

const watch = (id: string) => asActor(admin.actor, (db) => watchCall(db, id));
const refresh = (id: string) => refreshCall(admin.actor, id);
const questionsAbout = (call: Call) => gateway.gets.filter((id) => id === call.retellCallId).length;

/** A call in which people talk for long, of which no webhook tells. */
async function talkingUnheard(): Promise<Call> {
  const { id } = await requestOne(admin, "+12137770008");
  await dialCall(id);
  await eventually(
    () => world.simulator.calls().find(({ callId }) => callId === createsFor(id)[0]?.call_id),
    (call) => call?.status === "ongoing",
  );
  await timePasses();
  return readCall(admin, id);
}

/** As if the call had begun so long ago. */
async function begunAgo(call: Call, ms: number): Promise<void> {
  await client.query(
    "update retell_calls set started_at = now() - $2 * interval '1 millisecond' where id = $1",
    [call.id, ms],
  );
}

/** As if Retell had last been asked so long ago, and nobody else were to ask soon. */
async function askedAgo(call: Call, ms: number): Promise<void> {
  await client.query(
    `update call_checks set asked_at = now() - $2 * interval '1 millisecond', due_at = now() + interval '1 hour'
     where call_id = $1`,
    [call.id, ms],
  );
}

test("a call is seen to ring before anybody answers", async () => {
  const { id } = await requestOne(admin, "+12137770001");
  await dialCall(id);
  await eventually(
    async () => {
      await timePasses();
      return (await readCall(admin, id)).status;
    },
    (status) => status === "ringing",
  );
});

describe("how a page follows its call", () => {
  test("by asking, once a webhook that must have come has not", async () => {
    const call = await talkingUnheard();
    await begunAgo(call, 6 * SECOND_MS);
    expect((await watch(call.id)).follow).toEqual({ by: "ask", lookAgainAt: null });
  });

  test("by being told while the webhook may still be on its way, and then it looks again", async () => {
    const call = await talkingUnheard();
    await begunAgo(call, 0);
    const { by, lookAgainAt } = (await watch(call.id)).follow;
    expect(by).toBe("push");
    expect(Date.parse(lookAgainAt ?? "")).toBeGreaterThan(Date.now());
  });

  test("by being told when a webhook about it has come, whenever that was", async () => {
    world.simulator.faults.clear();
    const { id } = await requestOne(admin, "+12137770008");
    await dialCall(id);
    const call = await callOnce(admin, id, ({ status }) => status === "in_progress");
    await begunAgo(call, 30 * MINUTE_MS);
    expect((await watch(id)).follow).toEqual({ by: "push", lookAgainAt: null });
  });

  test("while it rings by being told if webhooks have reached us lately, else by asking", async () => {
    const { id } = await requestOne(admin, "+12137770001");
    await client.query("delete from webhook_events");
    expect((await watch(id)).follow.by).toBe("ask");
    const event = (receivedAt: string) =>
      client.query(
        `insert into webhook_events (content_hash, verdict, body, received_at) values (sha256($1::bytea), 'stored', '', $1::timestamptz)`.replaceAll(
          "$1",
          `'${receivedAt}'`,
        ),
      );
    await event(new Date(Date.now() - 11 * MINUTE_MS).toISOString());
    expect((await watch(id)).follow.by).toBe("ask");
    await event(new Date(Date.now() - 9 * MINUTE_MS).toISOString());
    expect((await watch(id)).follow.by).toBe("push");
    await client.query("delete from webhook_events");
  });

  test("no longer once it is over and analysed, was never sent, or is long past", async () => {
    const { id } = await requestOne(admin, "+12137776701");
    await client.query(
      "update retell_calls set status = 'cancelled', dial_state = 'withdrawn' where id = $1",
      [id],
    );
    expect((await watch(id)).follow.by).toBe("done");
    const past =
      "update retell_calls set status = 'completed', retell_call_id = $2, ended_at = now() - interval '11 minutes' where id = $1";
    await client.query(past, [id, `call_past_${id}`]);
    expect((await watch(id)).follow.by).toBe("done");
  });
});

describe("asking for a page", () => {
  test("brings what Retell knows by now", async () => {
    const call = await talkingUnheard();
    await begunAgo(call, MINUTE_MS);
    await askedAgo(call, MINUTE_MS);
    await fetch(`${world.simulator.url}/v2/stop-call/${call.retellCallId}`, {
      method: "POST",
      headers: { authorization: "Bearer key_simulated" },
    });
    expect((await refresh(call.id)).call).toMatchObject({
      status: "completed",
      disconnectionLabel: "Ended by a person",
    });
  });

  test("however many look, Retell is asked once in five seconds", async () => {
    const call = await talkingUnheard();
    await begunAgo(call, MINUTE_MS);
    await askedAgo(call, MINUTE_MS);
    const before = questionsAbout(call);
    await Promise.all(Array.from({ length: 10 }, () => refresh(call.id)));
    await refresh(call.id);
    expect(questionsAbout(call) - before).toBe(1);
    await askedAgo(call, 4.5 * SECOND_MS);
    await refresh(call.id);
    expect(questionsAbout(call) - before).toBe(1);
    await askedAgo(call, 5.1 * SECOND_MS);
    await refresh(call.id);
    expect(questionsAbout(call) - before).toBe(2);
  });

  test("asks nothing where webhooks tell", async () => {
    world.simulator.faults.clear();
    const { id } = await requestOne(admin, "+12137770008");
    await dialCall(id);
    const call = await callOnce(admin, id, ({ status }) => status === "in_progress");
    await askedAgo(call, MINUTE_MS);
    const before = questionsAbout(call);
    await refresh(id);
    expect(questionsAbout(call)).toBe(before);
  });

  test("says so when Retell cannot be asked", async () => {
    const call = await talkingUnheard();
    await begunAgo(call, MINUTE_MS);
    await askedAgo(call, MINUTE_MS);
    await gateway.shut();
    await expect(refresh(call.id)).rejects.toThrow("Retell could not be reached (ECONNREFUSED).");
    await gateway.open();
  });
});

describe("with the worker at work", () => {
  beforeAll(async () => {
    await startWorker();
    await eventually(
      () => client.query("select from sync_marks where name = 'calls_synced_to'"),
      ({ rowCount }) => rowCount === 1,
    );
  });

  test("the list is read on demand, says what came, and not more often than every ten seconds", async () => {
    await client.query("delete from sync_marks where name = 'calls_refreshed'");
    const answer = await fetch(`${world.simulator.url}/v2/create-phone-call`, {
      method: "POST",
      headers: { authorization: "Bearer key_simulated", "content-type": "application/json" },
      body: JSON.stringify({ from_number: "+14157774444", to_number: "+12137770008" }),
    });
    const { call_id: retellCallId } = (await answer.json()) as { call_id: string };
    await eventually(
      () => world.simulator.calls().find(({ callId }) => callId === retellCallId),
      (call) => call?.status === "ongoing",
    );
    const first = await refreshCalls(admin.actor);
    expect(first).toMatchObject({ read: true });
    expect(first.learnt).toBeGreaterThan(0);
    expect(first.message).toMatch(/^Retell's list held news of \d+ calls?\.$/);
    const { rowCount } = await client.query("select from retell_calls where retell_call_id = $1", [
      retellCallId,
    ]);
    expect(rowCount).toBe(1);
    const lists = await refreshCalls(admin.actor);
    expect(lists).toEqual({
      read: false,
      learnt: 0,
      message: "Retell's list was read a moment ago. Nothing was missed.",
    });
  });

  test("the list is read on demand without waiting for whoever plans when a call is asked about", async () => {
    const { rows } = await client.query<{ call_id: string }>(
      `with call as (insert into retell_calls (retell_call_id, phase) values ('planned_meanwhile', 2) returning id)
       insert into call_checks (call_id, due_at) select id, now() + interval '1 hour' from call returning call_id`,
    );
    await client.query(
      "update sync_marks set updated_at = now() - interval '1 hour' where name = 'calls_refreshed'",
    );
    await client.query("begin");
    await client.query("select from call_checks where call_id = $1 for update", [rows[0]?.call_id]);
    try {
      expect(await refreshCalls(admin.actor)).toMatchObject({ read: true });
    } finally {
      await client.query("rollback");
      await client.query("delete from call_checks where call_id = $1", [rows[0]?.call_id]);
    }
  });

  test(
    "every call reaches its true end within a minute of its happening",
    async () => {
      const endings = [
        ["+12137776801", "completed"],
        ["+12137770001", "failed"],
        ["+12137770004", "completed"],
        ["+12137770007", "failed"],
      ] as const;
      await Promise.all(
        endings.map(async ([number, status]) => {
          const { id } = await requestOne(admin, number);
          const over = await eventually(
            () => readCall(admin, id),
            (call) => call.endedAt !== null,
            MINUTE_MS,
          );
          expect(over.status).toBe(status);
          expect(Date.now() - Date.parse(over.endedAt ?? "")).toBeLessThan(MINUTE_MS);
        }),
      );
    },
    2 * MINUTE_MS,
  );
});

test("a call that is not over is asked about at least once a minute, for longer than any call lasts", () => {
  const now = Date.now();
  for (let age = 0; age < 2 * 60 * MINUTE_MS; age += 7 * SECOND_MS) {
    const row = { id: "", placed_at: new Date(now - age), stop_requested_at: null };
    for (const stopRequestedAt of [null, new Date(now - age / 2)]) {
      const talking = { ...unknownCall(), phase: 2 as const, started_at: now - age };
      const stopped = { ...row, stop_requested_at: stopRequestedAt };
      expect(waitFor({ row: stopped, folded: talking, completePhase: -1 }, now)).toBeLessThan(MINUTE_MS);
      if (age < 15 * MINUTE_MS)
        expect(waitFor({ row: stopped, folded: unknownCall(), completePhase: -1 }, now)).toBeLessThan(
          MINUTE_MS,
        );
    }
  }
});
