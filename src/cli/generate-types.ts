import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { migrate } from "#database/migrate";
import { startEmbeddedPostgres } from "../database/embedded-postgres.ts";

// pnpm generate:types: writes src/database/types.ts from the schema that the migrations make of nothing.
const dataDir = await mkdtemp(join(tmpdir(), "switchboard-types-"));
const postgres = await startEmbeddedPostgres({ dataDir });
try {
  await migrate({
    databaseUrl: postgres.adminUrl,
    authSecret: "only for the moment that types take to write",
  });
  const manifest = createRequire(import.meta.url).resolve("kysely-codegen/package.json");
  const { status } = spawnSync(
    process.execPath,
    [
      join(dirname(manifest), "dist/cli/bin.js"),
      ...["--dialect", "postgres", "--url", postgres.adminUrl, "--include-pattern", "public.*"],
      ...["--numeric-parser", "number", "--type-mapping", '{"int8":"number","xid8":"string"}'],
      ...["--out-file", "src/database/types.ts"],
    ],
    { stdio: "inherit" },
  );
  process.exitCode = status ?? 1;
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
