import { setTimeout as pause } from "node:timers/promises";
import {
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  startEmbeddedPostgres,
} from "../../database/embedded-postgres.ts";
import type { Shutdown } from "./shutdown.ts";
import { StartError } from "./start-error.ts";
import { complain, say, sayStep } from "./terminal.ts";

const WATCH_MS = 1_000;

/** Starts the Postgres of the data folder, keeps it running, and returns its administrator's address. */
export async function startDatabase(dataDir: string, shutdown: Shutdown): Promise<string> {
  const stopping = new AbortController();
  const starting = startEmbeddedPostgres({ dataDir, onProgress: sayStep });
  let current: EmbeddedPostgres | null = null;
  const watching = starting.then(
    (server) => {
      current = server;
      return watchOver(server, dataDir, stopping.signal, (replacement) => {
        current = replacement;
      });
    },
    () => {},
  );
  shutdown.register(
    async () => {
      stopping.abort();
      // Interrupted in mid-start, it is let go on to the point where it can be stopped in order.
      await watching;
      await current?.stop();
    },
    () => current?.kill(),
  );
  const { adminUrl } = await shutdown.interruptible(starting).catch(inWords);
  sayStep("Postgres is running");
  return adminUrl;
}

function inWords(error: unknown): never {
  throw error instanceof EmbeddedPostgresError ? new StartError(error.message) : error;
}

type Replace = (server: EmbeddedPostgres) => void;

async function watchOver(first: EmbeddedPostgres, dataDir: string, stopping: AbortSignal, replace: Replace) {
  let server = first;
  for (;;) {
    await pause(WATCH_MS, null, { signal: stopping }).catch(() => {});
    if (stopping.aborted) return;
    if (await server.isRunning()) continue;
    complain("Postgres ended. Starting it again.");
    try {
      server = await startEmbeddedPostgres({ dataDir });
      replace(server);
      say("Postgres is running again.");
    } catch (error) {
      complain(error instanceof Error ? error.message : String(error));
    }
  }
}
