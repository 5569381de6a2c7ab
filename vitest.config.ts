import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // A world of its own for every file: a database, a simulator, a server.
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      { extends: true, test: { name: "simulator", include: ["tests/simulator/**/*.test.ts"] } },
      { extends: true, test: { name: "start", include: ["tests/start/**/*.test.ts"], testTimeout: 120_000 } },
      {
        extends: true,
        test: { name: "reliability", include: ["tests/reliability/**/*.test.ts"], testTimeout: 600_000 },
      },
      {
        extends: true,
        test: {
          name: "world",
          include: ["tests/flows/**/*.test.ts", "tests/policies/**/*.test.ts"],
          globalSetup: "tests/support/postgres.ts",
          setupFiles: "tests/support/world.ts",
          hookTimeout: 60_000,
        },
      },
    ],
    pool: "forks",
    testTimeout: 30_000,
    restoreMocks: true,
  },
});
