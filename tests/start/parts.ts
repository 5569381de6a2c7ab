import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { startEmbeddedPostgres } from "../../src/database/embedded-postgres.ts";
import { migrate } from "../../src/database/migrate.ts";
import { eventually } from "../support/eventually.ts";
import { databaseUrl } from "../support/postgres.ts";
import { takePort } from "./house.ts";

const AUTH_SECRET = "the secret of the parts, long enough for it";
const SIMULATOR_SPEED = 40;
const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";

/** One of the console's programs, as its own process. */
export interface Part {
  process: ChildProcess;
  port: number;
  /** The exit code, once it has ended. */
  ended: Promise<number | null>;
  hasSaid(words: string): Promise<unknown>;
}

/** A Postgres and a pretend Retell, and programs run on them one by one. */
export interface Parts {
  simulator: Simulator;
  /** The environment that programs and commands are run in. */
  environment: Record<string, string>;
  launch(entry: string, environment?: Record<string, string>): Promise<Part>;
  /** Asks as a superuser whom no policy binds. */
  ask<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Makes another database in the same Postgres, with nothing in it, and answers its address. */
  newDatabase(name: string): Promise<string>;
  close(): Promise<void>;
}

export async function openParts(house: string): Promise<Parts> {
  const dataDir = await mkdtemp(join(tmpdir(), "switchboard-parts-"));
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { fsync: "off" } });
  await migrate({ databaseUrl: postgres.adminUrl, authSecret: AUTH_SECRET });
  const simulator = await startSimulator({ port: 0, speed: SIMULATOR_SPEED, history: 0, webhookUrl: null });
  const environment = {
    PATH: process.env.PATH ?? "",
    NODE_ENV: "production",
    DATABASE_URL: postgres.adminUrl,
    AUTH_SECRET,
    DATA_DIR: dataDir,
    RETELL_MODE: "simulator",
    RETELL_API_KEY: "key_simulated",
    RETELL_BASE_URL: simulator.url,
    HOST: "127.0.0.1",
  };
  const running: ChildProcess[] = [];
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  return {
    simulator,
    environment,
    async launch(entry, besides = {}) {
      const taken = await takePort();
      await taken.free();
      const child = spawn(process.execPath, [join(house, entry)], {
        cwd: house,
        env: { ...environment, PORT: String(taken.port), ...besides } as NodeJS.ProcessEnv,
        stdio: ["ignore", "pipe", "inherit", "ipc"],
      });
      running.push(child);
      let said = "";
      child.stdout?.on("data", (chunk: Buffer) => {
        said += chunk;
      });
      const ended = once(child, "exit").then(([code]) => code as number | null);
      await Promise.race([
        once(child, "message"),
        ended.then((code) => {
          throw new Error(`${entry} ended with ${code}: ${said}`);
        }),
      ]);
      const hasSaid = (words: string) =>
        eventually(
          () => said,
          (text) => text.includes(words),
        );
      return { process: child, port: taken.port, ended, hasSaid };
    },
    async ask(text, values = []) {
      return (await client.query(text, values)).rows;
    },
    async newDatabase(name) {
      await client.query(`create database ${name}`);
      return databaseUrl(postgres.adminUrl, name);
    },
    async close() {
      for (const child of running) child.kill("SIGKILL");
      await client.end();
      await simulator.stop();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Writes a call that waits to be dialled, as somebody's request leaves it but for its job. */
export async function writeQueuedCall(parts: Parts, toNumber: string): Promise<string> {
  await parts.ask(
    "insert into users (id, name, email, role) values ('somebody', 'Somebody', 'somebody@example.com', 'admin') on conflict do nothing",
  );
  const rows = await parts.ask<{ id: string }>(
    `insert into retell_calls (dial_state, dial_after, requested_at, requested_by, call_type, direction, from_number, to_number, agent_id, variables)
     values ('queued', now() - interval '1 minute', now(), 'somebody', 'phone_call', 'outbound', '+14157774444', $1, $2, '{}') returning id`,
    [toNumber, REMINDER],
  );
  return rows[0]?.id ?? "";
}
