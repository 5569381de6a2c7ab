import { world } from "./world.ts";

export interface Answer {
  status: number;
  headers: Headers;
  // What comes back is compared as a whole or in part, and read no further.
  body: unknown;
}

export interface Asking {
  method?: string;
  /** The Cookie header of whoever asks. */
  cookie?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is, as JSON. */
  text?: string;
}

/** Asks the API over HTTP, as a browser of the console's own pages would. */
export async function ask(
  path: string,
  { method, cookie, headers, json, text }: Asking = {},
): Promise<Answer> {
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  const answer = await fetch(`${world.appUrl}${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { "content-type": "application/json", origin: world.appUrl }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const isJson = answer.headers.get("content-type")?.includes("json");
  return {
    status: answer.status,
    headers: answer.headers,
    body: isJson ? await answer.json() : await answer.text(),
  };
}

/** The Cookie header that a browser sends after an answer that set cookies. */
export function cookieOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}
