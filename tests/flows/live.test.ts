import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { asActor, poolFor } from "#database";
import { recordObservations } from "#domain/calls";
import { handleAuthRequest } from "#identity";
import { readRetellCall } from "#retell";
import type { Api } from "../../src/api/index.ts";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { watch } from "../support/live-stream.ts";
import { signedIn } from "../support/people.ts";
import { deliver, newRetellId } from "../support/retell.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

let client: pg.Client;
let api: Api;
beforeAll(async () => {
  api = startApi();
  client = await superuser();
});

const insert = "insert into retell_calls (id) values (gen_random_uuid()) returning id";
async function newCall(by: pg.ClientBase = client): Promise<string> {
  return (await oneRow<{ id: string }>(by, insert)).id;
}
const touch = (id: string) => client.query("update retell_calls set status = 'ringing' where id = $1", [id]);

test("whoever comes fresh is asked to read everything, and then hears of every change", async () => {
  const { cookie } = await signedIn("admin");
  const watcher = await watch(cookie);
  await watcher.hasHeard("reset");
  const id = await newCall();
  await watcher.hasHeardOf(id);
  watcher.events.length = 0;
  await touch(id);
  await watcher.hasHeardOf(id);
  watcher.leave();
});

test("whoever comes back hears what changed meanwhile, and only that", async () => {
  const { cookie } = await signedIn("admin");
  const first = await watch(cookie);
  const before = await newCall();
  await first.hasHeardOf(before);
  await first.hasHeard("reset");
  first.leave();
  const [one, two] = [await newCall(), await newCall()];
  const again = await watch(cookie, first.lastEventId());
  await again.hasHeardOf(one, two);
  const third = await watch(cookie, again.lastEventId());
  const later = await newCall();
  await third.hasHeardOf(later);
  expect(third.events.map(({ event }) => event)).not.toContain("reset");
  expect(third.events.flatMap(({ data }) => data.ids)).not.toContain(before);
  again.leave();
  third.leave();
});

test("whoever comes back after a call turned out to be another one is asked to read everything, once", async () => {
  const { cookie } = await signedIn("admin");
  const asked =
    "insert into retell_calls (dial_state, requested_at) values ('unconfirmed', now()) returning id";
  const { id: ours } = await oneRow<{ id: string }>(client, asked);
  const call = { call_id: `call_${ours}`, call_status: "ongoing", start_timestamp: Date.now() };
  await deliver({ event: "call_started", call });
  const first = await watch(cookie);
  await first.hasHeard("reset");
  first.leave();
  await deliver({ event: "call_ended", call: { ...call, metadata: { switchboard_call_id: ours } } });
  const strays = "select count(*)::int as rows from retell_calls where retell_call_id = $1 and id <> $2";
  expect(await oneRow(client, strays, [call.call_id, ours])).toEqual({ rows: 0 });
  const back = await watch(cookie, first.lastEventId());
  await back.hasHeard("reset");
  back.leave();
  const again = await watch(cookie, back.lastEventId());
  await again.hasHeard("calls");
  expect(again.events.map(({ event }) => event)).not.toContain("reset");
  again.leave();
});

test("a change that commits long after later ones is not missed, wherever the viewer resumes", async () => {
  const { cookie } = await signedIn("admin");
  const slow = await superuser();
  const [watcher, staying] = [await watch(cookie), await watch(cookie)];
  await watcher.hasHeard("reset");
  await staying.hasHeard("reset");
  await slow.query("begin");
  const held = await newCall(slow);
  const quick: string[] = [];
  for (let count = 0; count < 5; count += 1) quick.push(await newCall());
  await watcher.hasHeardOf(...quick);
  const resumed = await watch(cookie, watcher.lastEventId());
  await resumed.hasHeard("calls");
  watcher.leave();
  const afterwards = resumed.lastEventId();
  resumed.leave();
  await slow.query("commit");
  // Its notice has gone by, so that whoever comes now can only be caught up.
  await staying.hasHeardOf(held);
  staying.leave();
  for (const point of [watcher.lastEventId(), afterwards]) {
    const late = await watch(cookie, point);
    await late.hasHeardOf(held);
    expect(late.events.map(({ event }) => event)).not.toContain("reset");
    late.leave();
  }
});

test("a notice that overtakes the catching-up does not make it forget older changes", async () => {
  const { cookie } = await signedIn("admin");
  const first = await watch(cookie);
  await first.hasHeard("reset");
  await first.hasHeardOf(await newCall());
  first.leave();
  const missed = await newCall();
  // Every connection is taken, so that catching up has to wait while notices come.
  const done = Promise.withResolvers<void>();
  const busy = Array.from({ length: poolFor("switchboard_app").options.max ?? 1 }, () =>
    asActor({ kind: "system", job: "busy" }, () => done.promise),
  );
  const back = await watch(cookie, first.lastEventId());
  const overtaking = await newCall();
  await back.hasHeardOf(overtaking);
  const resumable = back.lastEventId();
  done.resolve();
  await Promise.all(busy);
  await back.hasHeardOf(missed);
  expect(resumable).toBe("");
  back.leave();
});

test("a change told while the database connection was lost is caught up", async () => {
  const { cookie } = await signedIn("admin");
  const watcher = await watch(cookie);
  await watcher.hasHeard("reset");
  const { killed } = await oneRow<{ killed: boolean }>(
    client,
    `select pg_terminate_backend(pid) as killed from pg_stat_activity
     where datname = current_database() and application_name = 'switchboard_live'`,
  );
  expect(killed).toBe(true);
  const meanwhile = await newCall();
  await watcher.hasHeardOf(meanwhile);
  watcher.leave();
});

