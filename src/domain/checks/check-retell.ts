import { settings } from "#config";
import { rateWords } from "#domain/calls";
import {
  getAgent,
  getConcurrency,
  getKeyInfo,
  type KeyInfo,
  listAgents,
  listNumbers,
  maskedKey,
  RetellFailure,
} from "#retell";
import { type Finding, fine, odd, wrong } from "./finding.ts";

const KEY_SECTION = "retell_api_key-is-not-defined";
const REFUSED_SECTION = "retell-refused-the-api-key";
/** Retell's stamps and ours may differ by five minutes; a date header is exact to the second only. */
const SKEW_WRONG_MS = 4 * 60 * 1000;
const SKEW_ODD_MS = 30 * 1000;

/** Whether Retell takes our key, and whose it is. */
export async function checkKey(): Promise<Finding[]> {
  const missing = missingKey();
  if (missing) return [missing];
  try {
    return [keyFinding(await getKeyInfo())];
  } catch (error) {
    return [failed("Retell key", error)];
  }
}

/** Whether this machine's clock agrees with Retell's: deliveries carry a stamp that is compared with it. */
export async function checkClock(): Promise<Finding[]> {
  if (missingKey()) return [];
  try {
    const { retellTime } = await getKeyInfo();
    return [clockFinding(retellTime, new Date())];
  } catch (error) {
    return [failed("Clock", error)];
  }
}

export function clockFinding(retellTime: Date | null, ourTime: Date): Finding {
  if (retellTime === null)
    return odd("Clock", "Retell did not say what time it is.", "Make sure that time synchronisation is on.");
  const skewMs = ourTime.getTime() - retellTime.getTime();
  const words = `This machine's clock is ${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs < 0 ? "behind" : "ahead of"} Retell's.`;
  if (Math.abs(skewMs) >= SKEW_WRONG_MS)
    return wrong(
      "Clock",
      words,
      "Turn on time synchronisation: webhooks whose stamp is five minutes off are refused.",
      "webhooks-are-refused-401",
    );
  if (Math.abs(skewMs) >= SKEW_ODD_MS)
    return odd("Clock", words, "Turn on time synchronisation.", "webhooks-are-refused-401");
  return fine("Clock", "It agrees with Retell's.");
}

/** Whether the default number belongs to the workspace. */
export async function checkFromNumber(): Promise<Finding[]> {
  const missing = missingKey();
  if (missing) return [missing];
  const { defaultFromNumber } = settings().retell;
  try {
    const numbers = await listNumbers();
    if (numbers.length === 0)
      return [
        wrong(
          "From number",
          "The workspace has no phone number.",
          "Buy or import one in the Retell dashboard under Phone Numbers.",
        ),
      ];
    if (defaultFromNumber === null)
      return [
        fine(
          "From number",
          `None is the default; each call chooses one of ${numbers.length}. RETELL_FROM_NUMBER sets a default.`,
        ),
      ];
    if (numbers.some(({ phoneNumber }) => phoneNumber === defaultFromNumber))
      return [fine("From number", `${defaultFromNumber} belongs to the workspace.`)];
    return [
      wrong(
        "From number",
        `${defaultFromNumber} does not belong to the workspace.`,
        `Set RETELL_FROM_NUMBER to one of its numbers (${numbers
          .slice(0, 3)
          .map(({ phoneNumber }) => phoneNumber)
          .join(", ")}) and restart.`,
      ),
    ];
  } catch (error) {
    return [failed("From number", error)];
  }
}

/** Whether the default agent exists. */
export async function checkAgent(): Promise<Finding[]> {
  const missing = missingKey();
  if (missing) return [missing];
  const { defaultAgentId } = settings().retell;
  try {
    if (defaultAgentId !== null) {
      const agent = await getAgent(defaultAgentId);
      return [fine("Agent", `${agent.agentName ?? defaultAgentId} is the default.`)];
    }
    const agents = await listAgents();
    if (agents.length === 0)
      return [
        wrong(
          "Agent",
          "The workspace has no voice agent.",
          "Create one in the Retell dashboard under Agents.",
        ),
      ];
    return [
      fine(
        "Agent",
        `None is the default; each call chooses one of ${agents.length}. RETELL_AGENT_ID sets a default.`,
      ),
    ];
  } catch (error) {
    if (error instanceof RetellFailure && error.kind === "absent")
      return [
        wrong(
          "Agent",
          `Retell knows no agent ${defaultAgentId}.`,
          "Set RETELL_AGENT_ID to the id of an agent in your Retell dashboard and restart.",
        ),
      ];
    return [failed("Agent", error)];
  }
}

/** How many lines the workspace has and how many are in use, by whomever. */
export async function checkLines(): Promise<Finding[]> {
  if (missingKey()) return [];
  const rate = rateWords(settings().retell.callsPerSecond);
  try {
    const { inUse, limit, reservedInbound } = await getConcurrency();
    const kept = reservedInbound > 0 ? ` ${reservedInbound} are kept for inbound calls.` : "";
    const found = `${inUse} of ${limit} are in use.${kept} Calls are started at most at ${rate} (RETELL_CALLS_PER_SECOND).`;
    if (inUse + reservedInbound < limit) return [fine("Lines", found)];
    return [
      odd(
        "Lines",
        found,
        "Calls wait until one is free. If that happens often, buy more concurrency in the Retell dashboard.",
        "a-call-waits",
      ),
    ];
  } catch (error) {
    return [failed("Lines", error)];
  }
}

function missingKey(): Finding | null {
  const { apiKey, mode, baseUrl } = settings().retell;
  if (apiKey !== null && (mode === "live" || baseUrl !== null)) return null;
  if (mode === "simulator")
    return fine(
      "Retell",
      "The simulated Retell is used, which needs no key. It can be asked only by the console that started it.",
    );
  return wrong(
    "Retell key",
    "RETELL_API_KEY is not defined.",
    "Put it into .env.local in the project's root and start again.",
    KEY_SECTION,
  );
}

function keyFinding({ organisation, keyName }: KeyInfo): Finding {
  const name = keyName === null ? "" : ` as “${keyName}”`;
  return fine("Retell key", `Retell knows ${maskedKey() ?? "it"}${name}; it belongs to ${organisation}.`);
}

function failed(subject: string, error: unknown): Finding {
  if (!(error instanceof RetellFailure)) throw error;
  if (error.kind === "unauthorised")
    return wrong(
      subject,
      error.message,
      "Copy the key from Retell dashboard → Settings → API Keys once more.",
      REFUSED_SECTION,
    );
  return wrong(
    subject,
    error.message,
    "Try again in a moment. If it stays so, check this machine's way to the internet.",
  );
}
