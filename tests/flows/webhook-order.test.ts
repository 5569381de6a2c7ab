import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { receiveWebhooks } from "#domain/webhooks";
import { startApi } from "../support/console.ts";
import { deliver, eventsOf, newRetellId } from "../support/retell.ts";
import { superuser } from "../support/sql.ts";

let client: pg.Client;
beforeAll(async () => {
  startApi();
  client = await superuser();
});

/** Everything that is kept of a call, but for what names this one. */
async function rowOf(retellCallId: string): Promise<unknown> {
  const { rows } = await client.query(
    `select to_jsonb(call) - '{id,retell_call_id,changed_xid,created_at,updated_at}'::text[]
         || (to_jsonb(details) - '{call_id,updated_at}'::text[]) as kept
     from retell_calls as call join retell_call_details as details on details.call_id = call.id
     where retell_call_id = $1`,
    [retellCallId],
  );
  expect(rows).toHaveLength(1);
  return JSON.parse(JSON.stringify(rows[0].kept).replaceAll(retellCallId, "the call"));
}

const verdictsOf = async (...ids: string[]) =>
  (
    await client.query<{ verdict: string }>(
      "select verdict from webhook_events where retell_call_id = any($1) order by array_position($1, retell_call_id)",
      [ids],
    )
  ).rows.map(({ verdict }) => verdict);

/** Until one such statement waits for a lock. */
async function untilOneWaits(watcher: pg.Client, like: string): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await watcher.query(
        `select from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock' and query like $1 and pid <> pg_backend_pid()`,
        [like],
      );
      return rows.length;
    })
    .toBe(1);
}

const orders = [
  ["ended", "started", "analyzed"],
  ["analyzed", "ended", "started"],
  ["analyzed", "started", "ended"],
  ["started", "analyzed", "started", "ended", "ended", "analyzed"],
] as const;

test.each(orders.map((order) => [order.join(", "), order] as const))(
  "events in the order %s give the row that they give in order",
  async (_name, order) => {
    const [straight, mixed] = [newRetellId(), newRetellId()];
    for (const name of ["started", "ended", "analyzed"] as const) await deliver(eventsOf(straight)[name]);
    for (const name of order) await deliver(eventsOf(mixed)[name]);
    expect(await rowOf(mixed)).toEqual(await rowOf(straight));
    expect(await rowOf(mixed)).toMatchObject({
      status: "completed",
      phase: 4,
      cost_cents: 14.05,
      complete_phase: 4,
    });
  },
);

test("events all at once, in one commit, give the row that they give in order", async () => {
  const [straight, mixed] = [newRetellId(), newRetellId()];
  for (const name of ["started", "ended", "analyzed"] as const) await deliver(eventsOf(straight)[name]);
  const { started, ended, analyzed } = eventsOf(mixed);
  await receiveWebhooks([analyzed, started, ended].map((event) => Buffer.from(JSON.stringify(event))));
  expect(await rowOf(mixed)).toEqual(await rowOf(straight));
});

test("an event that waits for a row which is merged into another meanwhile finds the call there", async () => {
  const retellCallId = newRetellId();
  const { started, ended } = eventsOf(retellCallId);
  await deliver(started);
  const watcher = await superuser();
  await client.query("begin");
  try {
    await client.query("select from retell_calls where retell_call_id = $1 for update", [retellCallId]);
    const arrives = deliver(ended);
    await untilOneWaits(watcher, "%from retell_calls%for update");
    const { rows } = await client.query(
      "insert into retell_calls (status, phase, requested_at, dial_state) values ('initiated', 0, now(), 'unconfirmed') returning id",
    );
    const [ours] = rows;
    await client.query(
      `with stray as (select id from retell_calls where retell_call_id = $1),
       checks as (delete from call_checks where call_id in (select id from stray)),
       details as (delete from retell_call_details where call_id in (select id from stray))
       update webhook_events set call_id = $2 where call_id in (select id from stray)`,
      [retellCallId, ours.id],
    );
    await client.query("delete from retell_calls where retell_call_id = $1", [retellCallId]);
    await client.query("update retell_calls set retell_call_id = $1 where id = $2", [retellCallId, ours.id]);
    await client.query("commit");
    expect(await arrives).toBe(200);
    const { rows: after } = await client.query(
      "select id, status from retell_calls where retell_call_id = $1",
      [retellCallId],
    );
    expect(after).toEqual([{ id: ours.id, status: "completed" }]);
  } finally {
    await client.query("rollback");
    await watcher.end();
  }
});

