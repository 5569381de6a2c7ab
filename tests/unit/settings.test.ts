import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { parseSettings, requireStartable, SettingsError } from "#config";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const example = parseEnv(read(".env.example"));

test("the example file works unchanged and means the defaults", () => {
  expect(parseSettings(example)).toEqual(parseSettings({}));
  expect(parseSettings(example)).toMatchObject({
    production: false,
    port: 3000,
    host: "127.0.0.1",
    appUrl: "http://localhost:3000",
    databaseUrl: null,
    admin: { email: "admin@example.com", password: null },
    retell: { mode: "simulator", apiKey: null, webhookKeys: [], recordingHosts: [] },
  });
});

test("the example file lists every setting that is read, and no other", () => {
  const known = [...read("src/config/settings.ts").matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(
    ([, name]) => name,
  );
  expect(known.length).toBeGreaterThan(15);
  // How a program was started is said by its command, not by its operator.
  expect(Object.keys(example).sort()).toEqual(known.filter((name) => name !== "NODE_ENV").sort());
});

test.each([
  ["PORT", "http", "must be a whole number"],
  ["PORT", "70000", "must be at most 65535"],
  ["PORT", "-1", "must be at least 0"],
  ["PORT", "80.5", "must be a whole number"],
  ["RETELL_FROM_NUMBER", "4157774444", "must be a phone number in E.164 format, such as +14157774444"],
  ["RETELL_MODE", "test", "must be live or simulator"],
  ["RETELL_BASE_URL", "retell", "must be an address such as https://example.com"],
  ["RETELL_CALLS_PER_SECOND", "0", "must be at least 1"],
  ["RETELL_CALLS_PER_SECOND", "1.5", "must be a whole number"],
  ["CALLING_HOURS", "8", "must be two times of one day, such as 8-21 or 8:30-20:00"],
  ["CALLING_HOURS", "21-8", "must be two times of one day, such as 8-21 or 8:30-20:00"],
  ["CALLING_HOURS", "8-24:01", "must be two times of one day, such as 8-21 or 8:30-20:00"],
  ["APP_URL", "ftp://example.com", "must be an address such as https://example.com"],
  ["TRUST_PROXY", "perhaps", "must be true or false"],
  ["ADMIN_EMAIL", "admin", "must be an e-mail address"],
  ["ADMIN_PASSWORD", "short", "must have at least 10 characters"],
  ["ADMIN_PASSWORD", "x".repeat(129), "must have at most 128 characters"],
  ["AUTH_SECRET", "short", "must have at least 32 characters"],
  ["DATABASE_URL", "mysql://host/db", "must begin with postgres://"],
  ["LOG_LEVEL", "loud", "must be debug, info, warn, error or silent"],
  ["SIMULATOR_PORT", "x", "must be a whole number"],
  ["SIMULATOR_SPEED", "0", "must be at least 1"],
  ["SIMULATOR_SPEED", "1001", "must be at most 1000"],
])("a wrong %s (%s) is named: it %s", (name, value, words) => {
  expect(() => parseSettings({ [name]: value })).toThrow(
    new SettingsError(`${name} ${words}. Correct it in .env.local or in the environment.`),
  );
});

test("a third webhook key is refused, two are kept newest first, and the API key stands in for none", () => {
  expect(() => parseSettings({ RETELL_WEBHOOK_KEYS: "a,b,c" })).toThrow(
    /^RETELL_WEBHOOK_KEYS holds more than two/,
  );
  expect(parseSettings({ RETELL_WEBHOOK_KEYS: " new , old " }).retell.webhookKeys).toEqual(["new", "old"]);
  expect(parseSettings({ RETELL_API_KEY: "key_1" }).retell.webhookKeys).toEqual(["key_1"]);
});

test("blank settings count as not set, and blanks around values are left out", () => {
  expect(parseSettings({ PORT: "  ", RETELL_API_KEY: " key_1 " })).toMatchObject({
    port: 3000,
    retell: { apiKey: "key_1", mode: "live" },
  });
});

test("without a key Retell is simulated in development, and demanded in production", () => {
  expect(() => requireStartable(parseSettings({}))).not.toThrow();
  expect(() => requireStartable(parseSettings({ NODE_ENV: "production" }))).toThrow(
    /^RETELL_API_KEY is not defined\. Add it/,
  );
  const open = { NODE_ENV: "production", RETELL_MODE: "simulator" };
  expect(() => requireStartable(parseSettings(open))).not.toThrow();
});

test("one call per second is started unless told otherwise, and what the simulated Retell allows there", () => {
  expect(parseSettings({ RETELL_API_KEY: "key_1" }).retell.callsPerSecond).toBe(1);
  expect(parseSettings({}).retell.callsPerSecond).toBe(10);
  expect(parseSettings({ RETELL_CALLS_PER_SECOND: "5" }).retell.callsPerSecond).toBe(5);
});

test("calling hours are from eight to nine in the evening unless told otherwise, to the minute", () => {
  const hours = (text?: string) => parseSettings({ CALLING_HOURS: text }).callingHours;
  expect(hours()).toEqual({ fromMinute: 480, toMinute: 1260 });
  expect(hours("8:30 - 20:05")).toEqual({ fromMinute: 510, toMinute: 1205 });
  expect(hours("0-24")).toEqual({ fromMinute: 0, toMinute: 1440 });
});

test("production with a database of its own demands a secret", () => {
  const production = { NODE_ENV: "production", RETELL_API_KEY: "key_1", DATABASE_URL: "postgres://db/x" };
  expect(() => requireStartable(parseSettings(production))).toThrow(/^AUTH_SECRET is not defined\./);
  const complete = { ...production, AUTH_SECRET: "x".repeat(32) };
  expect(() => requireStartable(parseSettings(complete))).not.toThrow();
  expect(parseSettings(complete).host).toBe("0.0.0.0");
});

test("settings stand in .env.local, and the environment beats the file", async () => {
  const folder = await mkdtemp(join(tmpdir(), "switchboard-settings-"));
  await writeFile(
    join(folder, ".env.local"),
    "RETELL_API_KEY=from-the-file\nRETELL_FROM_NUMBER=+14157774444\nRETELL_AGENT_ID=agent_file\n",
  );
  const config = new URL("../../src/config/index.ts", import.meta.url).href;
  const program = `import { settings } from ${JSON.stringify(config)}; process.stdout.write(JSON.stringify(settings().retell));`;
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    cwd: folder,
    env: { NODE_ENV: "test", PATH: process.env.PATH, RETELL_AGENT_ID: "agent_environment" },
    encoding: "utf8",
  });
  await rm(folder, { recursive: true });
  expect(JSON.parse(printed)).toMatchObject({
    apiKey: "from-the-file",
    defaultFromNumber: "+14157774444",
    defaultAgentId: "agent_environment",
  });
});
