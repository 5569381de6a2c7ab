import { execFile } from "node:child_process";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { buildHouse, tearDown } from "./house.ts";
import { openParts, type Part, type Parts, writeQueuedCall } from "./parts.ts";

const WEB = "src/server.ts";
const WORKER = "src/worker/main.ts";
const LATER_MIGRATION = "src/database/migrations/9999_later.sql";

let house: string;
let parts: Parts;
let backup: string;

beforeAll(async () => {
  house = buildHouse();
  parts = await openParts(house);
  backup = join(house, "switchboard-backup.gz");
});
afterAll(async () => {
  await parts.close();
  tearDown(house);
});

/** Runs a command as somebody at a terminal would, and gives back what it said. */
async function run(command: "backup" | "restore", file: string, databaseUrl?: string): Promise<string> {
  const environment = { ...parts.environment, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) };
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(house, `src/cli/${command}.ts`), file],
    { cwd: house, env: environment as NodeJS.ProcessEnv },
  ).catch((error: { stdout: string; stderr: string }) => error);
  return `${stdout}${stderr}`;
}

async function askAt<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  text: string,
  values: unknown[] = [],
) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function end(...ending: Part[]): Promise<void> {
  for (const { process: child } of ending) child.kill("SIGTERM");
  await Promise.all(ending.map(({ ended }) => ended));
}

const createsFor = (id: string) =>
  parts.simulator.ledger.creates.filter(({ body }) => JSON.stringify(body).includes(id));
const stateOf = "select dial_state, retell_call_id from retell_calls where id = $1";
const isPlaced = (id: string) =>
  eventually(
    () => parts.ask<{ dial_state: string }>(stateOf, [id]),
    ([call]) => call?.dial_state === "accepted",
  );

/** Everything that a backup holds, in an order of its own. */
const contents = async (databaseUrl: string, table: string, without: string[] = []) =>
  (
    await askAt<{ row: Record<string, unknown> }>(
      databaseUrl,
      `select to_jsonb(t) - $1::text[] as row from ${table} as t order by to_jsonb(t)::text`,
      [without],
    )
  ).map(({ row }) => JSON.stringify(row));

