import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/database/embedded-postgres.ts";
import { migrate } from "../../src/database/migrate.ts";
import { type Letter, LetterWriter } from "./letters.ts";
import { type Answers, Sender } from "./sender.ts";
import { startWebProcess } from "./web-process.ts";

const AUTH_SECRET = "the secret of the flood, long enough for it";
const WEBHOOK_KEY = "key_simulated";
/** Enough for commits to be shared, few enough that nobody waits: what is taken so can be taken on and on. */
const TURNS_AT_ONCE = 64;
const TIMES_TOO_MUCH = 10;
const HASHES_PER_QUERY = 5_000;

const ANSWER_MAX_MS = 2_000;
/** Waiting events, bodies on their way and connections, each at its limit, with what Node needs to move them. */
const GROWTH_BYTES_MAX = 400 * 1024 * 1024;

export interface FloodOptions {
  checkout: string;
  warmUpSeconds: number;
  measureSeconds: number;
  floodSeconds: number;
  connectionsMax: number;
  /** SQL that is run before anything is sent, to make the database slower than it is. */
  beforehand?: string;
}

export interface FloodFigures {
  sustainablePerSecond: number;
  askedPerSecond: number;
  flood: Omit<Answers, "acknowledged" | "times"> & { acknowledged: number };
  answerMs: { p50: number; p99: number; max: number };
  residentBytes: { start: number; peak: number };
  /** Of all rounds. */
  acknowledged: number;
  missing: number;
}

/** Floods the product's web process on a Postgres of its own, and counts. */
export async function runFlood(options: FloodOptions): Promise<FloodFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), "switchboard-flood-"));
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await migrate({ databaseUrl: postgres.adminUrl, authSecret: AUTH_SECRET });
    if (options.beforehand)
      await asked(postgres.adminUrl, (client) => client.query(options.beforehand ?? ""));
    const web = await startWebProcess({
      checkout: options.checkout,
      environment: {
        DATABASE_URL: postgres.adminUrl,
        AUTH_SECRET,
        DATA_DIR: dataDir,
        RETELL_MODE: "simulator",
        RETELL_API_KEY: WEBHOOK_KEY,
      },
    });
    try {
      const sender = new Sender(web.port, new LetterWriter(`127.0.0.1:${web.port}`, WEBHOOK_KEY));
      const warmUp = await sender.sendInTurns(TURNS_AT_ONCE, options.warmUpSeconds);
      const calm = await sender.sendInTurns(TURNS_AT_ONCE, options.measureSeconds);
      const sustainablePerSecond = calm.acknowledged.length / calm.seconds;
      const askedPerSecond = sustainablePerSecond * TIMES_TOO_MUCH;
      const start = web.residentBytes();
      const flood = await sender.sendAtRate(askedPerSecond, options.connectionsMax, options.floodSeconds);
      web.residentBytes();
      sender.close();
      const acknowledged = [warmUp, calm, flood].flatMap((round) => round.acknowledged);
      const { times, ...counts } = flood;
      return {
        sustainablePerSecond,
        askedPerSecond,
        flood: { ...counts, acknowledged: flood.acknowledged.length },
        answerMs: spread(times),
        residentBytes: { start, peak: web.residentBytesPeak() },
        acknowledged: acknowledged.length,
        missing: acknowledged.length - (await countStored(postgres.adminUrl, acknowledged)),
      };
    } finally {
      await web.stop();
    }
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** What must hold however much is sent; empty when all does. */
export function violationsIn({ answerMs, residentBytes, missing, flood }: FloodFigures): string[] {
  const violations: string[] = [];
  if (answerMs.max > ANSWER_MAX_MS) violations.push(`An answer took ${Math.round(answerMs.max)} ms.`);
  const growth = residentBytes.peak - residentBytes.start;
  if (growth > GROWTH_BYTES_MAX) violations.push(`Memory grew by ${Math.round(growth / 1024 / 1024)} MB.`);
  if (missing > 0) violations.push(`${missing} acknowledged events are not in the table.`);
  const others = Object.entries(flood.others);
  if (others.length > 0) violations.push(`Other answers than 200 and 503: ${JSON.stringify(flood.others)}.`);
  return violations;
}

function spread(times: number[]): FloodFigures["answerMs"] {
  const sorted = times.sort((one, other) => one - other);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function countStored(databaseUrl: string, letters: readonly Letter[]): Promise<number> {
  return asked(databaseUrl, async (client) => {
    let stored = 0;
    for (let from = 0; from < letters.length; from += HASHES_PER_QUERY) {
      const hashes = letters.slice(from, from + HASHES_PER_QUERY).map(({ hash }) => hash);
      const { rows } = await client.query<{ count: string }>(
        "select count(*) from unnest($1::bytea[]) as sent (hash) where exists (select from webhook_events where content_hash = hash)",
        [hashes],
      );
      stored += Number(rows[0]?.count ?? 0);
    }
    return stored;
  });
}

async function asked<T>(databaseUrl: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
