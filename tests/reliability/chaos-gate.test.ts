import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Gate } from "../../reliability/chaos/gate.ts";

/** Longer than it takes to ask. */
const CUT_MS = 2_000;

let server: Server;
let gate: Gate;
/** Requests that were heard and are not answered. */
let heard = Promise.withResolvers<void>();

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/silence") heard.resolve();
    else response.end("here");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  gate = await Gate.to((server.address() as AddressInfo).port);
});
afterAll(async () => {
  await gate.close();
  server.closeAllConnections();
  server.close();
});

const ask = (path: string) => fetch(`${gate.url}${path}`).then((answer) => answer.text());
const codeOf = (error: unknown) => ((error as Error).cause as { code?: string } | undefined)?.code;

test("what is said passes through", async () => {
  expect(await ask("/")).toBe("here");
});

test("a cut breaks off what is under way, lets nobody in, and is over when it says so", async () => {
  heard = Promise.withResolvers();
  const broken = ask("/silence").catch(codeOf);
  await heard.promise;
  const cut = gate.cut(CUT_MS);
  expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(await broken);
  expect(await ask("/").catch(codeOf)).toBe("ECONNREFUSED");
  await cut;
  expect(await ask("/")).toBe("here");
});

test("whoever asks while there is nobody behind the gate hears no answer, and the gate stays", async () => {
  const nowhere = await Gate.to(1);
  expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(await fetch(nowhere.url).catch(codeOf));
  expect(["ECONNRESET", "UND_ERR_SOCKET"]).toContain(await fetch(nowhere.url).catch(codeOf));
  await nowhere.close();
});
