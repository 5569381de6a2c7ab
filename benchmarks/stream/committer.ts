import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openEventStream } from "../load/event-stream.ts";
import { ascending, percentile } from "../load/percentiles.ts";
import type { CommitMessage, CommitPlan, Heard } from "./plan.ts";

// Commits and viewers in one process, so that one clock tells both moments.
const HEARD_WITHIN_MS = 10_000;
const tell = (message: CommitMessage) => process.send?.(message);

process.once("message", async (plan: CommitPlan) => {
  try {
    tell({ kind: "done", heard: await run(plan) });
  } catch (error) {
    tell({ kind: "void", why: String(error) });
  }
  process.disconnect();
  process.exit(0);
});

async function run(plan: CommitPlan): Promise<Heard> {
  const client = new pg.Client({ connectionString: plan.databaseUrl });
  await client.connect();
  const sentAt = new Map<string, number>();
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: plan.viewers }, () =>
      openEventStream(
        plan.stream,
        inEvents((id) => {
          const at = sentAt.get(id);
          if (at !== undefined) times.push(performance.now() - at);
        }),
      ),
    ),
  );
  const began = performance.now();
  for (let count = 0; count < plan.commits; count += 1) {
    await sleep(Math.max(0, began + (count * 1000) / plan.perSecond - performance.now()));
    const id = plan.callIds[count % plan.callIds.length] ?? "";
    sentAt.set(id, performance.now());
    await client.query({ name: "commit", text: plan.statement, values: [id] });
  }
  const expected = plan.commits * plan.viewers;
  const giveUpAt = performance.now() + HEARD_WITHIN_MS;
  while (times.length < expected && performance.now() < giveUpAt) await sleep(10);
  await client.end();
  if (times.length !== expected) throw new Error(`${times.length} of ${expected} events were heard.`);
  const sorted = ascending(times);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

/** Finds the ids of calls in what comes, however it is cut. */
function inEvents(hear: (id: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    const events = (rest + text).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const [, ids] = /"ids" ?: ?\[([^\]]*)\]/.exec(event) ?? [];
      for (const [, id] of ids?.matchAll(/"([^"]+)"/g) ?? []) if (id !== undefined) hear(id);
    }
  };
}
