import type { IncomingMessage, ServerResponse } from "node:http";
import { settings } from "#config";
import { HEALTH_ANSWER, NotTaken, RefusalCounter, type RefusalReason, WebhookIntake } from "#domain/webhooks";
import { verifyWebhook } from "#retell";
import { BodyReader } from "./body-reader.ts";
import { Turns } from "./turns.ts";

/** A refused body up to this size is let come and thrown away: cheaper for both than a new connection. */
const DISCARDED_BYTES_MAX = 1024 * 1024;
/** Answered between two looks at the database, however many are refused. */
const REFUSALS_PER_TURN = 64;

export interface WebhookDoor {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Writes what is still only counted. */
  stop(): Promise<void>;
}

/** POST: a delivery from Retell. GET: the health answer that the set-up guide names. */
export function webhookDoor(): WebhookDoor {
  const intake = new WebhookIntake();
  const bodies = new BodyReader();
  const refusals = new RefusalCounter();
  const turns = new Turns(REFUSALS_PER_TURN);

  function refuse(request: IncomingMessage, response: ServerResponse, reason: RefusalReason): void {
    refusals.count(reason);
    const { status, message } = refusalAnswers[reason];
    const isLittle = request.complete || bytesDeclaredBy(request) <= DISCARDED_BYTES_MAX;
    const isOver = reason === "too_slow" || !isLittle;
    if (!isOver) request.resume();
    answer(response, status, problem(message), {
      ...(status === 503 ? { "retry-after": "2" } : {}),
      ...(isOver ? { connection: "close" } : {}),
    });
  }

  return {
    async handle(request, response) {
      if (request.method === "GET" || request.method === "HEAD") return answer(response, 200, HEALTH_ANSWER);
      if (request.method !== "POST")
        return answer(response, 405, problem("This address takes POST and GET."), { allow: "GET, POST" });
      // Refused before the body is read where that can be known: nothing is cheaper to turn away.
      const declaredBytes = bytesDeclaredBy(request) || 0;
      const obstacle = bodies.obstacleTo(declaredBytes) ?? (intake.isBusy(declaredBytes) ? "busy" : null);
      if (obstacle !== null) return turns.add(() => refuse(request, response, obstacle));
      if (signatureOf(request) === undefined) return refuse(request, response, "missing_signature");
      const body = await bodies.read(request);
      if (body === "cut") return;
      if (!Buffer.isBuffer(body)) return refuse(request, response, body);
      const verdict = verifyWebhook(body, signatureOf(request), settings().retell.webhookKeys);
      if (verdict !== "valid") return refuse(request, response, verdict);
      try {
        await intake.submit(body);
      } catch (error) {
        if (!(error instanceof NotTaken)) throw error;
        return refuse(request, response, error.reason);
      }
      answer(response, 200, '{"received":true}');
    },
    stop: () => refusals.write(),
  };
}

const refusalAnswers: Record<RefusalReason, { status: number; message: string }> = {
  missing_signature: { status: 401, message: "The x-retell-signature header is missing." },
  bad_signature: {
    status: 401,
    message: "The signature does not match. Check that RETELL_API_KEY is the key with the webhook badge.",
  },
  stale: {
    status: 401,
    message: "The signature is older than five minutes. Check the clock of this server.",
  },
  too_large: { status: 413, message: "The body is larger than 8 MB." },
  too_slow: { status: 408, message: "The body did not come in time. Send it again." },
  busy: { status: 503, message: "Too many events at once. Send it again." },
  not_stored: { status: 503, message: "The event could not be stored. Send it again." },
};

function signatureOf(request: IncomingMessage): string | undefined {
  const header = request.headers["x-retell-signature"];
  return Array.isArray(header) ? header[0] : header;
}

/** NaN for a body that comes in chunks of no told length. */
function bytesDeclaredBy(request: IncomingMessage): number {
  return Number(request.headers["content-length"]);
}

function problem(message: string): string {
  return JSON.stringify({ status: "error", message });
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
