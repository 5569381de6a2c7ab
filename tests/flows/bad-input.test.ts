import fc from "fast-check";
import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { createsFor, FROM, REMINDER, requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

let admin: TestPerson;
let user: TestPerson;
let client: pg.Client;
let callId: string;

beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  user = await signedIn("user");
  client = await superuser();
  callId = (await requestOne(admin, "+12137777001")).id;
});

interface Answer {
  status: number;
  body: { error?: { code: string; message: string; fields: Record<string, string> } } & Record<
    string,
    unknown
  >;
}

async function ask(
  method: string,
  path: string,
  { cookie = admin.cookie, ...init }: RequestInit & { cookie?: string } = {},
): Promise<Answer> {
  const answer = await fetch(`${world.appUrl}${path}`, {
    method,
    ...init,
    headers: { cookie, ...init.headers },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : {},
  };
}

const json = { "content-type": "application/json" };
const post = (body: unknown, besides: Record<string, unknown> = {}) =>
  ask("POST", "/api/calls", {
    headers: json,
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...besides,
  });
const good = { phoneNumber: "+12137777002", agentId: REMINDER, fromNumber: FROM, variables: {} };

async function countCalls(): Promise<number> {
  const { rows } = await client.query<{ n: number }>("select count(*)::int as n from retell_calls");
  return rows[0]?.n ?? 0;
}

const NOWHERE = "00000000-0000-7000-8000-000000000000";
const routes = [
  ["GET", ""],
  ["POST", ""],
  ["POST", "/refresh"],
  ["GET", "/{id}"],
  ["POST", "/{id}/refresh"],
  ["POST", "/{id}/stop"],
  ["GET", "/{id}/recording"],
] as const;
const addressOf = (path: string, id: string) => `/api/calls${path.replace("{id}", id)}`;

describe.each(routes)("%s /api/calls%s", (method, path) => {
  const attempt = (cookie: string, headers: Record<string, string> = {}) =>
    ask(method, addressOf(path, callId), {
      cookie,
      headers: { ...json, ...headers },
      ...(method === "POST" && { body: JSON.stringify(good) }),
    });

  test("answers 401 to nobody, to a made-up session, and to one that has ended", async () => {
    const former = await signedIn("admin");
    await client.query("update sessions set expires_at = now() - interval '1 second' where user_id = $1", [
      former.id,
    ]);
    for (const cookie of ["", "better-auth.session_token=made.up", former.cookie]) {
      const { status, body } = await attempt(cookie);
      expect({ status, code: body.error?.code }).toEqual({ status: 401, code: "not_signed_in" });
    }
  });

  test("answers 403 to whoever is no admin", async () => {
    const { status, body } = await attempt(user.cookie);
    expect({ status, message: body.error?.message }).toEqual({
      status: 403,
      message: "Unauthorized: Admin access required",
    });
  });

  if (method === "POST")
    test("is refused when another site asks in an admin's name", async () => {
      const before = await countCalls();
      const foreign: Record<string, string>[] = [
        { origin: "https://evil.example" },
        { "sec-fetch-site": "cross-site" },
      ];
      for (const headers of foreign) expect((await attempt(admin.cookie, headers)).status).toBe(403);
      expect(await countCalls()).toBe(before);
    });

  if (path.includes("{id}"))
    test.each([
      NOWHERE,
      "1",
      "call_119c3f8e47135a29e65947eeb34cf12d",
      "%00",
      "..%2f..",
      "a".repeat(5000),
      "'",
      "%F0%9F%98%80",
    ])("answers 404 to an id that is none of this workspace: %s", async (id) => {
      const { status, body } = await ask(method, addressOf(path, id));
      expect({ status, code: body.error?.code }).toEqual({ status: 404, code: "not_found" });
    });
});

describe("POST /api/calls", () => {
  test.each([
    ["nothing", "", "The body is not valid JSON."],
    ["no JSON", "{", "The body is not valid JSON."],
    ["a list", [], "The request must be a JSON object"],
    ["a text", '"call"', "The request must be a JSON object"],
    ["null", "null", "The request must be a JSON object"],
    ["a name twice", '{"phoneNumber":"+1","phoneNumber":"+2"}', "“phoneNumber” is given twice"],
    ["too much", JSON.stringify({ ...good, variables: { a: "x".repeat(1024 * 1024) } }), "larger than 1 MB"],
    ["an unknown agent", { ...good, agentId: "agent_of_another_workspace" }, "Retell has no agent"],
    ["another workspace's number", { ...good, fromNumber: "+12025550123" }, "has no number +12025550123"],
    ["a number as a variable", { ...good, variables: { age: 42 } }, "must be text"],
    [
      "a variable that is too long",
      { ...good, variables: { a: "x".repeat(5001) } },
      "at most 5000 characters",
    ],
    ["a list of variables", { ...good, variables: [] }, "must be an object"],
    ["NUL in an agent", { ...good, agentId: "a\0" }, "Choose the agent"],
    ["a number as a phone number", { ...good, phoneNumber: 12137774445 }, "Invalid phone number format"],
    ["a key of a wrong type", { ...good, requestKey: { a: 1 } }, "requestKey must be"],
  ])("%s is answered 400, says what is wrong, and places nothing", async (_name, body, words) => {
    const before = await countCalls();
    const { status, body: answered } = await post(body);
    expect(status).toBe(400);
    expect(answered.error?.message).toContain(words);
    expect(await countCalls()).toBe(before);
  });

  test("without its content type it is refused in words", async () => {
    const { status, body } = await ask("POST", "/api/calls", {
      body: JSON.stringify(good),
      headers: { "content-type": "text/plain" },
    });
    expect(status).toBe(400);
    expect(body.error?.message).toContain("content-type: application/json");
  });

  test("sent twice with the same key it is one call, also at the same moment, and the second answer is the first call", async () => {
    const request = { ...good, requestKey: `twice-${crypto.randomUUID()}` };
    const answers = await Promise.all([post(request), post(request), post(request)]);
    const ids = answers.map(({ body }) => (body.call as { id: string }).id);
    expect(new Set(ids).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 201]);
    expect(createsFor(ids[0] ?? "").length).toBeLessThanOrEqual(1);
  });
});

