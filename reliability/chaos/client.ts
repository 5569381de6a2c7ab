import type { CallListItem } from "#domain/calls";

const TIMEOUT_MS = 10_000;
const PAGE = 200;
const IDS_PER_READING = 50;

export interface Answer {
  status: number;
  body: unknown;
}

/** Who asks: a browser with its session, or a program with its key. */
export type Credential = { cookie: string } | { key: string };

/** A client of the console's HTTP API. What is not answered throws. */
export class Client {
  readonly #url: string;
  readonly #credential: Credential | null;

  constructor(url: string, credential: Credential | null) {
    this.#url = url;
    this.#credential = credential;
  }

  async ask(path: string, body?: unknown, method = body === undefined ? "GET" : "POST"): Promise<Answer> {
    const answer = await this.fetch(path, {
      method,
      headers: { "content-type": "application/json", origin: this.#url },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text,
    };
  }

  fetch(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
    return fetch(`${this.#url}${path}`, { ...init, headers: { ...init.headers, ...this.#identification() } });
  }

  /** The whole history. Throws when any page of it is not given. */
  async allCalls(): Promise<CallListItem[]> {
    const calls: CallListItem[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === null ? {} : { cursor }) });
      const page = await this.#read<{ calls: CallListItem[]; nextCursor: string | null }>(
        `/api/calls?${query}`,
      );
      calls.push(...page.calls);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return calls;
  }

  /** Those of these calls that there are. */
  async callsById(ids: readonly string[]): Promise<CallListItem[]> {
    const calls: CallListItem[] = [];
    for (let start = 0; start < ids.length; start += IDS_PER_READING) {
      const part = ids.slice(start, start + IDS_PER_READING).join(",");
      calls.push(...(await this.#read<{ calls: CallListItem[] }>(`/api/calls?ids=${part}`)).calls);
    }
    return calls;
  }

  async #read<Body>(path: string): Promise<Body> {
    const { status, body } = await this.ask(path);
    if (status !== 200) throw new Error(`${path} was answered ${status}.`);
    return body as Body;
  }

  #identification(): Record<string, string> {
    if (this.#credential === null) return {};
    if ("cookie" in this.#credential) return { cookie: this.#credential.cookie };
    return { authorization: `Bearer ${this.#credential.key}` };
  }
}

/** Signs in as a browser does, and makes a key for programs. */
export async function signIn(
  url: string,
  account: { email: string; password: string },
): Promise<{ cookie: string; key: string }> {
  const stranger = new Client(url, null);
  const answer = await stranger.fetch("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify(account),
  });
  if (!answer.ok) throw new Error(`Signing in was answered ${answer.status}.`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const made = await new Client(url, { cookie }).ask("/api/keys", { name: "chaos" });
  if (made.status !== 201) throw new Error(`Making a key was answered ${made.status}.`);
  return { cookie, key: (made.body as { key: { secret: string } }).key.secret };
}
