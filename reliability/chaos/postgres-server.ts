import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { childrenOf, isAlive, type ProcessSeen } from "./processes.ts";

const CONNECT_TIMEOUT_MS = 5_000;

/** The Postgres that the console runs in its data folder, seen from outside. */
export class PostgresServer {
  readonly #cluster: string;

  constructor(dataDir: string) {
    this.#cluster = join(dataDir, "postgres");
  }

  /** Its first process; null when there is none. */
  async postmaster(): Promise<number | null> {
    const pid = Number((await this.#note())[0]);
    return pid > 0 && isAlive(pid) ? pid : null;
  }

  /** Every process of it, the first one first. */
  async processes(): Promise<number[]> {
    const first = await this.postmaster();
    return first === null ? [] : [first, ...childrenOf(first).map(({ pid }) => pid)];
  }

  /** The processes that serve our programs' connections. */
  async backends(): Promise<ProcessSeen[]> {
    const first = await this.postmaster();
    if (first === null) return [];
    return childrenOf(first).filter(({ command }) => command.startsWith("postgres: switchboard_"));
  }

  /** A connection as the superuser, whom no policy binds. */
  async connect(): Promise<pg.Client> {
    const socketFolder = (await this.#note())[4] ?? "";
    const client = new pg.Client({
      connectionString: `postgres://postgres@localhost:5432/switchboard?host=${encodeURIComponent(socketFolder)}`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      types: { getTypeParser: numbersAsNumbers },
    });
    // One that breaks while idle also fails the next query, which tells whoever sent it.
    client.on("error", () => {});
    await client.connect();
    return client;
  }

  async answers(): Promise<boolean> {
    try {
      const client = await this.connect();
      await client.end();
      return true;
    } catch {
      return false;
    }
  }

  /** Postgres's own note: its process, its folder, when it began, its port, the folder of its socket. */
  async #note(): Promise<string[]> {
    return (await readFile(join(this.#cluster, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  }
}

/** Durations and costs are read as the program itself reads them. */
function numbersAsNumbers(type: number, format?: "text" | "binary") {
  const { INT8, NUMERIC } = pg.types.builtins;
  return type === INT8 || type === NUMERIC ? Number : pg.types.getTypeParser(type, format);
}