test("events of a call that somebody else writes down meanwhile are told of that one", async () => {
  const [retellCallId, neighbour] = [newRetellId(), newRetellId()];
  const bodies = [eventsOf(retellCallId).started, eventsOf(neighbour).started, eventsOf(retellCallId).ended];
  const watcher = await superuser();
  await client.query("begin");
  try {
    const { rows: written } = await client.query(
      "insert into retell_calls (retell_call_id) values ($1) returning id",
      [retellCallId],
    );
    const received = receiveWebhooks(bodies.map((event) => Buffer.from(JSON.stringify(event))));
    await untilOneWaits(watcher, "%insert into retell_calls%");
    await client.query("commit");
    await received;
    const { rows: after } = await client.query(
      "select id, status from retell_calls where retell_call_id = any($1) order by status",
      [[retellCallId, neighbour]],
    );
    expect(after).toEqual([
      { id: written[0].id, status: "completed" },
      { id: expect.any(String), status: "in_progress" },
    ]);
    expect(await verdictsOf(retellCallId, neighbour)).toEqual(["applied", "applied", "applied"]);
  } finally {
    await client.query("rollback");
    await watcher.end();
  }
});

test("many deliveries at once all arrive, each call once", async () => {
  const ids = Array.from({ length: 60 }, newRetellId);
  const statuses = await Promise.all(
    ids.flatMap((id) =>
      Object.values(eventsOf(id))
        .reverse()
        .map((event) => deliver(event)),
    ),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const { rows } = await client.query(
    "select count(*)::int as calls, count(*) filter (where phase = 4 and status = 'completed')::int as done from retell_calls where retell_call_id = any($1)",
    [ids],
  );
  expect(rows).toEqual([{ calls: 60, done: 60 }]);
  expect(await verdictsOf(...ids)).toEqual(Array(180).fill("applied"));
});

/** Deep, or too large for an index: what no reader objects to and the database, or writing it, does. */
const poisons: [string, Record<string, unknown>][] = [
  ["nested deeper than jsonb goes", { new_field: "@5000" }],
  ["nested deeper than JSON can be written", { new_field: "@300000" }],
  [
    "a number too long for its index",
    { to_number: `+${Array.from({ length: 9_000 }, (_, index) => (index * 7919) % 10_007).join("")}` },
  ],
];

test.each(poisons)(
  "an event that is %s is set aside with the reason, and its neighbours are applied",
  async (_name, fields) => {
    const [before, poison, after] = [newRetellId(), newRetellId(), newRetellId()];
    const bodies = [before, poison, after].map((id) =>
      JSON.stringify(eventsOf(id, id === poison ? fields : {}).ended).replace(
        /"@(\d+)"/,
        (_, depth) => `${'{"a":'.repeat(Number(depth))}1${"}".repeat(Number(depth))}`,
      ),
    );
    await receiveWebhooks(bodies.map((body) => Buffer.from(body)));
    expect(await verdictsOf(before, poison, after)).toEqual(["applied", "failed", "applied"]);
    const { rows } = await client.query("select note, body from webhook_events where retell_call_id = $1", [
      poison,
    ]);
    expect(rows[0].note).toMatch(/stack|index/);
    expect(rows[0].body.toString()).toBe(bodies[1]);
    expect(await rowOf(after)).toMatchObject({ status: "completed" });
  },
);

test("characters that no text of Postgres can hold do not keep an event out", async () => {
  const id = newRetellId();
  const body = JSON.stringify(eventsOf(id, { agent_name: "@" }).ended).replace('"@"', '"a\\u0000b\\ud800c"');
  expect(await deliver(body)).toBe(200);
  expect(await rowOf(id)).toMatchObject({ agent_name: "a�b�c", status: "completed" });
});