test.each(["nonsense", "-1", "99999999999999999999999", "9223372036854775807"])(
  "a point to resume from that is none of ours (%s) means reading everything",
  async (point) => {
    const { cookie } = await signedIn("admin");
    const watcher = await watch(cookie, point);
    await watcher.hasHeard("reset");
    watcher.leave();
  },
);

test("more changes than are worth naming mean reading everything", async () => {
  const { cookie } = await signedIn("admin");
  const first = await watch(cookie);
  await first.hasHeard("reset");
  const point = first.lastEventId();
  first.leave();
  await client.query("insert into retell_calls (id) select gen_random_uuid() from generate_series(1, 600)");
  const back = await watch(cookie, point);
  await back.hasHeard("reset");
  back.leave();
});

test.each([
  ["their role is taken away", "update users set role = 'user' where id = $1"],
  ["they are banned", "update users set banned = true where id = $1"],
  ["their session is removed", "delete from sessions where user_id = $1"],
  ["they are removed", "delete from users where id = $1"],
])("the stream says goodbye and ends when %s", async (_what, deed) => {
  const { id, cookie } = await signedIn("admin");
  const watcher = await watch(cookie);
  await watcher.hasHeard("reset");
  await client.query(deed, [id]);
  await watcher.hasHeard("goodbye");
  await eventually(watcher.ended, Boolean);
  const after = await newCall();
  expect(watcher.events.flatMap(({ data }) => data.ids)).not.toContain(after);
  expect((await watch(cookie)).status).toBeGreaterThanOrEqual(401);
});

test("the stream says goodbye when the viewer signs out, and others' streams go on", async () => {
  const [leaving, staying] = [await signedIn("admin"), await signedIn("admin")];
  const [one, other] = [await watch(leaving.cookie), await watch(staying.cookie)];
  await one.hasHeard("reset");
  await other.hasHeard("reset");
  const signOut = new Request(`${world.appUrl}/api/auth/sign-out`, {
    method: "POST",
    headers: { cookie: leaving.cookie, origin: world.appUrl },
  });
  expect((await handleAuthRequest(signOut)).status).toBe(200);
  await one.hasHeard("goodbye");
  await other.hasHeardOf(await newCall());
  expect(other.events.map(({ event }) => event)).not.toContain("goodbye");
  other.leave();
});

test("nobody and those who are no admins get a problem instead of a stream", async () => {
  const { cookie } = await signedIn("user");
  const asNobody = await fetch(`${world.appUrl}/api/live`);
  expect([asNobody.status, asNobody.headers.get("content-type")]).toEqual([401, "application/json"]);
  expect(await asNobody.json()).toMatchObject({ error: { code: "not_signed_in" } });
  const asUser = await fetch(`${world.appUrl}/api/live`, { headers: { cookie } });
  expect(asUser.status).toBe(403);
  expect(await asUser.json()).toEqual({
    error: { code: "forbidden", message: "Unauthorized: Admin access required", fields: {} },
  });
});

test("whoever watches hears that a call which turned out to be another one is gone", async () => {
  const { cookie } = await signedIn("admin");
  const ours = await newCall();
  const retellCallId = newRetellId();
  await observe({ call_id: retellCallId, call_status: "ongoing" });
  const stray = await oneRow<{ id: string }>(
    client,
    "select id from retell_calls where retell_call_id = $1",
    [retellCallId],
  );
  const watcher = await watch(cookie);
  await watcher.hasHeard("reset");
  await observe({ call_id: retellCallId, metadata: { switchboard_call_id: ours } });
  await watcher.hasHeardOf(ours, stray.id);
  watcher.leave();
});

test("a process that stops sends its viewers away without a goodbye, and they miss nothing", async () => {
  const { cookie } = await signedIn("admin");
  const watcher = await watch(cookie);
  await watcher.hasHeard("reset");
  await watcher.hasHeardOf(await newCall());
  api.prepareToStop();
  await eventually(() => watcher.ended(), Boolean);
  expect(watcher.events.map(({ event }) => event)).not.toContain("goodbye");
  const meanwhile = await newCall();
  const again = await watch(cookie, watcher.lastEventId());
  await again.hasHeardOf(meanwhile);
  again.leave();
});
test("whoever comes back after a call turned out to be another one is asked to read everything", async () => {
  const { cookie } = await signedIn("admin");
  const ours = await newCall();
  const retellCallId = newRetellId();
  await observe({ call_id: retellCallId, call_status: "ongoing" });
  const watcher = await watch(cookie);
  await watcher.hasHeard("reset");
  watcher.leave();
  await observe({ call_id: retellCallId, metadata: { switchboard_call_id: ours } });
  const back = await watch(cookie, watcher.lastEventId());
  await back.hasHeard("reset");
  back.leave();
  const again = await watch(cookie, back.lastEventId());
  const later = await newCall();
  await again.hasHeardOf(later);
  expect(again.events.map(({ event }) => event)).not.toContain("reset");
  again.leave();
});

/** Retell says something about a call. */
async function observe(said: Record<string, unknown>): Promise<void> {
  const call = readRetellCall(said);
  if (call === null) throw new Error("This is no call.");
  await asActor({ kind: "webhook", source: "retell" }, (db) =>
    recordObservations(db, [{ phase: 2, call, complete: false, source: "get_call" }]),
  );
}
