import Retell from "retell-sdk";
import { settings } from "#config";

/** Longer than Retell takes to answer a read, short enough that a page or a job does not hang. */
const READ_TIMEOUT_MS = 15_000;
const READ_RETRIES_MAX = 2;

let client: Retell | null = null;

/** The SDK's client. Reads are retried by it; whoever places a call must ask for no retries. */
export function retellClient(): Retell {
  const { apiKey, baseUrl } = settings().retell;
  if (apiKey === null) throw new Error("RETELL_API_KEY is not defined.");
  client ??= new Retell({
    apiKey,
    ...(baseUrl === null ? {} : { baseURL: baseUrl }),
    timeout: READ_TIMEOUT_MS,
    maxRetries: READ_RETRIES_MAX,
    logLevel: "off",
  });
  return client;
}