describe("GET /api/calls", () => {
  test.each([
    ["status=asleep", "status"],
    ["direction=up", "direction"],
    ["number=abc", "number"],
    ["from=soon", "from"],
    ["to=2026-13-01", "to"],
    ["zone=Nowhere/Else", "zone"],
    ["variable=x", "variable"],
    ["colour=blue", "colour"],
    ["agent=%00", "agent"],
    ["limit=many", "limit"],
    ["limit=1000", "limit"],
    ["cursor=nonsense", "cursor"],
    [
      `cursor=${Buffer.from("2026-02-31 00:00:00+00|00000000-0000-7000-8000-000000000000").toString("base64url")}`,
      "cursor",
    ],
    [`cursor=${Buffer.from(`99999999999999999999|${NOWHERE}`).toString("base64url")}`, "cursor"],
  ])("%s is answered 400 at its name", async (query, name) => {
    const { status, body } = await ask("GET", `/api/calls?${query}`);
    expect(status).toBe(400);
    expect(Object.keys(body.error?.fields ?? {})).toEqual([name]);
  });

  test("ids that are none are passed over", async () => {
    const { status, body } = await ask("GET", `/api/calls?ids=x,,%00,${NOWHERE},${callId}`);
    expect(status).toBe(200);
    expect(body.calls).toHaveLength(1);
  });
});

test("whatever is asked of the API, it never answers with a fault of its own, and what is no call becomes none", async () => {
  const name = fc.constantFrom(
    "status",
    "direction",
    "agent",
    "number",
    "from",
    "to",
    "zone",
    "variable",
    "cursor",
    "limit",
    "ids",
  );
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("2026-11-01", "Europe/Berlin", "a=b", "+1", "9999999999999999|x"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 4 }), async (pairs) => {
      const query = new URLSearchParams(pairs.map(([one, other]) => [one, other.toWellFormed()]));
      expect((await ask("GET", `/api/calls?${query}`)).status).toBeLessThan(500);
    }),
    { numRuns: 150 },
  );
  const before = await countCalls();
  const field = fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" }));
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record(
      { phoneNumber: field, agentId: field, fromNumber: field, variables: field, requestKey: field },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const { status } = await post(sent);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 150 },
  );
  expect(await countCalls()).toBe(before);
});
