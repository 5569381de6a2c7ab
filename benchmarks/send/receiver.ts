import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Simulator, startSimulator } from "../../simulator/index.ts";

const CREATE = "/v2/create-phone-call";
/** Retell's limits are no part of what is measured, so they are far away. */
const FAR_AWAY = 10_000;
const SPEED = 1_000;
const ARRIVES_WITHIN_MS = 10_000;

/** A pretend Retell, with a look at when each request for a call arrives. */
export interface Receiver {
  url: string;
  simulator: Simulator;
  /** When the call to this number is asked for, by `performance.now()` of this process. */
  arrivalOf(phoneNumber: string): Promise<number>;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const simulator = await startSimulator({
    ...{ port: 0, history: 0, speed: SPEED, apiKeys: ["key_simulated"] },
    ...{ callsPerSecond: FAR_AWAY, concurrencyLimit: FAR_AWAY },
  });
  const awaited = new Map<string, (at: number) => void>();
  const server = createServer((request, response) => {
    const at = performance.now();
    passOn(request, response, simulator.url, (body) => {
      const { to_number: number } = JSON.parse(body.toString("utf8"));
      awaited.get(number)?.(at);
      awaited.delete(number);
    }).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    simulator,
    arrivalOf: (phoneNumber) =>
      new Promise((resolve, reject) => {
        const late = () => reject(new Error(`No call to ${phoneNumber} was asked for.`));
        const timer = setTimeout(late, ARRIVES_WITHIN_MS);
        awaited.set(phoneNumber, (at) => {
          clearTimeout(timer);
          resolve(at);
        });
      }),
    async stop() {
      server.close();
      server.closeAllConnections();
      await simulator.stop();
    },
  };
}

/** Notes what is to be noted, then lets the pretend Retell answer. */
async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  to: string,
  note: (body: Buffer) => void,
): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  if (request.url === CREATE) note(body);
  const answer = await fetch(`${to}${request.url}`, {
    method: request.method ?? "GET",
    headers: {
      authorization: request.headers.authorization ?? "",
      "content-type": request.headers["content-type"] ?? "application/json",
    },
    ...(body.length > 0 && { body }),
  });
  const given = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, {
    "content-type": answer.headers.get("content-type") ?? "",
    "content-length": given.length,
  });
  response.end(given);
}