test("what happened after a backup is found again, nothing of before is missing, and nobody is dialled twice", async () => {
  const web = await parts.launch(WEB);
  parts.simulator.setWebhookUrl(`http://127.0.0.1:${web.port}/api/webhooks/retell`);
  const worker = await parts.launch(WORKER);
  const before = [await writeQueuedCall(parts, "+12137770301"), await writeQueuedCall(parts, "+12137770302")];
  for (const id of before) await isPlaced(id);
  await eventually(
    () => parts.ask<{ count: number }>("select count(*)::int from retell_calls where phase >= 3"),
    ([row]) => row?.count === before.length,
  );
  await end(worker);
  const dialledLater = [
    await writeQueuedCall(parts, "+12137770303"),
    await writeQueuedCall(parts, "+12137770304"),
  ];
  const neverDialled = await writeQueuedCall(parts, "+12137770305");

  // The web process goes on meanwhile.
  expect(await run("backup", backup)).toMatch(/: 5 calls, \d+ deliveries, 1 people; \d+ kB\.\n$/);
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  const people = await contents(parts.environment.DATABASE_URL ?? "", "users");
  const attempts = await contents(parts.environment.DATABASE_URL ?? "", "dial_attempts");

  await parts.ask("update retell_calls set dial_state = 'withdrawn', status = 'cancelled' where id = $1", [
    neverDialled,
  ]);
  const afterwards = await parts.launch(WORKER);
  const after = await writeQueuedCall(parts, "+12137770306");
  for (const id of [...dialledLater, after]) await isPlaced(id);
  await end(web, afterwards);
  expect(await run("restore", backup)).toMatch(/^This database is not empty/);

  const restored = await parts.newDatabase("restored");
  expect(await run("restore", backup, restored)).toMatch(/^Restored\./);
  expect(await contents(restored, "users")).toEqual(people);
  expect(await contents(restored, "dial_attempts")).toEqual(expect.arrayContaining(attempts));
  expect(
    await askAt(restored, "select dial_state, count(*)::int from retell_calls group by 1 order by 1"),
  ).toEqual([
    { dial_state: "accepted", count: 2 },
    { dial_state: "unconfirmed", count: 3 },
  ]);

  const again = [
    await parts.launch(WEB, { DATABASE_URL: restored }),
    await parts.launch(WORKER, { DATABASE_URL: restored }),
  ];
  const known = await eventually(
    () =>
      askAt<{ retell_call_id: string }>(restored, "select retell_call_id from retell_calls where phase >= 3"),
    (rows) => rows.length === parts.simulator.calls().length,
  );
  expect(known.map(({ retell_call_id }) => retell_call_id).sort()).toEqual(
    parts.simulator
      .calls()
      .map(({ callId }) => callId)
      .sort(),
  );
  for (const id of dialledLater)
    expect(await askAt(restored, stateOf, [id])).toEqual([
      { dial_state: "accepted", retell_call_id: createsFor(id)[0]?.call_id },
    ]);
  await askAt(
    restored,
    "with aged as (update dial_attempts set started_at = now() - interval '11 minutes' where call_id = $1) update call_checks set due_at = now() where call_id = $1",
    [neverDialled],
  );
  const [given] = await eventually(
    () =>
      askAt<{ dial_state: string; failure_message: string }>(
        restored,
        "select dial_state, failure_message from retell_calls where id = $1",
        [neverDialled],
      ),
    ([call]) => call?.dial_state === "not_placed",
  );
  expect(given?.failure_message).toContain("when the backup was taken");
  await end(...again);
  for (const id of [...before, ...dialledLater, after]) expect(createsFor(id)).toHaveLength(1);
  expect(createsFor(neverDialled)).toEqual([]);
});

