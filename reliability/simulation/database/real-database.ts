import pg from "pg";
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
const CHANNELS = ["switchboard_calls", "switchboard_people"];

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

  /** Sends what is answered before anything that is asked after it. */
  sendAlong(client: pg.Client, text: string): void {
    this.#underWay.push(client.query(text).then(() => undefined));
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
         or (schemaname = 'graphile_worker' and tablename = '_private_jobs')
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
