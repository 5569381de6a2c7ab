import { lookup } from "node:dns/promises";
import { settings } from "#config";
import { isPrivateAddress, obstacleTo } from "./webhook-address.ts";

/** What the set-up guide tells people to look for. */
export const HEALTH_ANSWER = JSON.stringify({ status: "ok", message: "Retell webhook endpoint is active" });

const ANSWER_TIMEOUT_MS = 8_000;
const SHOWN_CHARACTERS_MAX = 120;

export interface Reachability {
  reachable: "yes" | "no" | "unlikely";
  /** What was found, in words. */
  found: string;
}

/**
 * Whether deliveries can come to an address of ours, as far as can be known from here: its looks, its
 * name, and whether it answers the health question to the letter. The simulated Retell runs on this
 * machine, so for it a private address will do.
 */
export async function checkReachability(url: string): Promise<Reachability> {
  const address = new URL(url);
  const isSimulated = settings().retell.mode === "simulator";
  const obstacle = isSimulated ? null : (obstacleTo(address) ?? (await obstacleByName(address.hostname)));
  if (obstacle !== null) return { reachable: "no", found: obstacle };
  let answer: Response;
  try {
    answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
  } catch (error) {
    return {
      reachable: "unlikely",
      found: `This server asked ${url} and got no answer (${reasonOf(error)}).`,
    };
  }
  if (answer.status !== 200) {
    await answer.body?.cancel();
    return { reachable: "no", found: `${url} answered ${answer.status} instead of 200.` };
  }
  const text = await startOf(answer);
  if (text !== HEALTH_ANSWER) {
    return {
      reachable: "no",
      found: `${url} answered, but not as this console does: “${text.slice(0, SHOWN_CHARACTERS_MAX)}”.`,
    };
  }
  return { reachable: "yes", found: `${url} answers as it should.` };
}

async function obstacleByName(hostname: string): Promise<string | null> {
  const host = hostname.replace(/^\[|\]$/g, "");
  try {
    const found = await lookup(host, { all: true });
    const inner = found.find(({ address }) => isPrivateAddress(address));
    if (!inner) return null;
    return `${host} leads to ${inner.address}, an address of this machine or of a private network.`;
  } catch {
    return `The name ${host} cannot be found.`;
  }
}

/** Enough of the answer to tell whether it is ours; a stranger's may be endless. */
async function startOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > HEALTH_ANSWER.length) break;
  }
  return text;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "none in time";
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return "code" in cause ? String(cause.code) : cause.message;
}
