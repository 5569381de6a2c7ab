import type pg from "pg";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { asActor } from "#database";
import { describeWorkspace, refreshWorkspace, setAgentWebhook } from "#domain/agents";
import { REMINDER } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());

const URL_OF_OURS = "https://console.example.com/api/webhooks/retell";
const usual = ["call_started", "call_ended", "call_analyzed"] as const;

let client: pg.Client;
let admin: TestPerson;
let user: TestPerson;
beforeAll(async () => {
  startApi();
  client = await superuser();
  admin = await signedIn("admin");
  user = await signedIn("user");
  await refreshWorkspace({ kind: "system", job: "refresh_workspace" });
});
beforeEach(() => {
  for (const method of ["GET", "PATCH"]) gateway.answerEvery(method, null);
  world.simulator.workspace.updateAgent(REMINDER, { webhook_url: null, webhook_events: null });
});

const put = (body: unknown, { person = admin, agentId = REMINDER } = {}) =>
  fetch(`${world.appUrl}/api/workspace/agents/${encodeURIComponent(agentId)}/webhook`, {
    method: "PUT",
    headers: { "content-type": "application/json", cookie: person.cookie },
    body: JSON.stringify(body),
  });
const setting = (fields: Record<string, unknown> = {}) => ({
  url: URL_OF_OURS,
  events: usual,
  replaces: { url: null, events: null },
  ...fields,
});
const atRetell = () => {
  const agent = world.simulator.workspace.findAgent(REMINDER);
  return { url: agent?.webhook_url, events: agent?.webhook_events };
};
const lines = async () =>
  (
    await client.query(
      "select actor_id, action, details from audit_log where action like 'agent.webhook%' order by at, id",
    )
  ).rows;

test("setting an agent's webhook changes it at Retell and here, and writes intention and outcome with old and new", async () => {
  const answer = await put(setting({ events: [...usual, "transcript_updated"] }));
  expect(answer.status).toBe(200);
  expect(atRetell()).toEqual({ url: URL_OF_OURS, events: [...usual, "transcript_updated"] });
  const { agents } = await asActor(admin.actor, describeWorkspace);
  expect(agents.find(({ agentId }) => agentId === REMINDER)).toMatchObject({
    webhookUrl: URL_OF_OURS,
    webhookEvents: [...usual, "transcript_updated"],
  });
  const written = await lines();
  expect(written.map(({ action }) => action)).toEqual(["agent.webhook_setting", "agent.webhook_set"]);
  for (const { actor_id, details } of written) {
    expect(actor_id).toBe(admin.id);
    expect(details).toMatchObject({
      agentId: REMINDER,
      before: { url: null, events: null },
      after: { url: URL_OF_OURS, events: [...usual, "transcript_updated"] },
    });
  }
});

test("what changed at Retell since it was shown is not overwritten", async () => {
  world.simulator.workspace.updateAgent(REMINDER, { webhook_url: "https://elsewhere.example.com/hook" });
  const before = (await lines()).length;
  const answer = await put(setting());
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain("https://elsewhere.example.com/hook");
  expect(atRetell().url).toBe("https://elsewhere.example.com/hook");
  expect(await lines()).toHaveLength(before);
});

test.each([
  [
    "refuses",
    { status: 400, body: { message: "Cannot update a published agent." } },
    /published agent.*was not changed/,
    true,
  ],
  ["breaks off", "hang up", /not known whether/, false],
  ["has a fault", { status: 500, body: {} }, /not known whether/, false],
  ["takes our key no more", { status: 401, body: {} }, /refused the API key.*was not changed/, true],
] as const)(
  "when Retell %s, the answer says what is known, and so does the log",
  async (_what, fault, words, certain) => {
    const before = (await lines()).length;
    gateway.answerEvery("PATCH", fault);
    const answer = await put(setting());
    expect(answer.status).toBe(502);
    expect(await answer.text()).toMatch(words);
    expect(atRetell().url).toBeNull();
    const written = (await lines()).slice(before);
    expect(written.map(({ action }) => action)).toEqual(["agent.webhook_setting", "agent.webhook_not_set"]);
    expect(written[1].details).toMatchObject({ certain, after: { url: URL_OF_OURS } });
  },
);

test("when Retell cannot even be asked, nothing is changed and no intention is written", async () => {
  const before = (await lines()).length;
  gateway.answerEvery("GET", { status: 401, body: {} });
  const answer = await put(setting());
  expect([answer.status, await answer.text()]).toEqual([
    502,
    expect.stringContaining("Nothing was changed."),
  ]);
  expect(await lines()).toHaveLength(before);
});

test("an agent that Retell does not know is said not to be there", async () => {
  for (const agentId of ["agent_nobody", "x".repeat(400), "\0", "../calls"])
    expect((await put(setting(), { agentId })).status).toBe(404);
});

test.each([
  ["nothing", null],
  ["a list", []],
  ["no address", { ...setting(), url: undefined }],
  ["an address of another kind", setting({ url: "javascript:alert(1)" })],
  ["an address with a password", setting({ url: "https://me:secret@example.com/" })],
  ["half an address", setting({ url: "console.example.com" })],
  ["too long an address", setting({ url: `https://example.com/${"x".repeat(3000)}` })],
  ["a number for an address", setting({ url: 7 })],
  ["no events", setting({ events: [] })],
  ["an event that is none", setting({ events: ["call_sneezed"] })],
  ["events that are no list", setting({ events: "call_started" })],
  ["no word of what it replaces", { url: URL_OF_OURS, events: usual }],
])("%s is refused with the field that is wrong, and Retell is not asked", async (_what, body) => {
  const answer = await put(body);
  expect(answer.status).toBe(400);
  const { error } = (await answer.json()) as { error: { fields: object } };
  expect(Object.keys(error.fields).length).toBeGreaterThan(0);
  expect(atRetell().url).toBeNull();
});

test("nobody but an admin sets it, at the door and behind it", async () => {
  const before = (await lines()).length;
  expect((await put(setting(), { person: user })).status).toBe(403);
  await expect(setAgentWebhook(user.actor, REMINDER, setting())).rejects.toThrow();
  expect(atRetell().url).toBeNull();
  expect(await lines()).toHaveLength(before);
});
