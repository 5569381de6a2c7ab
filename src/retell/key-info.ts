import { settings } from "#config";
import { retellClient } from "./client.ts";
import { failureOf } from "./failure.ts";

export interface KeyInfo {
  organisation: string;
  keyName: string | null;
  /** What Retell's clock said when it answered, to the second; null when it did not say. */
  retellTime: Date | null;
}

/** Whose key we hold. Throws a RetellFailure. */
export async function getKeyInfo(): Promise<KeyInfo> {
  try {
    const { data, response } = await retellClient().identity.retrieve().withResponse();
    const date = Date.parse(response.headers.get("date") ?? "");
    return {
      organisation: String(data.org_name),
      keyName: data.api_key_name ?? null,
      retellTime: Number.isNaN(date) ? null : new Date(date),
    };
  } catch (error) {
    throw failureOf(error);
  }
}

const SHOWN_CHARACTERS = 4;
/** A key so short would be given away by its end. */
const SHORTEST_CHARACTERS = 12;

/** Our API key as it may be shown: its last four characters; null when there is none. */
export function maskedKey(): string | null {
  const { apiKey } = settings().retell;
  if (apiKey === null) return null;
  return `••••${apiKey.length < SHORTEST_CHARACTERS ? "" : apiKey.slice(-SHOWN_CHARACTERS)}`;
}
