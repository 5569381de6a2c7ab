import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { refreshWorkspace } from "#domain/agents";
import { FROM, REMINDER } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { hearDiallers } from "../support/told-diallers.ts";
import { world } from "../support/world.ts";

const PHONE =
  "Invalid phone number format. Use E.164: + followed by country code and number, such as +12137774445 or +447911123456.";
const good = {
  phoneNumber: "+12137774445",
  agentId: REMINDER,
  fromNumber: FROM,
  variables: { customer_name: "Zoë" },
};

let admin: TestPerson;
let user: TestPerson;
let client: pg.Client;
let told: Awaited<ReturnType<typeof hearDiallers>>;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  user = await signedIn("user");
  client = await superuser();
  told = await hearDiallers();
});

const post = (json: unknown, besides = {}) => ask("/api/calls", { cookie: admin.cookie, json, ...besides });
const countCalls = () => oneRow(client, "select count(*)::int as calls from retell_calls");
const refusal = (code: string, message: string, fields: Record<string, string> = {}) => ({
  error: { code, message, fields },
});

test("a good request is answered 201 with the call, who asked for it and its audit line, and whoever dials is told", async () => {
  await told.takeAll();
  const answer = await post(good);
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    call: {
      status: "initiated",
      dialState: "queued",
      toNumber: "+12137774445",
      fromNumber: FROM,
      agentId: REMINDER,
      variables: { customer_name: "Zoë" },
      requestedBy: { id: admin.id, email: admin.email },
    },
  });
  const { call } = answer.body as { call: { id: string } };
  const found = await ask(`/api/calls/${call.id}`, { cookie: admin.cookie });
  expect(found).toMatchObject({ status: 200, body: { call: { id: call.id } } });
  expect(
    await oneRow(client, "select actor_kind, actor_id, action from audit_log where call_id = $1", [call.id]),
  ).toEqual({
    actor_kind: "person",
    actor_id: admin.id,
    action: "call.requested",
  });
  expect(await told.takeAll()).toEqual([call.id]);
});

test("without a number to call from, the one is taken that has the agent, and asked for where none has", async () => {
  const { fromNumber: _, ...numberless } = good;
  const answer = await post(numberless);
  expect(answer).toMatchObject({ status: 201, body: { call: { fromNumber: FROM } } });
  const words = "Choose the number to call from.";
  world.simulator.workspace.updateNumber("+442079460123", { outbound_agents: null });
  await refreshWorkspace({ kind: "system", job: "test" });
  const homeless = await post({ ...numberless, agentId: "agent_xxx" });
  expect([homeless.status, homeless.body]).toEqual([
    400,
    refusal("invalid_input", words, { fromNumber: words }),
  ]);
});

test("the same request key again is answered 200 with the call of the first time", async () => {
  const requestKey = crypto.randomUUID();
  const [first, again] = [await post({ ...good, requestKey }), await post({ ...good, requestKey })];
  expect([first.status, again.status]).toEqual([201, 200]);
  expect(again.body).toEqual(first.body);
});

