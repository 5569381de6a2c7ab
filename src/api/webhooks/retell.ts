import type { IncomingMessage, ServerResponse } from "node:http";
import { settings } from "#config";
import { HEALTH_ANSWER, RefusalCounter, WebhookIntake } from "#domain/webhooks";
import { log } from "#log";
import { verifyWebhook } from "#retell";

/** Transcripts with word timings make bodies of hundreds of kilobytes; nothing sensible is larger. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;

export interface WebhookDoor {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Writes what is still only counted. */
  stop(): Promise<void>;
}

/** POST: a delivery from Retell. GET: the health answer that the set-up guide names. */
export function webhookDoor(): WebhookDoor {
  const intake = new WebhookIntake();
  const refusals = new RefusalCounter();
  return {
    async handle(request, response) {
      if (request.method === "GET" || request.method === "HEAD") return answer(response, 200, HEALTH_ANSWER);
      if (request.method !== "POST")
        return answer(response, 405, problem("This address takes POST and GET."), { allow: "GET, POST" });
      const body = await readBody(request);
      if (body === "too_large") {
        refusals.count("too_large");
        return answer(response, 413, problem("The body is larger than 8 MB."), { connection: "close" });
      }
      if (body === "cut") return;
      const verdict = verifyWebhook(body, signatureOf(request), settings().retell.webhookKeys);
      if (verdict !== "valid") {
        refusals.count(verdict);
        return answer(response, 401, problem(refusalWords[verdict]));
      }
      try {
        await intake.submit(body);
      } catch (error) {
        log.error({ error: String(error) }, "A webhook could not be stored; Retell will send it again");
        return answer(response, 503, problem("The event could not be stored. Send it again."), {
          "retry-after": "2",
        });
      }
      answer(response, 200, '{"received":true}');
    },
    stop: () => refusals.write(),
  };
}

const refusalWords = {
  missing_signature: "The x-retell-signature header is missing.",
  bad_signature: "The signature does not match. Check that RETELL_API_KEY is the key with the webhook badge.",
  stale: "The signature is older than five minutes. Check the clock of this server.",
};

function signatureOf(request: IncomingMessage): string | undefined {
  const header = request.headers["x-retell-signature"];
  return Array.isArray(header) ? header[0] : header;
}

async function readBody(request: IncomingMessage): Promise<Buffer | "too_large" | "cut"> {
  if (Number(request.headers["content-length"] ?? 0) > BODY_BYTES_MAX) return "too_large";
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      if (bytes > BODY_BYTES_MAX) return "too_large";
      chunks.push(chunk as Buffer);
    }
  } catch {
    return "cut";
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
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
