import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { startSimulator } from "../../simulator/index.ts";
import { AUTH_SECRET, databaseUrl, TEMPLATE } from "./postgres.ts";

// Everything a test file needs to be alone: a database cloned from the template, a pretend Retell and a
// web address. It runs before the file's own imports, so that settings are read after they are set.

/** How much faster than real time the simulated calls run. */
const SPEED = 40;

const adminUrl = inject("adminUrl");
const databaseName = `test_${crypto.randomUUID().replaceAll("-", "")}`;
const admin = new pg.Client({ connectionString: adminUrl });
await admin.connect();
await admin.query(`create database ${databaseName} template ${TEMPLATE}`);

type Handle = (
  request: import("node:http").IncomingMessage,
  response: import("node:http").ServerResponse,
) => void;
let handle: Handle = (_request, response) => void response.writeHead(503).end();
const server = createServer((request, response) => handle(request, response));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const simulator = await startSimulator({
  port: 0,
  speed: SPEED,
  history: 20,
  webhookUrl: `${appUrl}/api/webhooks/retell`,
  apiKeys: ["key_simulated"],
  callsPerSecond: 1000,
  concurrencyLimit: 1000,
});

Object.assign(process.env, {
  APP_URL: appUrl,
  DATABASE_URL: databaseUrl(adminUrl, databaseName),
  AUTH_SECRET,
  RETELL_MODE: "simulator",
  RETELL_API_KEY: "key_simulated",
  RETELL_BASE_URL: simulator.url,
  RETELL_CALLS_PER_SECOND: "1000",
  LOG_LEVEL: "silent",
});

const closing: (() => Promise<unknown>)[] = [];

/** The file's own world. */
export const world = {
  appUrl,
  simulator,
  /** The address of the file's database, as a superuser whom no policy binds. */
  databaseUrl: databaseUrl(adminUrl, databaseName),
  /** Answers requests from now on. */
  serve(answer: Handle) {
    handle = answer;
  },
  /** Runs before the database goes; the last one added runs first. */
  onClose(close: () => Promise<unknown>) {
    closing.unshift(close);
  },
};

afterAll(async () => {
  for (const close of closing) await close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await simulator.stop();
  const { closePools } = await import("#database");
  await closePools();
  await admin.query(`drop database ${databaseName} with (force)`);
  await admin.end();
});
