import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { log } from "#log";
import { addressFor } from "./pool.ts";

const RECONNECT_MS_MIN = 100;
const RECONNECT_MS_MAX = 2_000;
/** A connection that was cut without a word is noticed by asking it something this often. */
const PROBE_EVERY_MS = 5_000;
const PROBE_TIMEOUT_MS = 3_000;

export interface Listener {
  /** A notice came. */
  notice(channel: string, payload: string): void;
  /** Listening has begun, or begun again: what was told in between was missed. */
  connected(): void;
}

/** Listens on channels with a connection of its own until stopped, reconnecting as often as needed. */
export function listen(channels: readonly string[], listener: Listener): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const done = listenUntil(stopping.signal, channels, listener);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function listenUntil(
  stopped: AbortSignal,
  channels: readonly string[],
  listener: Listener,
): Promise<void> {
  let delay = RECONNECT_MS_MIN;
  while (!stopped.aborted) {
    try {
      await listenOnce(stopped, channels, listener, () => {
        delay = RECONNECT_MS_MIN;
      });
    } catch (error) {
      log.warn(
        { error: error instanceof Error ? error.message : String(error) },
        "The live connection to the database was lost",
      );
    }
    if (stopped.aborted) return;
    await sleep(delay, undefined, { signal: stopped }).catch(() => undefined);
    delay = Math.min(delay * 2, RECONNECT_MS_MAX);
  }
}

async function listenOnce(
  stopped: AbortSignal,
  channels: readonly string[],
  listener: Listener,
  connected: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: addressFor("switchboard_app"),
    keepAlive: true,
    application_name: "switchboard_live",
    connectionTimeoutMillis: PROBE_TIMEOUT_MS,
  });
  const ended = new Promise<never>((_, reject) => {
    client.on("error", reject);
    client.on("end", () => reject(new Error("The connection was closed.")));
    stopped.addEventListener("abort", () => reject(new Error("Stopped.")), { once: true });
  });
  ended.catch(() => undefined);
  try {
    await client.connect();
    await client.query(channels.map((channel) => `listen ${pg.escapeIdentifier(channel)}`).join(";"));
    connected();
    // In this order: whoever hears a notice may take it that everything before it was told or is being caught up.
    listener.connected();
    client.on("notification", ({ channel, payload }) => listener.notice(channel, payload ?? ""));
    while (!stopped.aborted) {
      await Promise.race([sleep(PROBE_EVERY_MS, undefined, { ref: false }), ended]);
      await Promise.race([client.query("select 1"), probeTimeout(), ended]);
    }
  } catch (error) {
    if (!stopped.aborted) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function probeTimeout(): Promise<never> {
  await sleep(PROBE_TIMEOUT_MS, undefined, { ref: false });
  throw new Error("The connection does not answer.");
}