test("a restored database guards its tables as any other, and keeps its log append-only", async () => {
  const restored = await parts.newDatabase("guarded");
  expect(await run("restore", backup, restored)).toMatch(/^Restored\./);
  expect(
    await askAt(
      restored,
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
         and not (relrowsecurity and relforcerowsecurity)
       union all select tgname from pg_trigger where tgenabled = 'D'`,
    ),
  ).toEqual([]);
  expect(
    await askAt(restored, "select count(*)::int from audit_log where action = 'database.restored'"),
  ).toEqual([{ count: 1 }]);
});

test("a database brought back by other means is settled on demand, before anybody is dialled", async () => {
  const brought = await parts.newDatabase("brought");
  await run("restore", backup, brought);
  const [queued] = await askAt<{ id: string }>(
    brought,
    `insert into retell_calls (dial_state, dial_after, requested_at, requested_by, from_number, to_number)
     values ('queued', now(), now(), 'somebody', '+14157774444', '+12137770307') returning id`,
  );
  expect(await run("restore", "--by-other-means", brought)).toMatch(/^Restored\./);
  expect(
    await askAt(
      brought,
      `select dial_state, outcome, due_at <= now() as is_due from retell_calls as call
       join dial_attempts as attempt on attempt.call_id = call.id join call_checks as due on due.call_id = call.id
       where call.id = $1`,
      [queued?.id],
    ),
  ).toEqual([{ dial_state: "unconfirmed", outcome: "unknown", is_due: true }]);
});

test("every table is in a backup with every row and column, but for what must not come back", async () => {
  const restored = await parts.newDatabase("compared");
  await askAt(
    parts.environment.DATABASE_URL ?? "",
    `insert into accounts (id, user_id, account_id, provider_id, password) values ('a', 'somebody', 'somebody', 'credential', 'hash');
     insert into sessions (id, user_id, token, expires_at) values ('s', 'somebody', 't', now());
     insert into api_keys (id, name, key, reference_id) values ('k', 'A key', 'hash', 'somebody');
     insert into invitations (email, role, token_hash, invited_by) values ('x@example.com', 'admin', '\\x00', 'somebody')`,
  );
  const whole = join(house, "whole.gz");
  await run("backup", whole);
  await run("restore", whole, restored);
  const source = parts.environment.DATABASE_URL ?? "";
  const tables = await askAt<{ name: string }>(
    source,
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
  );
  const missing: string[] = [];
  // What a restore writes anew.
  const without = ["changed_xid", "webhook_since"];
  for (const { name } of tables) {
    const kept = new Set(await contents(restored, name, without));
    const lost = (await contents(source, name, without)).filter((row) => !kept.has(row));
    if (lost.length > 0) missing.push(name);
  }
  expect(missing).toEqual(["dial_gate", "sessions"]);
});

test.each([
  [
    "cut off",
    (bytes: Buffer) => bytes.subarray(0, bytes.length - 40),
    /is not whole: it was cut off or damaged/,
  ],
  [
    "cut off where a frame ends",
    (bytes: Buffer) => gzipSync(gunzipSync(bytes).subarray(0, -(5 + 75))),
    /is not whole/,
  ],
  [
    "altered",
    (bytes: Buffer) => {
      const plain = gunzipSync(bytes);
      const place = plain.indexOf("+12137770301");
      plain.write("+12137770399", place);
      return gzipSync(plain);
    },
    /was altered after it was written/,
  ],
  ["something else", () => Buffer.from("select 1"), /is no backup of Switchboard/],
  ["something else that is gzipped", () => gzipSync("select 1"), /is (no backup|not whole)/],
])("a file that is %s is refused before anything is written", async (_what, change, words) => {
  const file = join(house, "changed.gz");
  writeFileSync(file, change(readFileSync(backup)));
  const untouched = await parts.newDatabase(`untouched_${crypto.randomUUID().slice(0, 8)}`);
  expect(await run("restore", file, untouched)).toMatch(words);
  expect(
    await askAt(untouched, "select relname from pg_class where relnamespace = 'public'::regnamespace"),
  ).toEqual([]);
});

test("a running console, a backup of a newer version and a name that is taken are refused in a sentence", async () => {
  const web = await parts.launch(WEB);
  await eventually(
    () => fetch(`http://127.0.0.1:${web.port}/api/health`),
    ({ status }) => status === 200,
  );
  expect(await run("restore", backup)).toBe(
    "Switchboard is running on this database. Stop it, then restore.\n",
  );
  await end(web);
  expect(await run("backup", backup)).toMatch(/exists already\. Give another name/);
  expect(await run("restore", join(house, "nowhere.gz"))).toMatch(/^There is no file/);
  await parts.ask("insert into app.migrations (name, checksum) values ('9998_of_tomorrow.sql', 'x')");
  const newer = join(house, "newer.gz");
  await run("backup", newer);
  await parts.ask("delete from app.migrations where name = '9998_of_tomorrow.sql'");
  const empty = await parts.newDatabase("empty");
  expect(await run("restore", newer, empty)).toMatch(
    /9998_of_tomorrow\.sql, which this version does not know/,
  );
});

test("an older backup is restored as it was, and then brought up to date", async () => {
  writeFileSync(
    join(house, LATER_MIGRATION),
    "-- role: switchboard_owner\nalter table retell_calls add column later text default 'added';\n",
  );
  const upgraded = await parts.newDatabase("upgraded");
  expect(await run("restore", backup, upgraded)).toMatch(/^Restored\./);
  expect(await askAt(upgraded, "select count(*)::int from retell_calls where later = 'added'")).toEqual([
    { count: 5 },
  ]);
  expect(await run("restore", backup, upgraded)).toMatch(/^This database is of a newer version/);
  rmSync(join(house, LATER_MIGRATION));
});
