import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import {
  buildHouse,
  type Console,
  isRunning,
  processesOf,
  processOf,
  startConsole,
  takePort,
  tearDown,
} from "./house.ts";

const RECOVERY_MAX_MS = 10_000;
const PASSWORD = /Password\s+(\S{12,})\s+\(generated just now/;

let house: string;
let port: number;
let running: Console | null = null;

beforeAll(() => {
  house = buildHouse();
});
beforeEach(async () => {
  const taken = await takePort();
  port = taken.port;
  await taken.free();
});
afterEach(async () => {
  running?.process.kill("SIGINT");
  await running?.ended;
  running = null;
});
afterAll(() => tearDown(house));

describe("a console that runs", () => {
  test("a first start prints the address and a password, the second start no password any more", async () => {
    const first = await start();
    expect(first.printed()).toContain(`http://localhost:${port}`);
    expect(first.printed()).toContain("admin@example.com");
    expect(first.printed()).toMatch(PASSWORD);
    expect(statSync(join(house, ".data/auth-secret")).mode & 0o777).toBe(0o600);
    await stop(first);
    const second = await start();
    expect(second.printed()).not.toMatch(PASSWORD);
  });

  test("Ctrl-C ends with exit code 0 and leaves nothing running", async () => {
    const started = await start();
    expect(processesOf(house).length).toBeGreaterThan(3);
    expect(await stop(started)).toBe(0);
    expect(processesOf(house)).toEqual([]);
  });

  test("a second console in the same folder is refused, naming the first", async () => {
    const started = await start();
    const second = startConsole(house, { PORT: String(port) });
    expect(await second.ended).toBe(1);
    expect(second.printed()).toBe(
      `Switchboard is already running from this folder (process ${started.process.pid}).\n`,
    );
  });

  test.each(["src/server.ts", "src/worker/main.ts", "simulator/main.ts", "/postgres -D"])(
    "kill -9 of %s is made good within 10 seconds",
    async (part) => {
      await start();
      const killed = processOf(house, part);
      process.kill(killed, "SIGKILL");
      const began = performance.now();
      await eventually(
        () => processesOf(house),
        (seen) => seen.some(({ pid, command }) => pid !== killed && command.includes(part)),
      );
      await eventually(isHealthy, Boolean);
      expect(performance.now() - began).toBeLessThan(RECOVERY_MAX_MS);
    },
  );

  test("when the console itself is killed its children end, and the next start takes over the database", async () => {
    const started = await start();
    const postgres = processOf(house, "/postgres -D");
    started.process.kill("SIGKILL");
    await eventually(
      () => processesOf(house).filter(({ command }) => /\.ts\b/.test(command)),
      (left) => left.length === 0,
    );
    await start();
    expect(processOf(house, "/postgres -D")).toBe(postgres);
    expect(await isHealthy()).toBe(true);
  });
});

describe("a console that cannot start says why in one sentence and leaves nothing running", () => {
  test("a wrong setting is named", async () => {
    await expectRefusal({ PORT: "front door" }, /^PORT must be .*\.env\.local/);
    await expectRefusal({ RETELL_MODE: "live" }, /^RETELL_API_KEY is not defined\./);
    await expectRefusal({ ADMIN_EMAIL: "nobody" }, /^ADMIN_EMAIL must be an e-mail address\./);
  });

  test("a port that is taken", async () => {
    const taken = await takePort();
    await expectRefusal(
      { PORT: String(taken.port) },
      new RegExp(`^Port ${taken.port} is taken\\. Stop what uses it, or set PORT to another\\.\n$`),
    );
    await taken.free();
  });

  test("a database that cannot be reached, without its password", async () => {
    const words = await expectRefusal(
      { DATABASE_URL: "postgres://somebody:a-secret@127.0.0.1:1/nowhere" },
      /The database cannot be reached \(.*ECONNREFUSED.*DATABASE_URL/,
    );
    expect(words).not.toContain("a-secret");
  });

  test("a data folder that cannot be made", async () => {
    writeFileSync(join(house, "a-file"), "");
    await expectRefusal(
      { DATA_DIR: "a-file" },
      /^The data folder .*a-file cannot be written \(EEXIST\)\..*DATA_DIR/,
    );
  });
});

async function start(): Promise<Console> {
  running = startConsole(house, { PORT: String(port) });
  await isRunning(running);
  return running;
}

async function stop(started: Console): Promise<number | null> {
  started.process.kill("SIGINT");
  running = null;
  return started.ended;
}

async function expectRefusal(environment: Record<string, string>, words: RegExp): Promise<string> {
  const refused = startConsole(house, { PORT: String(port), ...environment });
  expect(await refused.ended).toBe(1);
  expect(refused.printed()).toMatch(words);
  expect(processesOf(house)).toEqual([]);
  return refused.printed();
}

async function isHealthy(): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
  return answer?.status === 200;
}
