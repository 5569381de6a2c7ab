import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type pg from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { FROM, REMINDER } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { type Answer, ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

// The guide names no number to call from: it is the one that is set.
vi.hoisted(() => {
  process.env.RETELL_FROM_NUMBER = "+14157774444";
});

const good = { phoneNumber: "+12137774445", agentId: REMINDER, fromNumber: FROM, variables: {} };

let admin: TestPerson;
let client: pg.Client;
beforeAll(async () => {
  startApi();
  client = await superuser();
  admin = await signedIn("admin");
});

interface Key {
  id: string;
  name: string;
  secret: string;
}

async function newKey(by = admin, besides = {}): Promise<Key> {
  const answer = await ask("/api/keys", {
    cookie: by.cookie,
    json: { name: "Nightly reminders", ...besides },
  });
  expect(answer.status).toBe(201);
  return (answer.body as { key: Key }).key;
}
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const askAs = (secret: string, path = "/api/calls", besides = {}) =>
  ask(path, { headers: { ...bearer(secret), ...besides } });
const revoke = (id: string, by = admin) => ask(`/api/keys/${id}`, { method: "DELETE", cookie: by.cookie });
const messageOf = (answer: Answer) => (answer.body as { error: { message: string } }).error.message;

async function expectRefused(answer: Answer, words: string): Promise<void> {
  expect(answer).toMatchObject({ status: 401, body: { error: { code: "not_signed_in" } } });
  expect(messageOf(answer)).toContain(words);
}

test("a key sends and reads calls in its owner's name, and the audit log names the key", async () => {
  const key = await newKey();
  const sent = await ask("/api/calls", {
    json: good,
    headers: { ...bearer(key.secret), "x-switchboard-client-ip": "192.0.2.9" },
  });
  expect(sent).toMatchObject({ status: 201, body: { call: { requestedBy: { id: admin.id } } } });
  const { call } = sent.body as { call: { id: string } };
  expect((await askAs(key.secret, `/api/calls/${call.id}`)).status).toBe(200);
  expect((await askAs(key.secret, "/api/workspace")).status).toBe(200);
  expect(
    await oneRow(
      client,
      "select actor_kind, actor_id, key_id, action, ip_address from audit_log where call_id = $1",
      [call.id],
    ),
  ).toEqual({
    actor_kind: "api_key",
    actor_id: admin.id,
    key_id: key.id,
    action: "call.requested",
    ip_address: "192.0.2.9",
  });
});

test("a key is told once and kept as a hash; its making and revoking are written down without it", async () => {
  const key = await newKey();
  expect(key.secret).toMatch(/^sk_[A-Za-z]{64}$/);
  await revoke(key.id);
  const { kept } = await oneRow<{ kept: string }>(
    client,
    `select (select string_agg(row_to_json(k)::text, '') from api_keys k)
         || (select string_agg(row_to_json(a)::text, '') from audit_log a) as kept`,
  );
  expect(kept).not.toContain(key.secret);
  const { rows } = await client.query(
    "select action, actor_id from audit_log where details->>'apiKeyId' = $1 order by at, id",
    [key.id],
  );
  expect(rows).toEqual([
    { action: "api_key.made", actor_id: admin.id },
    { action: "api_key.revoked", actor_id: admin.id },
  ]);
});

test("when a key was last used is kept", async () => {
  const key = await newKey();
  const used = () =>
    oneRow<{ used: boolean }>(client, "select last_request is not null as used from api_keys where id = $1", [
      key.id,
    ]);
  expect(await used()).toEqual({ used: false });
  await askAs(key.secret);
  expect(await used()).toEqual({ used: true });
});

test("while the database cannot say whose key it is, a good key is not called unknown", async () => {
  const key = await newKey();
  await client.query("alter table api_keys rename to api_keys_out_of_reach");
  const away = await askAs(key.secret);
  await client.query("alter table api_keys_out_of_reach rename to api_keys");
  expect(away.status).toBe(500);
  expect((await askAs(key.secret)).status).toBe(200);
});

describe("a key is refused at once", () => {
  test("when it was revoked, for good and however often", async () => {
    const key = await newKey();
    expect([(await revoke(key.id)).status, (await revoke(key.id)).status]).toEqual([200, 200]);
    await expectRefused(await askAs(key.secret), "was revoked");
    expect(
      await oneRow(
        client,
        "select count(*)::int as lines from audit_log where action = 'api_key.revoked' and details->>'apiKeyId' = $1",
        [key.id],
      ),
    ).toEqual({ lines: 1 });
  });

  test("when it has expired, and stays in the list", async () => {
    const key = await newKey(admin, { expiresInDays: 30 });
    expect((await askAs(key.secret)).status).toBe(200);
    await client.query("update api_keys set expires_at = now() - interval '1 second' where id = $1", [
      key.id,
    ]);
    await expectRefused(await askAs(key.secret), "has expired");
    await newKey();
    await expectRefused(await askAs(key.secret), "has expired");
    expect((await client.query("select from api_keys where id = $1", [key.id])).rowCount).toBe(1);
  });

  test.each([
    ["is no admin any more", { role: "user" }],
    ["is deactivated", { active: false }],
  ])("when its owner %s", async (_what, json) => {
    const owner = await signedIn("admin");
    const key = await newKey(owner);
    expect((await askAs(key.secret)).status).toBe(200);
    await ask(`/api/people/${owner.id}`, { method: "PATCH", cookie: admin.cookie, json });
    await expectRefused(await askAs(key.secret), "no longer an active admin");
  });

  test.each([
    "",
    "sk_",
    "nonsense",
    `sk_${"a".repeat(63)}`,
    `sk_${"a".repeat(65)}`,
    `"sk_${"a".repeat(64)}"`,
    "x".repeat(5_000),
  ])("when it is malformed: %j", async (secret) => {
    await expectRefused(await askAs(secret), "not an API key");
  });

  test("when nobody made it", async () => {
    await expectRefused(await askAs(`sk_${"a".repeat(64)}`), "no such API key");
  });

  test("when a session comes along with it, whatever either may", async () => {
    const key = await newKey();
    for (const cookie of [
      admin.cookie,
      "switchboard-web.session_token=forged.forged".replace("web", new URL(world.appUrl).port),
    ])
      await expectRefused(await ask("/api/calls", { cookie, headers: bearer(key.secret) }), "both");
  });
});

test("a cookie that is no session, and another kind of authorization, are nobody's business", async () => {
  const key = await newKey();
  expect((await askAs(key.secret, "/api/calls", { cookie: "theme=dark" })).status).toBe(200);
  const basic = { authorization: "Basic dXNlcjpwYXNz" };
  expect((await ask("/api/calls", { headers: basic })).status).toBe(401);
  expect((await ask("/api/calls", { cookie: admin.cookie, headers: basic })).status).toBe(200);
});

test("a program is no browser: where its request comes from does not matter", async () => {
  const key = await newKey();
  const answer = await ask("/api/calls", {
    json: good,
    headers: { ...bearer(key.secret), origin: "https://elsewhere.example" },
  });
  expect(answer.status).toBe(201);
});

test.each<[string, string, unknown?]>([
  ["POST", "/api/keys", { name: "another" }],
  ["DELETE", "/api/keys/some"],
  ["PATCH", "/api/people/some", { role: "admin" }],
  ["POST", "/api/invitations", { email: "x@example.com", role: "admin" }],
  ["DELETE", "/api/invitations/00000000-0000-7000-8000-000000000001"],
  ["GET", "/api/no-such-address"],
  ["GET", "/api/callsx"],
])("a key cannot manage people or keys: %s %s", async (method, path, json) => {
  const key = await newKey();
  const answer = await ask(path, { method, json, headers: bearer(key.secret) });
  expect(answer).toMatchObject({ status: 403, body: { error: { code: "forbidden" } } });
});

test("a key opens no live stream and no session", async () => {
  const key = await newKey();
  expect((await askAs(key.secret, "/api/live")).status).toBe(401);
  const session = await ask("/api/auth/get-session", {
    headers: { ...bearer(key.secret), "x-api-key": key.secret },
  });
  expect(session.body).toBeNull();
});

describe("a key is made with", () => {
  const make = (json: unknown) => ask("/api/keys", { cookie: admin.cookie, json });
  test.each<[unknown, string]>([
    [{}, "name"],
    [{ name: "" }, "name"],
    [{ name: "   " }, "name"],
    [{ name: 7 }, "name"],
    [{ name: "x".repeat(61) }, "name"],
    [{ name: "a\0b" }, "name"],
    [{ name: "k", expiresInDays: 0 }, "expiresInDays"],
    [{ name: "k", expiresInDays: -1 }, "expiresInDays"],
    [{ name: "k", expiresInDays: 1.5 }, "expiresInDays"],
    [{ name: "k", expiresInDays: 1e9 }, "expiresInDays"],
    [{ name: "k", expiresInDays: "30" }, "expiresInDays"],
  ])("%j: refused at the field", async (json, field) => {
    const answer = await make(json);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "invalid_input" } } });
    expect(Object.keys((answer.body as { error: { fields: object } }).error.fields)).toEqual([field]);
  });

  test.each([
    [{ name: "ü" }],
    [{ name: "x".repeat(60), expiresInDays: 3_650 }],
    [{ name: "k", expiresInDays: 1 }],
  ])("%j: good", async (json) => {
    expect((await make(json)).status).toBe(201);
  });
});

