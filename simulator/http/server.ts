import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline, Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { Faults } from "../faults.ts";
import type { Settings } from "../settings.ts";
import { type Answer, type Exchange, type Route, readBody, refused } from "./exchange.ts";
import { notFound, Refusal, rateLimited, serverError, unauthorised } from "./refusal.ts";

const CREATE_PHONE_CALL = "/v2/create-phone-call";
const LATE_MS = 2_000;
const KEEP_ALIVE_MS = 75_000;

/** What is needed of a request to answer it. */
export type Asked = Pick<IncomingMessage, "method" | "url" | "headers"> & AsyncIterable<Buffer>;
export type Responder = (request: Asked) => Promise<Answer>;

/** Finds the route, asks for the key, answers; whatever carries request and answer. */
export function createResponder(routes: readonly Route[], settings: Settings, faults: Faults): Responder {
  let requests = 0;
  return (request) => {
    requests += 1;
    return answer(request, routes, settings, faults, String(requests));
  };
}

/** The HTTP side of a responder. */
export function createFrontDoor(respond: Responder, settings: Settings): Server {
  const server = createServer((request, response) => {
    respond(request).then(
      (ready) => send(ready, request, response),
      () => send(refused(serverError(), settings.errorKey), request, response),
    );
  });
  // An idle connection that is closed just when a client reuses it looks like a call of unknown outcome.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function answer(
  request: Asked,
  routes: readonly Route[],
  settings: Settings,
  faults: Faults,
  drawKey: string,
): Promise<Answer> {
  try {
    const url = new URL(request.url ?? "/", "http://simulator");
    const method = request.method ?? "GET";
    const found = findRoute(routes, method, url.pathname);
    if (!found?.route.open) {
      demandKey(request, settings);
      const broken = await misbehave(url.pathname, settings, faults, drawKey);
      if (broken) return broken;
    }
    const body = await readBody(request);
    if (!found) throw notFound();
    const { headers } = request;
    const exchange: Exchange = {
      method,
      path: url.pathname,
      params: found.params,
      query: url.searchParams,
      headers,
      body,
    };
    return await found.route.handle(exchange);
  } catch (error) {
    if (error instanceof Refusal) return refused(error, settings.errorKey);
    if (settings.quiet === false && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return refused(serverError(), settings.errorKey);
  }
}

function findRoute(routes: readonly Route[], method: string, path: string) {
  const wanted = method === "HEAD" ? "GET" : method;
  for (const route of routes) {
    const parts = route.method === wanted ? route.pattern.exec(path) : null;
    if (parts) return { route, params: parts.slice(1).map(decode) };
  }
  return undefined;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function demandKey(request: Asked, settings: Settings): void {
  const sent = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1]?.trim();
  if (sent === undefined || !settings.apiKeys.includes(sent)) throw unauthorised();
}

/** What goes wrong with a request before its route is asked; create-phone-call has faults of its own. */
async function misbehave(
  path: string,
  settings: Settings,
  faults: Faults,
  drawKey: string,
): Promise<Answer | null> {
  const late = faults.strike("latency", drawKey);
  if (late) await pause((late.ms ?? LATE_MS) / settings.speed);
  if (path === CREATE_PHONE_CALL) return null;
  const fault = faults.strikeFirst(["serverError", "otherRateLimit", "otherReset"], drawKey);
  if (fault?.name === "serverError") throw serverError();
  if (fault?.name === "otherRateLimit") throw rateLimited(fault.setting.ms);
  return fault ? { kind: "reset" } : null;
}

function send(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (answer.kind === "silence") return;
  if (answer.kind === "reset") {
    request.socket.destroy();
  } else if (answer.kind === "empty") {
    response.writeHead(answer.status).end();
  } else if (answer.kind === "file") {
    response.writeHead(answer.status, answer.headers);
    if (request.method === "HEAD") response.end();
    else pipeline(Readable.from(answer.chunks), response, () => {});
  } else {
    const text = answer.kind === "json" ? JSON.stringify(answer.body) : answer.text;
    const type = answer.kind === "json" ? "application/json; charset=utf-8" : "text/plain; charset=utf-8";
    const besides = answer.kind === "json" ? answer.headers : {};
    const length = Buffer.byteLength(text);
    response.writeHead(answer.status, { "content-type": type, "content-length": length, ...besides });
    response.end(request.method === "HEAD" ? undefined : text);
  }
}
