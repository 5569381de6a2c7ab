import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  atLeast,
  atMost,
  isMet,
  type Row,
  ratioAtLeast,
  ratioAtMost,
} from "../../benchmarks/bench/figure.ts";
import { inTurns } from "../../benchmarks/bench/rounds.ts";
import { tableOf } from "../../benchmarks/bench/table.ts";
import { sendAll } from "../../benchmarks/load/client.ts";
import { writeEvents } from "../../benchmarks/load/events.ts";
import { percentile } from "../../benchmarks/load/percentiles.ts";

function row(ours: number, baseline: number | null, target: Row["target"]): Row {
  const against = baseline === null ? null : { name: "plain", value: baseline };
  return { figure: "f", what: "w", unit: "ms", ours, baseline: against, target };
}

describe("the verdict on a figure", () => {
  test.each([
    [row(40, 10, ratioAtLeast(4)), true],
    [row(39, 10, ratioAtLeast(4)), false],
    [row(15, 10, ratioAtMost(1.5)), true],
    [row(16, 10, ratioAtMost(1.5)), false],
    [row(5, null, atMost(5)), true],
    [row(99.9, null, atLeast(100)), false],
    [row(Number.NaN, 10, ratioAtMost(1.5)), false],
    [row(1, null, ratioAtMost(1.5)), false],
  ])("%j is met: %s", (given, met) => {
    expect(isMet(given)).toBe(met);
    expect(tableOf([given]).at(-1)).toMatch(met ? /\| met +\|$/ : /\| not met +\|$/);
  });
});

test("every side is measured once a round, each round beginning with another, and the medians are kept", async () => {
  const order: string[] = [];
  const side = (name: string, values: number[]) => async (round: number) => {
    order.push(name);
    return { value: values[round] ?? 0 };
  };
  const medians = await inTurns({ a: side("a", [9, 1, 2]), b: side("b", [5, 7, 6]) }, 3);
  expect(order.join("")).toBe("abbaab");
  expect(medians).toEqual({ a: { value: 2 }, b: { value: 6 } });
});

test("percentiles are values that were measured", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([50, 99, 100]);
});

test("webhooks have the size that they are said to have, and each is of an event of its own", () => {
  for (const [size, bytes] of [
    ["4 KB", 4_096],
    ["50 KB", 51_200],
  ] as const) {
    const events = writeEvents(3_000, size, "x");
    const mean = events.reduce((sum, { body }) => sum + body.length, 0) / events.length;
    expect(Math.abs(mean / bytes - 1)).toBeLessThan(0.05);
    expect(new Set(events.map(({ callId, event }) => `${callId} ${event}`)).size).toBe(3_000);
  }
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  return (server.address() as AddressInfo).port;
}

const request = Buffer.from("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
const requests = Array.from({ length: 40 }, () => request);

test.each([
  ["no body", ((_, response) => response.writeHead(204).end()) satisfies RequestListener],
  [
    "a told length",
    ((_, response) => response.writeHead(200, { "content-length": 2 }).end("ok")) satisfies RequestListener,
  ],
  [
    "chunks",
    ((_, response) => {
      response.writeHead(200).write("first");
      response.end("second");
    }) satisfies RequestListener,
  ],
])("an answer with %s counts once it is whole", async (_, listener) => {
  const answered: number[] = [];
  const port = await serve(listener);
  const { times } = await sendAll(requests, {
    port,
    connections: 4,
    onAnswer: (place) => answered.push(place),
  });
  expect(times.length).toBe(40);
  expect(new Set(answered).size).toBe(40);
});

test("an answer other than 2xx makes the round void", async () => {
  let count = 0;
  const port = await serve((_, response) => {
    count += 1;
    response.writeHead(count === 30 ? 503 : 204).end();
  });
  await expect(sendAll(requests, { port, connections: 4, onAnswer: () => undefined })).rejects.toThrow(
    "not 2xx",
  );
});
