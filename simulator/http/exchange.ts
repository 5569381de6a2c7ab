import type { IncomingMessage } from "node:http";
import { badRequest, Refusal } from "./refusal.ts";

const LARGEST_BODY_BYTES = 20 * 1024 * 1024;
const SECOND_MS = 1000;

/** One request, as a route sees it. */
export interface Exchange {
  method: string;
  path: string;
  params: readonly string[];
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: unknown;
}

interface JsonAnswer {
  kind: "json";
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** What a route answers. */
export type Answer =
  | JsonAnswer
  | { kind: "empty"; status: number }
  | { kind: "text"; status: number; text: string }
  | { kind: "file"; status: number; headers: Record<string, string | number>; chunks: Iterable<Buffer> }
  /** The client never hears back. */
  | { kind: "silence" }
  /** The connection breaks. */
  | { kind: "reset" };

export const json = (status: number, body: unknown): JsonAnswer => ({ kind: "json", status, body });
export const empty = (status = 204): Answer => ({ kind: "empty", status });

/** How a refusal is told. Some say when to come again, in both of the forms that the official client obeys. */
export function refused(refusal: Refusal, errorKey: string): Answer {
  const { status, message, retryAfterMs } = refusal;
  const answer = json(status, { status: "error", [errorKey]: message });
  if (retryAfterMs === undefined) return answer;
  const seconds = String(Math.ceil(retryAfterMs / SECOND_MS));
  return { ...answer, headers: { "retry-after": seconds, "retry-after-ms": String(retryAfterMs) } };
}

export interface Route {
  method: string;
  pattern: RegExp;
  /** Open routes need no API key. */
  open?: boolean;
  handle(exchange: Exchange): Answer | Promise<Answer>;
}

/** A path such as `/v2/get-call/:id`; each `:name` is one percent-encoded segment. */
export function route(
  method: string,
  path: string,
  handle: Route["handle"],
  options: { open?: boolean } = {},
): Route {
  const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, "([^/]+)")}/?$`);
  return { method, pattern, handle, ...options };
}

/** Reads a JSON body; none at all counts as an empty object. */
export async function readBody(request: AsyncIterable<Buffer>): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > LARGEST_BODY_BYTES) throw new Refusal(413, "The request body is too large.");
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest();
  }
}
