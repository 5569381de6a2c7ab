import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createApi, WEBHOOKS } from "#api/index.ts";
import { settings } from "#config";
import { closePools } from "#database";
import { CLIENT_IP_HEADER } from "#identity";
import { log } from "#log";
import { listenWide } from "./listen-wide.ts";
import { openPages } from "./pages.ts";
import { RequestsUnderWay } from "./requests-under-way.ts";

/** What is under way when we are told to stop gets this long to finish. */
const STOP_TIMEOUT_MS = 7_000;
/**
 * Slow senders are cut off, headers or body; Retell itself waits ten seconds for an answer. What this process does not
 * read while it is held up counts as slowness of theirs, so it is more than it is held up for.
 */
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than proxies keep a line that nobody uses (60 s): who closes first must not be we, just as a request is on its way. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** How often those are looked for who take longer. */
const SLOW_SENDERS_EVERY_MS = 1_000;
/** More at a time are dropped at once: each holds some memory, whatever it asks. */
const CONNECTIONS_MAX = 4_000;
const TELL_OF_DROPS_EVERY_MS = 10_000;

const { production, port, host, appUrl, trustProxy } = settings();
const pages = await openPages();
const api = createApi();
const underWay = new RequestsUnderWay();
let stopping = false;

const server = createServer({ connectionsCheckingInterval: SLOW_SENDERS_EVERY_MS }, (request, response) => {
  if (stopping && !isHealthQuestion(request)) return turnAway(response);
  underWay.add(response);
  serve(request, response).catch((error: unknown) => {
    // Whoever asked has gone away in mid-request: nobody is there to answer, and nothing is broken.
    if (response.destroyed) return;
    log.error(
      { error: error instanceof Error ? error.stack : String(error), url: request.url },
      "A request failed",
    );
    if (response.headersSent) response.destroy();
    else
      response
        .writeHead(500, { "content-type": "text/plain" })
        .end("Something went wrong on our side. It was logged.\n");
  });
});
server.requestTimeout = REQUEST_TIMEOUT_MS;
server.headersTimeout = REQUEST_TIMEOUT_MS;
server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
server.on("upgrade", pages.upgrade);
limitConnections();
const listening = await listenWide(server, { port, host });
log.info({ host, port }, "The web server is ready");
process.send?.({ ready: true });

/** The front door: machines to the API, people to the pages. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // No browser reads these answers and no address counts there, so they go the shortest way.
  if (request.url === WEBHOOKS) return api.handle(request, response);
  overwriteHeader(request, CLIENT_IP_HEADER, clientAddress(request));
  setSecurityHeaders(response);
  if (request.url === "/api" || request.url?.startsWith("/api/")) return api.handle(request, response);
  setContentSecurityPolicy(request, response);
  // For the sign-in page to lead back to; written over, so that nobody else can say it.
  request.headers["x-switchboard-path"] = request.url ?? "/";
  await pages.serve(request, response);
}

/** While we stop, only those who ask how we are get an answer; everybody else comes back to the next process. */
function isHealthQuestion({ url }: IncomingMessage): boolean {
  return url === "/api/health" || url === "/api/health/live" || url === "/api/health/ready";
}

function turnAway(response: ServerResponse): void {
  response
    .writeHead(503, { "content-type": "text/plain", "retry-after": "2", connection: "close" })
    .end("This server is stopping. Try again in a moment.\n");
}

function limitConnections(): void {
  let open = 0;
  let dropped = 0;
  server.on("connection", (socket) => {
    open += 1;
    socket.once("close", () => {
      open -= 1;
    });
    if (open <= CONNECTIONS_MAX) return;
    socket.destroy();
    if (dropped === 0) setTimeout(tellOfDrops, TELL_OF_DROPS_EVERY_MS).unref();
    dropped += 1;
  });
  function tellOfDrops(): void {
    log.warn({ dropped }, "Connections were dropped because too many were open");
    dropped = 0;
  }
}

/** Node keeps headers twice, and readers go by either list: left in one, the sender's own word would count there. */
function overwriteHeader(request: IncomingMessage, name: string, value: string): void {
  request.headers[name] = value;
  const others: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const [given = "", text = ""] = request.rawHeaders.slice(index, index + 2);
    if (given.toLowerCase() !== name) others.push(given, text);
  }
  request.rawHeaders = [...others, name, value];
}

function clientAddress(request: IncomingMessage): string {
  const forwarded = trustProxy ? request.headers["x-forwarded-for"] : undefined;
  // The nearest proxy writes last; whatever stands before it, the caller may have made up.
  const nearest = String(forwarded ?? "")
    .split(",")
    .at(-1)
    ?.trim();
  return nearest || (request.socket.remoteAddress ?? "");
}

function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  if (appUrl.startsWith("https://"))
    response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
}

/** Next reads the nonce from the request's own policy header and puts it on its scripts. */
function setContentSecurityPolicy(request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'self'",
    // React's development build reads stack traces by eval; the production build does not.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${production ? "" : " 'unsafe-eval'"}`,
    `style-src 'self' ${production ? `'nonce-${nonce}'` : "'unsafe-inline'"}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    `connect-src 'self'${production ? "" : " ws:"}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
}

/** Answers what has been asked, tells everybody else to come back, and goes. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ unanswered: underWay.count }, "The web server is stopping");
  setTimeout(giveUp, STOP_TIMEOUT_MS).unref();
  api.prepareToStop();
  await underWay.finished();
  listening.close();
  server.closeAllConnections();
  await api.stop();
  await pages.close();
  await closePools();
  process.exit(0);
}

function giveUp(): void {
  log.warn({ unanswered: underWay.count }, "The web server stops before everything was finished");
  process.exit(1);
}

process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
// Whoever started us is gone: without it nobody would ever stop us.
process.on("disconnect", () => void stop());
