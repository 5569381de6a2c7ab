import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { type PlainPool, plainConsole } from "../../benchmarks/plain/index.ts";
import { atRest } from "./checks/at-rest.ts";
import { dialledOnce } from "./checks/dialled-once.ts";
import type { Check, Evidence, Finding } from "./checks/evidence.ts";
import type { VirtualConnection } from "./database/virtual-connection.ts";
import { KEY, RETELL_HOST } from "./retell.ts";
import type { System } from "./system.ts";

const POOLS = Symbol.for("switchboard.database.pools");

interface KeptCall {
  call_id: string;
  status: string | null;
  call: Record<string, unknown>;
}

/** Guarantees 1, 2 and 7 for a program that keeps one row a call; it has no audit log, no viewers and no worker to judge. */
const keptCalls: Check = {
  name: "kept calls",
  sentence: "Every call that Retell knows is kept, as Retell knows it in the end.",
  async look(evidence) {
    const kept = new Map(
      (await evidence.real.look<KeptCall>("select call_id, status, call from plain_calls")).map((row) => [
        row.call_id,
        row,
      ]),
    );
    return [
      ...acknowledgedAndGone(evidence, kept),
      ...evidence.records.flatMap((record) => {
        const row = kept.get(record.callId);
        if (!row) return [{ guarantee: 7, message: `Retell's call ${record.callId} is not here.` }];
        if (row.status === "registered" || row.status === "ongoing")
          return [{ guarantee: 7, message: `The call ${record.callId} is over and ${row.status} here.` }];
        const should = JSON.parse(JSON.stringify(evidence.simulator.views.stored(record)));
        if (isDeepStrictEqual(row.call, should)) return [];
        return [{ guarantee: 2, message: `The call ${record.callId} does not end as Retell knows it.` }];
      }),
    ];
  },
};

function acknowledgedAndGone({ chronicle }: Evidence, kept: ReadonlyMap<string, KeptCall>): Finding[] {
  return chronicle.acknowledged.flatMap(({ body }) => {
    const { call } = JSON.parse(body.toString()) as { call?: { call_id?: string } };
    if (call?.call_id === undefined || kept.has(call.call_id)) return [];
    return [{ guarantee: 1, message: `A delivery about ${call.call_id} was acknowledged and left nothing.` }];
  });
}

/** What is usually built, in the same weather. */
export const plain: System = {
  name: "plain",
  sql: [
    readFileSync(new URL("../../benchmarks/plain/schema.sql", import.meta.url), "utf8"),
    // It knows nothing of roles, and connects with our login.
    "grant usage on schema public to switchboard_app",
  ],
  hasViewers: false,
  checks: [keptCalls, dialledOnce, atRest],
  startWeb() {
    const console = plainConsole({ pool: currentPool(), apiKey: KEY, baseUrl: `http://${RETELL_HOST}` });
    return {
      receive: (request, response) => console.receive(request, response),
      requestCall: ({ requestKey, ...wish }) => console.sendCall({ ...wish, requestId: requestKey }),
      cancelCall: async (callId) => void (await console.stopCall(callId)),
      replay: async () => undefined,
      watch: null,
      read: () => console.listCalls(),
    };
  },
  startWorker: () => undefined,
  timers: [],
  doJob: async () => undefined,
  agenda: async () => ({ jobs: Number.POSITIVE_INFINITY }),
  unfinished: async () => [],
};

/** A pool whose every query has a connection and a transaction of its own. */
function currentPool(): PlainPool {
  const pools = (globalThis as { [name: symbol]: Map<string, { connect(): Promise<VirtualConnection> }> })[
    POOLS
  ];
  const database = pools?.get("switchboard_app");
  if (!database) throw new Error("There is no database.");
  return {
    async query(text, values) {
      const connection = await database.connect();
      try {
        return (await connection.query({ text, values })) as { rows: Record<string, unknown>[] };
      } finally {
        connection.release();
      }
    },
  };
}
