import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { checkReachability, HEALTH_ANSWER } from "../../src/domain/webhooks/check-reachability.ts";
import { obstacleTo, webhookAddresses } from "../../src/domain/webhooks/webhook-address.ts";

vi.hoisted(() => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.RETELL_MODE = "simulator";
});

let port: number;
const server = createServer((request, response) => {
  if (request.url === "/ours") response.end(HEALTH_ANSWER);
  else if (request.url === "/moved") response.writeHead(302, { location: "/ours" }).end();
  else if (request.url === "/almost") response.end(`${HEALTH_ANSWER} `);
  else if (request.url === "/endless") {
    response.write("x".repeat(10_000));
  } else response.writeHead(404).end("nothing");
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([
  "http://localhost:3000",
  "https://console.localhost",
  "http://127.0.0.1",
  "http://127.1.2.3:80",
  "http://10.1.2.3",
  "http://172.31.0.1",
  "http://192.168.1.10:3000",
  "http://169.254.169.254",
  "http://100.64.0.1",
  "http://0.0.0.0",
  "http://[::1]:3000",
  "http://[fd00::1]",
  "http://[fe80::1]",
  "http://[::ffff:10.0.0.1]",
  "https://printer.local",
  "https://console.internal",
  "https://console",
  "http://2130706433",
])("Retell cannot reach %s", (origin) => {
  expect(obstacleTo(new URL(origin))).toMatch(/internet cannot reach it/);
});

test.each([
  "https://console.example.com",
  "https://abc123.ngrok.io",
  "https://localhost.example.com",
  "http://8.8.8.8",
  "http://172.32.0.1",
  "http://[2606:4700::1111]",
])("by its looks Retell can reach %s", (origin) => {
  expect(obstacleTo(new URL(origin))).toBeNull();
});

describe("the address that a browser used", () => {
  test("stands first when it is public and the configured one is not", () => {
    expect(webhookAddresses("https://abc123.ngrok.io").map(({ url, source }) => [url, source])).toEqual([
      ["https://abc123.ngrok.io/api/webhooks/retell", "browser"],
      ["http://localhost:3000/api/webhooks/retell", "APP_URL"],
    ]);
  });

  test.each([null, "http://localhost:3000", "http://192.168.1.10:3000", "nonsense"])(
    "is left out when it is %s",
    (origin) => {
      expect(webhookAddresses(origin).map(({ source }) => source)).toEqual(["APP_URL"]);
    },
  );
});

test.each([
  ["/ours", "yes"],
  ["/moved", "no"],
  ["/almost", "no"],
  ["/endless", "no"],
  ["/missing", "no"],
])("an address that answers like %s is reachable: %s", async (path, reachable) => {
  expect(await checkReachability(`http://127.0.0.1:${port}${path}`)).toMatchObject({ reachable });
});

test("an address that nobody answers at is unlikely to be reached", async () => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const { port: nobodys } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  expect(await checkReachability(`http://127.0.0.1:${nobodys}/`)).toMatchObject({
    reachable: "unlikely",
    found: expect.stringContaining("ECONNREFUSED"),
  });
});
