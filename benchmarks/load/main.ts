import { createHmac } from "node:crypto";
import { sendAll } from "./client.ts";
import { type CallEvent, writeEvents } from "./events.ts";
import { ascending, percentile } from "./percentiles.ts";
import type { LoadFigures, LoadMessage, LoadPlan } from "./plan.ts";

// The load in a process of its own, for all sides alike: a plan comes in, figures go out.
const tell = (message: LoadMessage) => process.send?.(message);

process.on("message", (plan: LoadPlan) => {
  run(plan).then(
    (figures) => tell({ kind: "done", figures }),
    (error: unknown) => tell({ kind: "void", why: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
process.send?.({ ready: true });

async function run(plan: LoadPlan): Promise<LoadFigures> {
  const events = writeEvents(plan.events, plan.size, plan.prefix);
  // Signed now, so that none is stale, and before anything is sent, so that signing costs nobody's time.
  const requests = events.map((event) => requestFor(event, plan));
  const { times, seconds } = await sendAll(requests, {
    ...plan,
    onAnswer(place) {
      const event = events[place];
      if (event === undefined || place % plan.tellEvery !== 0) return;
      const at = performance.timeOrigin + performance.now();
      tell({ kind: "acknowledged", what: { callId: event.callId, event: event.event, at } });
    },
  });
  const sorted = ascending(times);
  return {
    perSecond: times.length / seconds,
    p50: percentile(sorted, 0.5),
    p99: percentile(sorted, 0.99),
    max: percentile(sorted, 1),
    meanBodyBytes: events.reduce((sum, { body }) => sum + body.length, 0) / events.length,
  };
}

function requestFor({ body }: CallEvent, { port, path, key }: LoadPlan): Buffer {
  const stamp = Date.now();
  const digest = createHmac("sha256", key).update(body).update(String(stamp)).digest("hex");
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    `X-Retell-Signature: v=${stamp},d=${digest}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
}
