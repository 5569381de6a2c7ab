import { once } from "node:events";
import { expect, test } from "vitest";
import { firstLine, run } from "./program.ts";
import { clientFor, get, place } from "./support.ts";

test("the program says where it listens, serves, and leaves quietly when asked", async () => {
  const child = run(
    "--port",
    "0",
    "--seed",
    "spring",
    "--api-key",
    "key_a",
    "--api-key",
    "key_b",
    "--history",
    "5",
  );
  const ready = await firstLine(child);
  expect(ready).toEqual({
    ready: true,
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    seed: "spring",
  });
  const retell = clientFor(String(ready.url), "key_b");
  expect(await retell.identity.retrieve()).toMatchObject({ org_name: "Lakeside Health Group" });
  const { call_id } = await place(retell);
  expect((await get(retell, call_id)).call_status).toBe("registered");
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
});

test("a port that is taken, or a flag that makes no sense, is one sentence and exit code 1", async () => {
  const first = run("--port", "0");
  const { port } = new URL(String((await firstLine(first)).url));
  for (const [flags, sentence] of [
    [["--port", port], /^The port is taken by another program; choose another with --port\.\n$/],
    [["--port", "0", "--speed", "fast"], /^--speed takes a number, not "fast"\.\n$/],
    [["--port", "0", "--speed", "0.5"], /^The speed must be 1 or more\.\n$/],
  ] as const) {
    const second = run(...flags);
    let complaint = "";
    second.stderr?.on("data", (chunk) => {
      complaint += String(chunk);
    });
    const [code] = await once(second, "close");
    expect(code).toBe(1);
    expect(complaint).toMatch(sentence);
  }
});
