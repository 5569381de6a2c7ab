import { join } from "node:path";
import { nextProgram } from "../bench/builds.ts";
import { type Installation, startInstallation, WEBHOOK_KEY } from "../bench/installation.ts";
import { type OwnPostgres, startOwnPostgres } from "../bench/own-postgres.ts";
import { makePlainDatabase } from "../bench/plain-database.ts";
import { type Load, startLoad } from "../load/load.ts";
import { startProgram } from "../programs.ts";

/** Whoever takes webhooks, and how it is asked what it knows of a call. */
export interface Taker {
  port: number;
  path: string;
  /** Whether it has written down what an event says. */
  knows(callId: string, event: string): Promise<boolean>;
}

export interface Stage {
  ours: Taker;
  next: Taker;
  node: Taker;
  load: Load;
  postgres: OwnPostgres;
  installation: Installation;
  stop(): Promise<void>;
}

const PHASES: Record<string, number> = { call_started: 2, call_ended: 3, call_analyzed: 4 };

/** All sides and the load, each in a process of its own, on one Postgres. */
export async function openStage(checkout: string): Promise<Stage> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.reverse()) await each();
  };
  try {
    const postgres = await startOwnPostgres();
    stops.push(() => postgres.stop());
    const installation = await startInstallation(checkout, postgres);
    stops.push(() => installation.stop());
    const environment = { DATABASE_URL: await makePlainDatabase(postgres), WEBHOOK_KEY };
    const next = await startProgram({
      args: (port) => [nextProgram, "start", "--port", String(port), "--hostname", "127.0.0.1"],
      cwd: join(checkout, "benchmarks/plain-next"),
      environment: () => environment,
      readyBy: { path: "/" },
    });
    stops.push(() => next.stop());
    const node = await startProgram({
      args: () => [join(checkout, "benchmarks/plain-node/main.ts")],
      cwd: checkout,
      environment: (port) => ({ ...environment, PORT: String(port) }),
      readyBy: "message",
    });
    stops.push(() => node.stop());
    const load = await startLoad();
    stops.push(async () => load.stop());
    return {
      ours: { port: installation.web.port, path: "/api/webhooks/retell", knows: oursKnows(postgres) },
      next: { port: next.port, path: "/api/webhook", knows: plainKnows(postgres) },
      node: { port: node.port, path: "/", knows: plainKnows(postgres) },
      ...{ load, postgres, installation, stop },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function oursKnows({ pool }: OwnPostgres): Taker["knows"] {
  return async (callId, event) => {
    const { rows } = await pool.query<{ phase: number }>({
      name: "ours-knows",
      text: "select phase from retell_calls where retell_call_id = $1",
      values: [callId],
    });
    return (rows[0]?.phase ?? 0) >= (PHASES[event] ?? Number.POSITIVE_INFINITY);
  };
}

function plainKnows({ pool }: OwnPostgres): Taker["knows"] {
  return async (callId) => {
    const { rowCount } = await pool.query({
      name: "plain-knows",
      text: "select status from plain_calls where call_id = $1",
      values: [callId],
    });
    return rowCount === 1;
  };
}
