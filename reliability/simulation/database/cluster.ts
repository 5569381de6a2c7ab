import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../../src/database/embedded-postgres.ts";
import { makeTemplate } from "./template.ts";

export interface Cluster {
  adminUrl: string;
  stop(): Promise<void>;
}

/** A Postgres of its own for one runner: its transactions are nobody else's, so horizons repeat exactly. */
export async function startCluster(): Promise<Cluster> {
  const dataDir = await mkdtemp(join(tmpdir(), "switchboard-simulation-"));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    settings: {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      autovacuum: "off",
      // A circle of waiting is broken at once, by whoever closed it.
      deadlock_timeout: "1ms",
      jit: "off",
      // A plan that depended on what a connection had run before would give rows in another order.
      plan_cache_mode: "force_custom_plan",
      max_parallel_workers_per_gather: 0,
      checkpoint_timeout: "1h",
      max_wal_size: "4GB",
      shared_buffers: "64MB",
    },
  });
  const stop = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await makeTemplate(postgres.adminUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return { adminUrl: postgres.adminUrl, stop };
}
