import { settings } from "#config";
import { RetellFailure } from "./failure.ts";

const FETCH_TIMEOUT_MS = 20_000;
const retellHosts = ["retellai.s3.us-west-2.amazonaws.com", "retellai.com"];

/**
 * Fetches a recording from where Retell keeps it, passing the byte range on. Only Retell's hosts, those
 * the operator named, and the simulator's own are ever asked; redirects are not followed. Throws a RetellFailure.
 */
export async function fetchRecording(
  url: string,
  range: string | null,
  signal: AbortSignal,
): Promise<Response> {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null || !isAllowed(address)) {
    throw new RetellFailure(
      "refused",
      `The recording lies at ${address?.host ?? "an unreadable address"}, which is not a known host. Add it to RECORDING_HOSTS if you trust it.`,
    );
  }
  try {
    return await fetch(address, {
      headers: range === null ? {} : { range },
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(FETCH_TIMEOUT_MS)]),
    });
  } catch (error) {
    throw new RetellFailure(
      "unknown",
      `The recording could not be fetched (${error instanceof Error ? error.message : String(error)}).`,
    );
  }
}

function isAllowed(address: URL): boolean {
  const { baseUrl, mode, recordingHosts } = settings().retell;
  if (mode === "simulator" && baseUrl !== null && address.origin === new URL(baseUrl).origin) return true;
  if (address.protocol !== "https:") return false;
  return [...retellHosts, ...recordingHosts].some(
    (host) => address.hostname === host || address.hostname.endsWith(`.${host}`),
  );
}
