import type pg from "pg";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { checkNames, runCheck } from "#domain/checks";
import { maskedKey } from "#retell";
import { clockFinding } from "../../src/domain/checks/check-retell.ts";
import { startApi } from "../support/console.ts";
import { signedIn } from "../support/people.ts";
import { deliver } from "../support/retell.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const gateway = await vi.hoisted(async () => (await import("../support/gateway.ts")).openGateway());
vi.hoisted(() => {
  process.env.RETELL_FROM_NUMBER = "+14157774444";
  process.env.RETELL_AGENT_ID = "agent_nobody";
});

let client: pg.Client;
beforeAll(async () => {
  startApi();
  client = await superuser();
});
beforeEach(() => gateway.answerEvery("GET", null));

const found = async (name: (typeof checkNames)[number], subject: string) =>
  (await runCheck(name)).find((finding) => finding.subject === subject);

describe("the database", () => {
  test("that is sound is found so", async () => {
    const findings = await runCheck("database");
    expect(findings.map(({ subject, state }) => [subject, state])).toEqual([
      ["Database", "ok"],
      ["Postgres", "ok"],
      ["Migrations", "ok"],
      ["Policies", "ok"],
    ]);
  });

  test.each([
    ["alter table sync_marks disable row level security", "alter table sync_marks enable row level security"],
    ["alter table sync_marks no force row level security", "alter table sync_marks force row level security"],
  ])("is wrong after: %s", async (harm, mend) => {
    await client.query(harm);
    expect(await found("database", "Policies")).toMatchObject({
      state: "wrong",
      found: expect.stringContaining("public.sync_marks"),
    });
    await client.query(mend);
  });

  test("is wrong while a migration is missing, and odd when it holds a newer one", async () => {
    await client.query(
      "update app.migrations set name = '9999_later.sql' where name = '0020_webhook_log.sql'",
    );
    expect(await found("database", "Migrations")).toMatchObject({
      state: "wrong",
      found: expect.stringContaining("0020_webhook_log.sql"),
    });
    await client.query(
      "update app.migrations set name = '0020_webhook_log.sql' where name = '9999_later.sql'",
    );
    await client.query("insert into app.migrations (name, checksum) values ('9999_later.sql', '')");
    expect(await found("database", "Migrations")).toMatchObject({ state: "warning" });
    await client.query("delete from app.migrations where name = '9999_later.sql'");
  });
});

describe("Retell", () => {
  test("takes the key, and says whose it is", async () => {
    const finding = await found("retell_key", "Retell key");
    expect(finding).toMatchObject({ state: "ok", found: expect.stringContaining("Lakeside Health Group") });
    expect(finding?.found).not.toContain("key_simulated");
    expect(maskedKey()).toBe("••••ated");
  });

  test("that refuses the key makes every check of it wrong, with what to do", async () => {
    gateway.answerEvery("GET", { status: 401, body: { message: "Invalid API key" } });
    for (const name of ["retell_key", "from_number", "agent"] as const) {
      const [finding] = await runCheck(name);
      expect(finding).toMatchObject({ state: "wrong", section: "retell-refused-the-api-key" });
      expect(finding?.todo).toContain("API Keys");
    }
  });

  test("has the default number, and not the default agent", async () => {
    expect(await found("from_number", "From number")).toMatchObject({ state: "ok" });
    expect(await found("agent", "Agent")).toMatchObject({
      state: "wrong",
      found: "Retell knows no agent agent_nobody.",
    });
  });

  test("says how many lines are in use, and it is odd when none is free", async () => {
    expect(await found("lines", "Lines")).toMatchObject({
      state: "ok",
      found: expect.stringMatching(
        /^\d+ of 1000 are in use\. Calls are started at most at 1000 calls per second/,
      ),
    });
    const full = { concurrency_limit: 20, current_concurrency: 18, reserved_inbound_concurrency: 2 };
    gateway.answerEvery("GET", { status: 200, body: full });
    expect(await found("lines", "Lines")).toMatchObject({
      state: "warning",
      found: expect.stringContaining("18 of 20 are in use. 2 are kept for inbound calls."),
      section: "a-call-waits",
    });
    const burst = { ...full, concurrency_burst_enabled: true, concurrency_burst_limit: 60 };
    gateway.answerEvery("GET", { status: 200, body: burst });
    expect(await found("lines", "Lines")).toMatchObject({
      state: "ok",
      found: expect.stringContaining("18 of 60 are in use."),
    });
  });

  test("has a clock that ours is compared with", async () => {
    expect(await found("clock", "Clock")).toMatchObject({ state: "ok" });
    const now = new Date();
    const at = (ms: number) => new Date(now.getTime() + ms);
    expect(clockFinding(now, at(6 * 60_000)).state).toBe("wrong");
    expect(clockFinding(now, at(-6 * 60_000)).found).toContain("360 s behind");
    expect(clockFinding(now, at(60_000)).state).toBe("warning");
    expect(clockFinding(null, now).state).toBe("warning");
  });
});

test("the webhook address is asked the health question, and the last delivery is told", async () => {
  const before = await runCheck("webhook");
  expect(before.map(({ state }) => state)).toEqual(["ok", "warning", "ok"]);
  await deliver("not JSON");
  expect((await runCheck("webhook")).map(({ state }) => state)).toEqual(["ok", "ok", "ok"]);
});

test("checks are run for admins alone, and only those there are", async () => {
  const [admin, user] = [await signedIn("admin"), await signedIn("user")];
  const check = (name: string, cookie = "") =>
    fetch(`${world.appUrl}/api/checks/${name}`, { method: "POST", headers: { cookie } });
  for (const name of checkNames) {
    expect((await check(name)).status).toBe(401);
    expect((await check(name, user.cookie)).status).toBe(403);
    const answer = await check(name, admin.cookie);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain("key_simulated");
  }
  for (const name of ["nothing", "__proto__", "constructor", "%00"])
    expect((await check(name, admin.cookie)).status).toBe(404);
});
