import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "../../src/database/embedded-postgres.ts";
import { eventually } from "../support/eventually.ts";

type Running = Awaited<ReturnType<typeof startEmbeddedPostgres>>;
const running: Running[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

test("a fresh start gives a database in UTF-8 and UTC that keeps what is committed, on no network port", async () => {
  const { adminUrl } = await start(await newFolder());
  const [row] = await query(
    adminUrl,
    `select current_database() as database, current_setting('server_version_num')::int / 10000 as major,
       getdatabaseencoding() as encoding, datlocprovider as provider, current_setting('TimeZone') as zone,
       current_setting('fsync') as fsync, current_setting('synchronous_commit') as sync,
       current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses
     from pg_database where datname = current_database()`,
  );
  expect(row).toEqual({
    database: "switchboard",
    major: 18,
    encoding: "UTF8",
    provider: "b",
    zone: "UTC",
    fsync: "on",
    sync: "on",
    checksums: "on",
    addresses: "",
  });
});

test("a second start keeps the data", async () => {
  const folder = await newFolder();
  const first = await start(folder);
  await query(first.adminUrl, "create table kept as select 42 as answer");
  await first.stop();
  expect(await first.isRunning()).toBe(false);
  const second = await start(folder);
  expect(await query(second.adminUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a server left over by a killed parent is joined, not started again", async () => {
  const folder = await newFolder();
  const left = await start(folder);
  const joined = await start(folder);
  expect(joined.pid).toBe(left.pid);
  expect(joined.adminUrl).toBe(left.adminUrl);
  await joined.stop();
  expect(await left.isRunning()).toBe(false);
});

test("what was committed survives kill -9 of the server", async () => {
  const folder = await newFolder();
  const first = await start(folder);
  await query(first.adminUrl, "create table kept as select 42 as answer");
  process.kill(first.pid, "SIGKILL");
  await eventually(first.isRunning, (isRunning) => !isRunning);
  const second = await start(folder);
  expect(second.pid).not.toBe(first.pid);
  expect(await query(second.adminUrl, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a pid file that names another program, as after a crash of the machine, is no obstacle", async () => {
  const folder = await newFolder();
  const first = await start(folder);
  const pidFile = join(await realpath(join(folder, "postgres")), "postmaster.pid");
  const written = await readFile(pidFile, "utf8");
  await first.stop();
  await writeFile(pidFile, written.replace(/^\d+/, String(process.pid)));
  const second = await start(folder);
  expect(second.pid).not.toBe(process.pid);
});

test("a copy of the data folder starts a server of its own while the original runs", async () => {
  const original = await newFolder();
  const first = await start(original);
  const copy = await newFolder();
  // With its owner, which is another user when the tests are run by root.
  execFileSync("cp", ["-a", join(original, "postgres"), copy]);
  const second = await start(copy);
  expect(second.pid).not.toBe(first.pid);
  expect(second.adminUrl).not.toBe(first.adminUrl);
});

test("settings may be added for a server", async () => {
  const { adminUrl } = await start(await newFolder(), { fsync: "off", max_connections: 33 });
  const [row] = await query(
    adminUrl,
    "select current_setting('fsync') as fsync, current_setting('max_connections') as most",
  );
  expect(row).toEqual({ fsync: "off", most: "33" });
});

test("a data folder that cannot be made is named in the refusal", async () => {
  const file = join(await newFolder(), "a-file");
  await writeFile(file, "");
  await expectRefusal(
    startEmbeddedPostgres({ dataDir: file }),
    /cannot be kept in .*a-file \(EEXIST\).*DATA_DIR/,
  );
  await expectRefusal(startEmbeddedPostgres({ dataDir: join(file, "below") }), /below \(ENOTDIR\)/);
});

test("a cluster of another major version is refused by both numbers", async () => {
  const folder = await newFolder();
  await (await start(folder)).stop();
  await writeFile(join(folder, "postgres", "PG_VERSION"), "17\n");
  await expectRefusal(
    startEmbeddedPostgres({ dataDir: folder }),
    /made by Postgres 17, and Postgres 18 cannot read it/,
  );
});

test("a server that does not start is quoted", async () => {
  const folder = await newFolder();
  await (await start(folder)).stop();
  const refused = startEmbeddedPostgres({ dataDir: folder, settings: { shared_buffers: "a lot" } });
  await expectRefusal(refused, /Postgres did not start\. It said:\n.*shared_buffers/s);
});

async function expectRefusal(start: Promise<unknown>, words: RegExp): Promise<void> {
  const error: unknown = await start.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  expect(String(error)).toMatch(words);
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "switchboard-start-"));
  folders.push(folder);
  return folder;
}

async function start(dataDir: string, settings?: Record<string, string | number>): Promise<Running> {
  const server = await startEmbeddedPostgres(settings ? { dataDir, settings } : { dataDir });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
