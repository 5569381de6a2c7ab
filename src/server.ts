import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { createApi } from "#api/index.ts";
import { settings } from "#config";
import { closePools } from "#database";
import { CLIENT_IP_HEADER } from "#identity";
import { log } from "#log";

/** What is under way when we are told to stop gets this long to finish. */
const STOP_TIMEOUT_MS = 8_000;
/** Slow senders are cut off; Retell itself waits ten seconds for an answer. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;

const { production, port, host, appUrl, trustProxy } = settings();
const pages = next({ dev: !production, dir: process.cwd(), port, hostname: host });
await pages.prepare();
const servePage = pages.getRequestHandler();
const api = createApi();

const server = createServer((request, response) => {
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
server.headersTimeout = HEADERS_TIMEOUT_MS;
server.on("upgrade", pages.getUpgradeHandler());
server.listen(port, host, () => {
  log.info({ host, port }, "The web server is ready");
  process.send?.({ ready: true });
});

/** The front door: machines to the API, people to the pages. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  overwriteHeader(request, CLIENT_IP_HEADER, clientAddress(request));
  setSecurityHeaders(response);
  if (request.url === "/api" || request.url?.startsWith("/api/")) return api.handle(request, response);
  setContentSecurityPolicy(request, response);
  // For the sign-in page to lead back to; written over, so that nobody else can say it.
  request.headers["x-switchboard-path"] = request.url ?? "/";
  await servePage(request, response);
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

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  const closed = new Promise((resolve) => server.close(resolve));
  await api.stop();
  server.closeIdleConnections();
  // Live streams never end by themselves; browsers come back to the next process and resume.
  setTimeout(() => server.closeAllConnections(), STOP_TIMEOUT_MS / 4).unref();
  await closed;
  await pages.close();
  await closePools();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
// Whoever started us is gone: without it nobody would ever stop us.
process.on("disconnect", () => void stop());