describe("a wrong request is answered 400, names the field, and leaves nothing behind", () => {
  const unknownAgent = "Retell has no agent agent_nobody. Choose one from the list.";
  const unknownNumber = "Your Retell workspace has no number +14155550100. Choose one from the list.";
  test.each<[string, unknown, string, Record<string, string>]>([
    ["a number", { ...good, phoneNumber: "213 777 4445" }, PHONE, { phoneNumber: PHONE }],
    ["no number", { ...good, phoneNumber: undefined }, PHONE, { phoneNumber: PHONE }],
    ["an agent", { ...good, agentId: "agent_nobody" }, unknownAgent, { agentId: unknownAgent }],
    ["a from-number", { ...good, fromNumber: "+14155550100" }, unknownNumber, { fromNumber: unknownNumber }],
    [
      "a value",
      { ...good, variables: { age: 7 } },
      "The value of “age” must be text. Put it in quotes.",
      { "variables.age": "The value of “age” must be text. Put it in quotes." },
    ],
  ])("%s", async (_name, json, message, fields) => {
    const before = await countCalls();
    expect(await post(json)).toMatchObject({ status: 400, body: refusal("invalid_input", message, fields) });
    expect(await countCalls()).toEqual(before);
  });

  test.each([
    [
      "a name given twice",
      '{"variables":{"a":"1","a":"2"}}',
      "“variables.a” is given twice. Keep one.",
      { "variables.a": "Given twice" },
    ],
    ["half a body", '{"phoneNumber":', "The body is not valid JSON.", {}],
    ["a list", "[]", "The request must be a JSON object with phoneNumber, agentId and variables.", {}],
    ["a huge body", `{"phoneNumber":"${"1".repeat(1_100_000)}"}`, "The request is larger than 1 MB.", {}],
  ])("%s", async (_name, text, message, fields) => {
    const answer = await ask("/api/calls", { cookie: admin.cookie, text });
    expect(answer).toMatchObject({ status: 400, body: refusal("invalid_input", message, fields) });
  });

  test("a body that does not say it is JSON", async () => {
    const answer = await post(good, { headers: { "content-type": "text/plain" } });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_input" } } });
  });
});

describe("only admins come in", () => {
  const unsigned = refusal("not_signed_in", "You are not signed in. Sign in and try again.");
  const unauthorized = refusal("forbidden", "Unauthorized: Admin access required");
  test.each([
    ["GET", "/api/calls"],
    ["GET", "/api/calls?ids=00000000-0000-7000-8000-000000000001"],
    ["GET", "/api/calls/00000000-0000-7000-8000-000000000001"],
    ["GET", "/api/calls/00000000-0000-7000-8000-000000000001/recording"],
    ["POST", "/api/calls"],
    ["GET", "/api/workspace"],
    ["GET", "/api/no-such-address"],
  ])("%s %s", async (method, path) => {
    const json = method === "POST" ? good : undefined;
    expect(await ask(path, { method, json })).toMatchObject({ status: 401, body: unsigned });
    expect(
      await ask(path, { method, json, cookie: "switchboard-web.session_token=forged.forged" }),
    ).toMatchObject({ status: 401, body: unsigned });
    expect(await ask(path, { method, json, cookie: user.cookie })).toMatchObject({
      status: 403,
      body: unauthorized,
    });
  });

  test("a banned admin is nobody", async () => {
    const banned = await signedIn("admin");
    await client.query("update users set banned = true where id = $1", [banned.id]);
    expect(await ask("/api/calls", { cookie: banned.cookie })).toMatchObject({ status: 401, body: unsigned });
  });
});

test.each([
  { origin: "https://evil.example" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
])("a request that another site makes the browser send is refused: %o", async (headers) => {
  const before = await countCalls();
  expect(await post(good, { headers })).toMatchObject({
    status: 403,
    body: { error: { code: "forbidden" } },
  });
  expect(await countCalls()).toEqual(before);
});

test("what there is not is 404 in words", async () => {
  for (const id of ["00000000-0000-7000-8000-00000000dead", "nonsense", "'; drop table users; --"]) {
    const answer = await ask(`/api/calls/${encodeURIComponent(id)}`, { cookie: admin.cookie });
    expect(answer).toMatchObject({ status: 404, body: { error: { code: "not_found", fields: {} } } });
  }
  expect((await ask("/api/no-such-address", { cookie: admin.cookie })).status).toBe(404);
});

test("the workspace's agents and numbers are listed with the variables that prompts use", async () => {
  await post(good);
  const { status, body } = await ask("/api/workspace", { cookie: admin.cookie });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    agents: expect.arrayContaining([
      expect.objectContaining({
        agentId: REMINDER,
        promptVariables: expect.arrayContaining(["customer_name"]),
      }),
    ]),
  });
});

test("the health question needs no sign-in", async () => {
  expect(await ask("/api/health")).toMatchObject({ status: 200, body: { status: "ok", database: "ok" } });
});