test("an unknown key is not revoked", async () => {
  for (const id of ["nobody", "%00", crypto.randomUUID()]) expect((await revoke(id)).status).toBe(404);
});

describe("the setup guide's two requests, sent with curl as docs/guide/api.md writes them", () => {
  // The guide's agent is nobody's at the simulator; here the workspace has it.
  beforeAll(async () => {
    await client.query(
      "insert into retell_agents (agent_id, agent_name) values ('agent_abc123', 'Of the guide')",
    );
  });

  /** The shell commands below a heading of the guide. */
  async function commandsBelow(heading: string): Promise<string> {
    const guide = await readFile("docs/guide/api.md", "utf8");
    const [, below = ""] = guide.split(`### ${heading}\n`);
    const [, commands] = /^```bash\n(.*?)^```$/ms.exec(below) ?? [];
    if (commands === undefined) throw new Error(`The guide has no commands below ${heading}.`);
    return commands;
  }

  async function hasCurl(): Promise<boolean> {
    return promisify(execFile)("curl", ["--version"]).then(
      () => true,
      () => false,
    );
  }

  /** Runs them in a shell; where there is no curl, sends by hand what they would. */
  async function run(commands: string, header: string, key: string): Promise<unknown> {
    if (await hasCurl()) {
      const environment = { ...process.env, SWITCHBOARD_URL: world.appUrl, SWITCHBOARD_KEY: key };
      const { stdout } = await promisify(execFile)("sh", ["-c", commands], { env: environment });
      return JSON.parse(stdout);
    }
    const [, body] = /-d '(.*)'/s.exec(commands) ?? [];
    const [name = "", value = ""] = header.replace("$SWITCHBOARD_KEY", key).split(": ");
    const headers = { [name]: value, "content-type": "application/json" };
    const answer = await fetch(`${world.appUrl}/api/calls`, { method: "POST", headers, body: body ?? "" });
    return answer.json();
  }

  test.each([
    ["Basic call", {}],
    [
      "Call with custom variables",
      { customer_name: "John Doe", appointment_time: "2:00 PM", clinic_name: "Veterinary Clinic" },
    ],
  ])("%s, with a key and with a session", async (heading, variables) => {
    const key = await newKey();
    const commands = await commandsBelow(heading);
    const withKey = "authorization: Bearer $SWITCHBOARD_KEY";
    expect(commands).toContain(withKey);
    for (const header of [withKey, `cookie: ${admin.cookie}`]) {
      expect(await run(commands.replace(withKey, header), header, key.secret)).toMatchObject({
        call: {
          status: "initiated",
          toNumber: "+12137774445",
          fromNumber: FROM,
          agentId: "agent_abc123",
          variables,
        },
      });
    }
    expect(await run(commands, withKey, "sk_wrong")).toMatchObject({ error: { code: "not_signed_in" } });
  });
});
