import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, place, refusal, start } from "./support.ts";

const ENGINE = { type: "retell-llm", llm_id: "llm_9f2c6a1b7e3d4f58" } as const;
const NEW = { response_engine: ENGINE, voice_id: "retell-Cimo" } as const;

test("a new agent is a draft with the platform's settings, and can be called with at once", async () => {
  const { retell } = await start();
  const agent = await retell.agent.create({
    ...NEW,
    agent_name: "Night desk",
    data_storage_retention_days: 30,
  });
  expect(agent).toMatchObject({
    agent_id: expect.stringMatching(/^agent_[0-9a-f]{26}$/),
    version: 0,
    is_published: false,
    agent_name: "Night desk",
    data_storage_retention_days: 30,
    ring_duration_ms: 30_000,
    max_call_duration_ms: 3_600_000,
  });
  expect(await retell.agent.retrieve(agent.agent_id)).toEqual(agent);
  const { items } = await retell.agent.list({ filter_criteria: { query: "night" } });
  expect(items.map(({ agent_id }) => agent_id)).toEqual([agent.agent_id]);
  const { call_id } = await place(retell, { override_agent_id: agent.agent_id });
  expect(await analysed(retell, call_id)).toMatchObject({ agent_name: "Night desk", call_status: "ended" });
});

test("a new agent needs an engine that exists and a voice", async () => {
  const { retell } = await start();
  const create = (body: object) => refusal(retell.post("/create-agent", { body }));
  expect((await create({ voice_id: "retell-Cimo" })).status).toBe(400);
  expect((await create({ response_engine: ENGINE })).status).toBe(400);
  expect((await create({ ...NEW, response_engine: { ...ENGINE, llm_id: "llm_none" } })).status).toBe(422);
  expect((await create({ ...NEW, data_storage_retention_days: 731 })).status).toBe(400);
});

test("a deleted agent is gone with all its versions, and nobody calls with it", async () => {
  const { retell } = await start();
  await retell.agent.createVersion(AGENT_IDS.frontDesk, { base_version: 0 });
  await retell.agent.delete(AGENT_IDS.frontDesk);
  expect((await refusal(retell.agent.retrieve(AGENT_IDS.frontDesk))).status).toBe(422);
  expect((await refusal(retell.agent.listVersions(AGENT_IDS.frontDesk))).status).toBe(422);
  expect((await refusal(place(retell, { override_agent_id: AGENT_IDS.frontDesk }))).status).toBe(422);
});

test("a draft begins from a version, changes alone, is published, and can be deleted", async () => {
  const { retell } = await start();
  const id = AGENT_IDS.visitSurvey;
  const draft = await retell.agent.createVersion(id, { base_version: 1 });
  expect(draft).toMatchObject({
    version: 2,
    base_version: 1,
    is_published: false,
    agent_name: "Visit survey",
  });
  await retell.agent.update(id, { version: 2, agent_name: "Shorter survey" });
  expect((await retell.agent.retrieve(id)).agent_name).toBe("Shorter survey");
  expect((await retell.agent.retrieve(id, { version: 1 })).agent_name).toBe("Visit survey");
  expect((await retell.agent.retrieve(id, { version: "latest_published" })).version).toBe(1);
  expect((await refusal(retell.agent.retrieve(id, { version: 9 }))).status).toBe(422);
  await retell.agent.update(id, { version: 1, webhook_timeout_ms: 4_000 });
  expect(await retell.agent.retrieve(id)).toMatchObject({ version: 2, webhook_timeout_ms: 10_000 });

  const call = (override_agent_version?: number | string) =>
    place(retell, {
      override_agent_id: id,
      ...(override_agent_version !== undefined && { override_agent_version }),
    });
  expect(await call()).toMatchObject({ agent_version: 2, agent_name: "Shorter survey" });
  expect(await call("latest_published")).toMatchObject({ agent_version: 1, agent_name: "Visit survey" });
  expect(await call(1)).toMatchObject({ agent_version: 1, agent_name: "Visit survey" });

  await retell.agent.publish(id, { version: 2, version_title: "Short" });
  const listed = await retell.agent.listVersions(id, { sort_order: "ascending" });
  expect(listed).toMatchObject({
    has_more: false,
    items: [
      { version: 1, is_published: true },
      { version: 2, is_published: true, base_version: 1, version_title: "Short" },
    ],
  });
  expect((await retell.agent.getVersions(id)).map(({ version }) => version)).toEqual([2, 1]);
  await retell.agent.deleteVersion(id, { version: 2 });
  expect((await retell.agent.retrieve(id)).version).toBe(1);
  expect((await refusal(retell.agent.deleteVersion(id, { version: 1 }))).status).toBe(400);
  expect((await refusal(retell.agent.deleteVersion(id, { version: 7 }))).status).toBe(422);
});

test("a draft can be repaired, a published version cannot", async () => {
  const { retell } = await start();
  const draft = await retell.agent.createVersion(AGENT_IDS.frontDesk, { base_version: 0 });
  expect(await retell.agent.repair(AGENT_IDS.frontDesk)).toEqual(draft);
  expect((await refusal(retell.agent.repair(AGENT_IDS.frontDesk, { version: 0 }))).status).toBe(400);
});

test("updating a published version changes it, begins a draft, or is refused, as asked for", async () => {
  const id = AGENT_IDS.frontDesk;
  const change = { agent_name: "Desk" };
  const inPlace = await start();
  expect(await inPlace.retell.agent.update(id, change)).toMatchObject({ version: 0, is_published: true });
  const draft = await start({ updatePublished: "new_draft" });
  expect(await draft.retell.agent.update(id, change)).toMatchObject({ version: 1, is_published: false });
  expect((await draft.retell.agent.retrieve(id, { version: 0 })).agent_name).toBe("Front desk");
  const refusing = await start({ updatePublished: "refuse" });
  expect((await refusal(refusing.retell.agent.update(id, change))).status).toBe(400);
});

test("agents and their versions outlive the program", async () => {
  const folder = mkdtempSync(join(tmpdir(), "simulator-agents-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { stateFile: join(folder, "workspace.jsonl") };
  const first = await start(options);
  const agent = await first.retell.agent.create(NEW);
  const draft = await first.retell.agent.createVersion(agent.agent_id, { base_version: 0 });
  await first.retell.agent.deleteVersion(agent.agent_id, { version: 0 });
  await first.retell.agent.delete(AGENT_IDS.billingFollowUp);
  await first.simulator.stop();
  const second = await start(options);
  expect(await second.retell.agent.getVersions(agent.agent_id)).toEqual([draft]);
  expect((await refusal(second.retell.agent.retrieve(AGENT_IDS.billingFollowUp))).status).toBe(422);
});
