import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import Retell from "retell-sdk";
import { onTestFinished } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/index.ts";

export const KEY = "key_for_tests";
export const FAST = 2_000;
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 4;

export type PhoneCall = Retell.PhoneCallResponse;

interface Received {
  raw: string;
  signature: string;
  headers: IncomingHttpHeaders;
  event: string;
  call: PhoneCall;
  body: Record<string, unknown>;
}

export interface Mailbox {
  url: string;
  received: Received[];
  /** What the next requests are answered; 204 when used up. */
  replies: number[];
  /** What requests with this event are always answered. */
  always: Record<string, number>;
  /** The body of what requests with this event are answered. */
  says: Record<string, unknown>;
  of(callId: string): Received[];
}

/** A place for webhooks to arrive at. */
export async function openMailbox(): Promise<Mailbox> {
  const received: Received[] = [];
  const replies: number[] = [];
  const always: Record<string, number> = {};
  const says: Record<string, unknown> = {};
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString("utf8");
    const body = JSON.parse(raw);
    const signature = String(request.headers["x-retell-signature"]);
    received.push({ raw, signature, headers: request.headers, event: body.event, call: body.call, body });
    const words = says[body.event];
    response.writeHead(always[body.event] ?? replies.shift() ?? (words === undefined ? 204 : 200));
    response.end(words === undefined ? undefined : JSON.stringify(words));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const of = (callId: string) => received.filter(({ call }) => call?.call_id === callId);
  return { url: `http://127.0.0.1:${port}/hook`, received, replies, always, says, of };
}

/** A simulator of this test's own, and the official client that talks to it. */
export async function start(
  options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; retell: Retell }> {
  const simulator = await startSimulator({
    port: 0,
    speed: FAST,
    history: 0,
    apiKeys: [KEY],
    concurrencyLimit: 200,
    callsPerSecond: 1_000,
    ...options,
  });
  onTestFinished(() => simulator.stop());
  return { simulator, retell: clientFor(simulator.url) };
}

export function clientFor(url: string, apiKey = KEY): Retell {
  return new Retell({ apiKey, baseURL: url, maxRetries: 0 });
}

/** Asks one of the simulator's own tools. */
export async function tool<T>(simulator: Simulator, path: string, body: unknown = {}): Promise<T> {
  const response = await fetch(`${simulator.url}/__sim/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Looks again and again until there is something to see. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen) return seen as NonNullable<T>;
    if (Date.now() > deadline) throw new Error(`Not seen within ${PATIENCE_MS} ms: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

export const CALL = { from_number: "+14157774444", to_number: "+12137774445" } as const;

export async function place(
  retell: Retell,
  body: Partial<Retell.CallCreatePhoneCallParams> = {},
): Promise<PhoneCall> {
  return retell.call.createPhoneCall({ ...CALL, ...body });
}

export async function get(retell: Retell, callId: string): Promise<PhoneCall> {
  const call = await retell.call.retrieve(callId);
  if (call.call_type !== "phone_call") throw new Error("Not a phone call.");
  return call;
}

/** The call once its analysis is there. */
export function analysed(retell: Retell, callId: string): Promise<PhoneCall> {
  return until(async () => {
    const call = await get(retell, callId);
    return call.call_analysis ? call : null;
  });
}

/** What a call refuses with. */
export async function refusal(attempt: Promise<unknown>): Promise<InstanceType<typeof Retell.APIError>> {
  const outcome = await attempt.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof Retell.APIError) return outcome;
  throw new Error(`Expected a refusal, got ${String(outcome)}`);
}
