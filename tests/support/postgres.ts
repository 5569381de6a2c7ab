import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedPostgres } from "../../src/database/embedded-postgres.ts";
import { migrate } from "../../src/database/migrate.ts";

export const AUTH_SECRET = "the secret of the test suite, long enough";
export const TEMPLATE = "switchboard_template";

declare module "vitest" {
  interface ProvidedContext {
    adminUrl: string;
  }
}

/** One Postgres for the whole run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), "switchboard-tests-"));
  // What a test loses in a power cut is no loss.
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: { fsync: "off", synchronous_commit: "off" },
  });
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  await migrate({ databaseUrl: databaseUrl(postgres.adminUrl, TEMPLATE), authSecret: AUTH_SECRET });
  project.provide("adminUrl", postgres.adminUrl);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
