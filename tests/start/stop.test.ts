import { createHmac } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { type Gateway, openGateway } from "../support/gateway.ts";
import { buildHouse, tearDown } from "./house.ts";
import { openParts, type Part, type Parts, writeQueuedCall } from "./parts.ts";

const DOCKER_STOP_MS = 10_000;
const WEB = "src/server.ts";
const WORKER = "src/worker/main.ts";

let house: string;
let parts: Parts;
let gateway: Gateway;
let part: Part | null = null;

beforeAll(async () => {
  house = buildHouse();
  parts = await openParts(house);
  process.env.RETELL_BASE_URL = parts.simulator.url;
  gateway = await openGateway();
});
afterEach(async () => {
  part?.process.kill("SIGKILL");
  await part?.ended;
});
afterAll(async () => {
  await gateway.shut();
  await parts.close();
  tearDown(house);
});

const bodyOf = (id: string) => JSON.stringify({ event: "call_started", call: { call_id: id } });
function signed(body: string): Record<string, string> {
  const stamp = Date.now();
  const digest = createHmac("sha256", "key_simulated").update(body).update(String(stamp)).digest("hex");
  return { "x-retell-signature": `v=${stamp},d=${digest}` };
}

/** The status that was answered; null when there was no answer. */
async function deliver(port: number, id: string): Promise<number | null> {
  const body = bodyOf(id);
  const address = `http://127.0.0.1:${port}/api/webhooks/retell`;
  const answer = await fetch(address, { method: "POST", headers: signed(body), body }).catch(() => null);
  return answer?.status ?? null;
}

