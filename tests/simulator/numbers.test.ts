import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { place, refusal, start } from "./support.ts";

const DESK = [{ agent_id: AGENT_IDS.frontDesk, weight: 1 }];
const TRUNK = { termination_uri: "lakeside.pstn.example" } as const;

test("numbers are bought by area, country, price or name, and can be called from at once", async () => {
  const { retell } = await start();
  const bought = await retell.phoneNumber.create({ area_code: 510, nickname: "New", outbound_agents: DESK });
  expect(bought).toMatchObject({
    phone_number: "+15105550100",
    phone_number_pretty: "+1 (510) 555-0100",
    phone_number_type: "retell-twilio",
    area_code: 510,
    nickname: "New",
    outbound_agents: DESK,
    last_modification_timestamp: expect.any(Number),
  });
  expect((await retell.phoneNumber.create({ area_code: 510 })).phone_number).toBe("+15105550101");
  const other = { country_code: "CA", number_provider: "telnyx" } as const;
  expect(await retell.phoneNumber.create(other)).toMatchObject({
    phone_number: "+14165550100",
    phone_number_type: "retell-telnyx",
  });
  expect((await retell.phoneNumber.create({ toll_free: true })).phone_number).toMatch(/^\+1800/);
  expect((await retell.phoneNumber.create({ phone_number: "+16505550177" })).phone_number).toBe(
    "+16505550177",
  );
  expect(await place(retell, { from_number: bought.phone_number })).toMatchObject({
    from_number: bought.phone_number,
    agent_id: AGENT_IDS.frontDesk,
  });
});

test("numbers of a trunk are imported, and never show its password", async () => {
  const { retell } = await start();
  const imported = await retell.phoneNumber.import({
    phone_number: "1001",
    ...TRUNK,
    sip_trunk_auth_username: "desk",
    sip_trunk_auth_password: "secret-of-the-trunk",
    outbound_agents: DESK,
  });
  expect(imported).toMatchObject({
    phone_number: "1001",
    phone_number_type: "custom",
    sip_outbound_trunk_config: { ...TRUNK, auth_username: "desk", transport: "TCP" },
  });
  const changed = await retell.phoneNumber.update("1001", { transport: "TLS", auth_password: "secret-2" });
  expect(changed.sip_outbound_trunk_config).toEqual({ ...TRUNK, auth_username: "desk", transport: "TLS" });
  expect(JSON.stringify([imported, changed])).not.toContain("secret");
});

test("a deleted number is gone, and nobody calls from it", async () => {
  const { retell } = await start();
  await retell.phoneNumber.delete("+14157774444");
  expect((await refusal(retell.phoneNumber.retrieve("+14157774444"))).status).toBe(422);
  expect((await refusal(place(retell))).status).toBe(404);
  expect((await refusal(retell.phoneNumber.delete("+14157774444"))).status).toBe(422);
});

test.for([
  ["create", "/create-phone-number", { phone_number: "+14157774444" }],
  ["create", "/create-phone-number", { phone_number: "555" }],
  ["create", "/create-phone-number", { outbound_agents: [{ ...DESK[0], weight: 0.5 }] }],
  ["create", "/create-phone-number", { inbound_agents: [{ agent_id: "agent_none", weight: 1 }] }],
  ["create", "/create-phone-number", { country_code: "DE" }],
  ["import", "/import-phone-number", { phone_number: "+14155550188" }],
  ["import", "/import-phone-number", { phone_number: "+14157774444", ...TRUNK }],
  ["import", "/import-phone-number", { phone_number: "1001", ...TRUNK, ignore_e164_validation: false }],
  ["import", "/import-phone-number", { phone_number: "1001", ...TRUNK, ignore_e164_validation: "true" }],
] as const)("%s (%s) refuses %j", async ([, path, body]) => {
  const { retell, simulator } = await start();
  expect((await refusal(retell.post(path, { body }))).status).toBe(400);
  expect(simulator.workspace.listNumbers()).toHaveLength(4);
});

test("a number falls back neither to itself nor to one that falls back further", async () => {
  const { retell } = await start();
  const fallBack = (from: string, to: string) => retell.phoneNumber.update(from, { fallback_number: to });
  expect((await refusal(fallBack("+14157774444", "+14157774444"))).status).toBe(400);
  await fallBack("+14157774455", "+14155550199");
  expect((await refusal(fallBack("+14157774444", "+14157774455"))).status).toBe(400);
});

test("numbers bought and deleted outlive the program", async () => {
  const folder = mkdtempSync(join(tmpdir(), "simulator-numbers-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { stateFile: join(folder, "workspace.jsonl") };
  const first = await start(options);
  const bought = await first.retell.phoneNumber.create({});
  await first.retell.phoneNumber.delete("+14157774466");
  await first.simulator.stop();
  const second = await start(options);
  expect(await second.retell.phoneNumber.retrieve(bought.phone_number)).toEqual(bought);
  expect((await refusal(second.retell.phoneNumber.retrieve("+14157774466"))).status).toBe(422);
});
