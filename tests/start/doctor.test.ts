import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildHouse, isRunning, processesOf, startConsole, takePort, tearDown } from "./house.ts";

let house: string;
let port: number;
beforeAll(async () => {
  house = buildHouse();
  const taken = await takePort();
  port = taken.port;
  await taken.free();
});
afterAll(() => tearDown(house));

function doctor(environment: Record<string, string> = {}): { code: number | null; said: string } {
  const { PATH = "" } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli/doctor.ts"], {
    cwd: house,
    env: { PATH, NODE_ENV: "development", PORT: String(port), ...environment },
    encoding: "utf8",
  });
  return { code: status, said: stdout + stderr };
}

test("before the first start it says what is missing, and makes nothing", () => {
  const { code, said } = doctor();
  expect(said).toContain("warning  Database: There is none");
  expect([code, existsSync(join(house, ".data"))]).toEqual([0, false]);
});

test("a missing key, a setting of the wrong form and a database that is away are wrong, and end with 1", () => {
  const missing = doctor({ RETELL_MODE: "live" });
  expect([missing.code, missing.said]).toEqual([1, expect.stringContaining("RETELL_API_KEY is not defined")]);
  expect(missing.said).toContain("docs/guide/troubleshooting.md#retell_api_key-is-not-defined");
  expect(doctor({ PORT: "many" })).toMatchObject({ code: 1, said: expect.stringContaining("PORT must be") });
  const away = doctor({
    DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/nothing`,
    AUTH_SECRET: "a secret of more than thirty-two characters",
  });
  expect([away.code, away.said]).toEqual([
    1,
    expect.stringContaining("wrong    Database: It does not answer"),
  ]);
});

test("it finds a sound console sound while it runs, and its database while it does not", async () => {
  const console = startConsole(house, { PORT: String(port) });
  await isRunning(console);
  const running = doctor();
  expect(running.said).toContain("ok       Database: It answers.");
  expect(running.said).toContain("ok       Policies: Row level security is enabled and forced on all");
  expect(running.said).toMatch(/ok {7}Webhook address: .* answers as it should/);
  expect([running.code, console.process.exitCode]).toEqual([0, null]);
  console.process.kill("SIGINT");
  await console.ended;
  const stopped = doctor();
  expect(stopped.said).toContain("ok       Migrations: All");
  expect(stopped.said).toMatch(/warning {2}Webhook address: .* got no answer/);
  expect([stopped.code, processesOf(house)]).toEqual([0, []]);
});
