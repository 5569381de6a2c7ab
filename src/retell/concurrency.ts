import { retellClient } from "./client.ts";
import { failureOf, RetellFailure } from "./failure.ts";

/** A call waits for this answer before it is dialled. */
const READ_TIMEOUT_MS = 3_000;
const LINES_MAX = 1_000_000;

/** The workspace's lines: how many calls may go on at the same time, whoever placed them. */
export interface Lines {
  limit: number;
  inUse: number;
  /** Of the limit, what Retell keeps free for inbound calls. */
  reservedInbound: number;
}

/** How many lines there are and how many are in use, asked once. Throws a RetellFailure. */
export async function getConcurrency(): Promise<Lines> {
  try {
    const said = await retellClient().concurrency.retrieve({ maxRetries: 0, timeout: READ_TIMEOUT_MS });
    const limit = said.concurrency_burst_enabled ? said.concurrency_burst_limit : said.concurrency_limit;
    const inUse = said.current_concurrency;
    const reservedInbound = said.reserved_inbound_concurrency ?? 0;
    if (!isCount(limit) || !isCount(inUse) || !isCount(reservedInbound))
      throw new RetellFailure("refused", "Retell did not say how many lines are in use.");
    return { limit, inUse, reservedInbound };
  } catch (error) {
    throw failureOf(error);
  }
}

/** What is no whole number, or more than anybody has, is no figure to go by, and the database could not keep it. */
function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LINES_MAX;
}
