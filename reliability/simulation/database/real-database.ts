import type { Socket } from "node:net";
import pg from "pg";
import { reallyWait } from "../machine/virtual-globals.ts";
import { databaseUrl, queryOnce, TEMPLATE } from "./template.ts";

/** What a run must not find changed by the run before. */
const RESIDENTS = [
  "users",
  "sessions",
  "accounts",
  "verifications",
  "rate_limits",
  "api_keys",
  "invitations",
  "retell_agents",
  "retell_numbers",
];
/** Unqualified, so that the time and ids are ours; see virtual-time.sql. */
const SEARCH_PATH = "sim,pg_catalog,public";
/** Longer than a backend that waits for a lock looks around for a circle. */
const WAKING_MS = 1;
const CHANNELS = ["switchboard_calls", "switchboard_people", "switchboard_dial"];

export interface Notice {
  channel: string;
  payload: string;
}

/** A runner's own database, which outlives its runs, and the connections to it. */
export class RealDatabase {
  readonly #url: string;
  readonly #idle: pg.Client[] = [];
  readonly #monitor: pg.Client;
  #notices: Notice[] = [];
  readonly #underWay: Promise<void>[] = [];
  readonly #along = new Map<pg.Client, string[]>();
  #tables: string[] = [];
  #wipe = "";

  private constructor(url: string) {
    this.#url = url;
    this.#monitor = this.#client();
    this.#monitor.on("notification", ({ channel, payload }) =>
      this.#notices.push({ channel, payload: payload ?? "" }),
    );
  }

  /** Clones the template under a name, with changes to it if any are given. */
  static async open(adminUrl: string, name: string, patches: readonly string[] = []): Promise<RealDatabase> {
    await queryOnce(adminUrl, `drop database if exists ${name} with (force)`);
    await queryOnce(adminUrl, `create database ${name} template ${TEMPLATE}`);
    const url = databaseUrl(adminUrl, name);
    for (const patch of patches) await queryOnce(url, patch);
    const database = new RealDatabase(url);
    await database.#monitor.connect();
    await database.#monitor.query(CHANNELS.map((channel) => `listen ${channel}`).join(";"));
    await database.#monitor.query("set session_replication_role = replica");
    await database.#planWipe();
    return database;
  }

  /** Empties what runs write, down to the last page, so that every run begins with the same database. */
  async wipe(): Promise<void> {
    for (const client of this.#along.keys()) this.#flush(client);
    await Promise.all(this.#underWay.splice(0));
    await this.#monitor.query(this.#wipe);
    for (const table of this.#tables) await this.#monitor.query(`vacuum ${table}`);
    this.takeNotices();
  }

  async take(): Promise<pg.Client> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const client = this.#client("switchboard_app");
    await client.connect();
    return client;
  }

  /** What is done before anything that is asked after it: it goes in one message with that, which wakes Postgres once. */
  sendAlong(client: pg.Client, text: string): void {
    this.#along.set(client, [...(this.#along.get(client) ?? []), text]);
  }

  ask(client: pg.Client, text: string, values: readonly unknown[] = []): Promise<unknown> {
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    stream.cork();
    try {
      this.#flush(client);
      return values.length === 0
        ? client.query(text)
        : client.query({ name: nameOf(text), text, values: [...values] });
    } finally {
      stream.uncork();
    }
  }

  #flush(client: pg.Client): void {
    const texts = this.#along.get(client);
    if (texts === undefined) return;
    this.#along.delete(client);
    this.#underWay.push(client.query(texts.join(";")).then(() => undefined));
  }

  giveBack(client: pg.Client): void {
    this.#idle.push(client);
  }

  /** Whether the connection's query waits for a lock that another holds. */
  async isBlocked(client: pg.Client): Promise<boolean> {
    const { rows } = await this.#monitor.query({
      name: "blocked",
      text: "select cardinality(pg_blocking_pids($1)) > 0 as blocked",
      values: [pidOf(client)],
    });
    return rows[0]?.blocked === true;
  }

  async cancel(client: pg.Client): Promise<void> {
    await this.#monitor.query("select pg_cancel_backend($1)", [pidOf(client)]);
  }

  /**
   * Stops backends that wait for a lock, each in its sleep: one that is awake may hold what Postgres itself needs to
   * tell who waits for whom. Gives back those that it stopped; the others wait no longer.
   */
  async freeze(clients: readonly pg.Client[]): Promise<Set<pg.Client>> {
    const frozen = new Set<pg.Client>();
    for (const client of clients) if (await this.#freeze(pidOf(client))) frozen.add(client);
    return frozen;
  }

  async #freeze(pid: number): Promise<boolean> {
    for (;;) {
      process.kill(pid, "SIGSTOP");
      const { rows } = await this.#monitor.query({
        name: "asleep",
        text: "select state = 'active' as busy, wait_event_type = 'Lock' as asleep from pg_stat_activity where pid = $1",
        values: [pid],
      });
      if (rows[0]?.asleep === true) return true;
      process.kill(pid, "SIGCONT");
      if (rows[0]?.busy !== true) return false;
      await reallyWait(WAKING_MS);
    }
  }

  thaw(client: pg.Client): void {
    process.kill(pidOf(client), "SIGCONT");
  }

  /** What was told since the last time. Whatever is looked at after a commit brings what that commit told. */
  takeNotices(): Notice[] {
    const taken = this.#notices;
    this.#notices = [];
    return taken;
  }

  /** Asks as a superuser whom no policy binds, at no virtual moment. Must not wait for anybody's lock. */
  async look<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.#monitor.query<Row>({ name: nameOf(text), text, values })).rows;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#idle, this.#monitor].map((client) => client.end()));
  }

  async #planWipe(): Promise<void> {
    const { rows } = await this.#monitor.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where (schemaname = 'public' and tablename <> all($1)) or schemaname = 'sim'
         -- Of several who enqueue the first job of a kind, one waits for the other, in each run alike.
         or (schemaname = 'graphile_worker' and tablename in ('_private_jobs', '_private_tasks'))
       order by 1`,
      [RESIDENTS],
    );
    this.#tables = rows.map(({ name }) => name);
    this.#wipe = [
      ...this.#tables.map((table) => `delete from ${table}`),
      // The migrations put the one row there that this table ever holds.
      "insert into dial_gate default values",
      "select setval('sim.ids', 1), setval('sim.changes_place_seq', 1)",
    ].join(";");
  }

  #client(user?: string): pg.Client {
    const client = new pg.Client({
      connectionString:
        user === undefined ? this.#url : this.#url.replace("postgres://postgres@", `postgres://${user}@`),
      pipeline: true,
      options: `-c search_path=${SEARCH_PATH} -c sim.now=2026-01-01 -c sim.seed=0`,
    });
    client.on("error", () => undefined);
    return client;
  }
}

const names = new Map<string, string>();

/** A name for a statement, so that Postgres need not read and plan the same text again. */
export function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `statement_${names.size}`;
  names.set(text, name);
  return name;
}

function pidOf(client: pg.Client): number {
  return (client as unknown as { processID: number }).processID;
}
