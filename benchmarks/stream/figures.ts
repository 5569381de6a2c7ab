import { fork } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { atMost, type Figure, type FigureOptions, type Row, ratioAtMost } from "../bench/figure.ts";
import { startInstallation } from "../bench/installation.ts";
import { startOwnPostgres } from "../bench/own-postgres.ts";
import { makePlainDatabase } from "../bench/plain-database.ts";
import { inTurns } from "../bench/rounds.ts";
import { startProgram } from "../programs.ts";
import type { CommitMessage, CommitPlan, Heard } from "./plan.ts";

const VIEWERS = 100;
const EVENTS_A_SECOND = 50;
const SECONDS = 10;
/** More than are changed within the time that an event may take, so that an event tells which commit it is of. */
const CALLS = 600;
const OURS = "update retell_calls set updated_at = now() where id = $1";
const PLAIN = `with changed as (update plain_calls set updated_at = now() where call_id = $1 returning call_id)
  select pg_notify('plain_calls', json_build_object('ids', json_build_array(call_id))::text) from changed`;

export const streamFigures: readonly Figure[] = [{ name: "stream", measure }];

async function measure({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  const postgres = await startOwnPostgres();
  const installation = await startInstallation(checkout, postgres);
  const plainUrl = await makePlainDatabase(postgres);
  const relay = await startProgram({
    args: () => [join(checkout, "benchmarks/plain-node/relay.ts")],
    cwd: checkout,
    environment: (port) => ({ PORT: String(port), DATABASE_URL: plainUrl }),
    readyBy: "message",
  });
  try {
    const callIds = Array.from({ length: CALLS }, () => crypto.randomUUID());
    await postgres.pool.query("insert into retell_calls (id) select unnest($1::uuid[])", [callIds]);
    await postgres.pool.query("insert into plain_calls (call_id, call) select unnest($1::text[]), '{}'", [
      callIds,
    ]);
    const cookie = await installation.signIn();
    const besides = {
      ...{ viewers: VIEWERS, databaseUrl: postgres.adminUrl, callIds },
      ...{ perSecond: EVENTS_A_SECOND, commits: Math.ceil(EVENTS_A_SECOND * SECONDS * scale) },
    };
    const ours = { port: installation.web.port, path: "/api/live", cookie };
    const plain = { port: relay.port, path: "/", cookie: "" };
    const sides = {
      ours: () => commit({ ...besides, stream: ours, statement: OURS }),
      relay: () => commit({ ...besides, stream: plain, statement: PLAIN }),
    };
    // The first round of each compiles what it uses.
    await sides.ours();
    await sides.relay();
    return rowsOf(await inTurns(sides, rounds));
  } finally {
    await relay.stop();
    await installation.stop();
    await postgres.stop();
  }
}

function rowsOf({ ours, relay }: { ours: Heard; relay: Heard }): Row[] {
  const what = `commit → event, ${VIEWERS} viewers × ${EVENTS_A_SECOND}/s`;
  const against = (part: "p50" | "p99"): Row => ({
    ...{ figure: "stream", what: `${what}, ${part}`, unit: "ms", ours: ours[part] },
    ...{ baseline: { name: "LISTEN → SSE relay", value: relay[part] }, target: ratioAtMost(1.5) },
  });
  const alone = (part: "p50" | "p99", limit: number): Row => ({
    ...{ figure: "stream", what: `${what}, ${part}`, unit: "ms", ours: ours[part] },
    ...{ baseline: null, target: atMost(limit) },
  });
  return [against("p50"), against("p99"), alone("p50", 5), alone("p99", 15)];
}

function commit(plan: CommitPlan): Promise<Heard> {
  const child = fork(fileURLToPath(new URL("committer.ts", import.meta.url)));
  child.send(plan);
  return new Promise((resolve, reject) => {
    child.once("message", (message: CommitMessage) => {
      if (message.kind === "done") resolve(message.heard);
      else reject(new Error(`The round is void. ${message.why}`));
    });
    child.once("exit", (code) => reject(new Error(`The committer ended with ${code}.`)));
  });
}