async function health(port: number, path = ""): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health${path}`);
  return { status: answer.status, body: await answer.json() };
}

async function storedOf(ids: readonly string[]): Promise<string[]> {
  const rows = await parts.ask<{ id: string }>(
    "select retell_call_id as id from webhook_events where retell_call_id = any($1)",
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** A delivery that the server has begun with, whose body stops half-way until it is told to go on. */
async function halfDelivery(port: number, id: string): Promise<{ finish(): Promise<number> }> {
  const body = bodyOf(id);
  const headers = {
    ...signed(body),
    "content-length": Buffer.byteLength(body),
    // Which the server answers when it begins.
    expect: "100-continue",
  };
  const request = httpRequest({
    port,
    host: "127.0.0.1",
    path: "/api/webhooks/retell",
    method: "POST",
    headers,
  });
  const status = new Promise<number>((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  // Waited for at the end; a test that ends before has another reason to fail.
  status.catch(() => undefined);
  const begun = once(request, "continue");
  request.flushHeaders();
  await begun;
  request.write(body.slice(0, 10));
  return {
    finish() {
      request.end(body.slice(10));
      return status;
    },
  };
}

describe("the web process, told to stop", () => {
  test("is ready and live before; while it finishes it is live, not ready, and turns away whoever comes", async () => {
    part = await parts.launch(WEB);
    const { port } = part;
    expect(await health(port, "/live")).toEqual({ status: 200, body: { status: "ok", live: true } });
    const ready = { status: "ok", live: true, ready: true, stopping: false, database: "ok" };
    expect(await health(port, "/ready")).toEqual({ status: 200, body: ready });
    expect(await health(port)).toEqual({ status: 200, body: ready });

    const half = await halfDelivery(port, "call_half");
    part.process.kill("SIGTERM");
    await part.hasSaid("The web server is stopping");
    const stopping = { ...ready, status: "error", ready: false, stopping: true };
    expect(await health(port, "/ready")).toEqual({ status: 503, body: stopping });
    expect((await health(port, "/live")).status).toBe(200);
    expect(await deliver(port, "call_too_late")).toBe(503);
    expect(await half.finish()).toBe(200);
    expect(await part.ended).toBe(0);
    expect(await storedOf(["call_half", "call_too_late"])).toEqual(["call_half"]);
  });

  test("in the midst of deliveries: each is either stored and acknowledged, or refused, or not answered", async () => {
    part = await parts.launch(WEB);
    const { port } = part;
    const answers = new Map<string, number | null>();
    const senders = Array.from({ length: 12 }, async (_, sender) => {
      for (let number = 0; ; number += 1) {
        const id = `call_${sender}_${number}`;
        const status = await deliver(port, id);
        answers.set(id, status);
        if (status === null) return;
      }
    });
    await eventually(
      () => answers.size,
      (count) => count > 50,
    );
    const toldAt = performance.now();
    part.process.kill("SIGTERM");
    expect(await part.ended).toBe(0);
    expect(performance.now() - toldAt).toBeLessThan(DOCKER_STOP_MS);
    await Promise.all(senders);
    const acknowledged = [...answers].filter(([, status]) => status === 200).map(([id]) => id);
    expect((await storedOf(acknowledged)).sort()).toEqual(acknowledged.sort());
    expect([...new Set(answers.values())].filter((status) => ![200, 503, null].includes(status))).toEqual([]);
  });

  test("a database without a migration of this version is live and not ready", async () => {
    const [latest] = await parts.ask<{ name: string; checksum: string }>(
      "delete from app.migrations where name = (select max(name) from app.migrations) returning name, checksum",
    );
    part = await parts.launch(WEB);
    expect(await health(part.port, "/ready")).toMatchObject({
      status: 503,
      body: { ready: false, database: "migrations missing" },
    });
    expect((await health(part.port, "/live")).status).toBe(200);
    await parts.ask("insert into app.migrations (name, checksum) values ($1, $2)", [
      latest?.name,
      latest?.checksum,
    ]);
    expect((await health(part.port, "/ready")).status).toBe(200);
  });
});

describe("the worker, told to stop while Retell has not answered", () => {
  const stateOf = async (id: string) =>
    (
      await parts.ask<{ dial_state: string; outcome: string }>(
        "select dial_state, outcome from retell_calls as call join dial_attempts as attempt on attempt.call_id = call.id where call.id = $1",
        [id],
      )
    )[0];
  const createsFor = (id: string) => gateway.creates.filter((body) => body.includes(id)).length;
  const launchWorker = () => parts.launch(WORKER, { RETELL_BASE_URL: process.env.RETELL_BASE_URL ?? "" });

  test("waits for the answer and writes it down", async () => {
    const id = await writeQueuedCall(parts, "+12137770201");
    const { promise, resolve: letAnswerThrough } = Promise.withResolvers<void>();
    gateway.holdNext(promise);
    part = await launchWorker();
    await eventually(() => createsFor(id), Boolean);
    part.process.kill("SIGTERM");
    await part.hasSaid("The worker is stopping");
    letAnswerThrough();
    expect(await part.ended).toBe(0);
    expect(await stateOf(id)).toEqual({ dial_state: "accepted", outcome: "accepted" });
    expect(createsFor(id)).toBe(1);
  });

  test("goes in time when no answer comes, and the next one looks the call up and does not dial it again", async () => {
    const id = await writeQueuedCall(parts, "+12137770202");
    const { promise: never, resolve: letAnswerThrough } = Promise.withResolvers<void>();
    gateway.holdNext(never);
    part = await launchWorker();
    await eventually(() => createsFor(id), Boolean);
    const toldAt = performance.now();
    part.process.kill("SIGTERM");
    expect(await part.ended).toBe(1);
    expect(performance.now() - toldAt).toBeLessThan(DOCKER_STOP_MS);
    // Given back, not left to run out.
    expect(
      await parts.ask("select leased_until <= now() as released from dial_attempts where call_id = $1", [id]),
    ).toEqual([{ released: true }]);
    letAnswerThrough();
    part = await launchWorker();
    await eventually(
      () => stateOf(id),
      (state) => state?.dial_state === "accepted",
    );
    expect(createsFor(id)).toBe(1);
  });
});
