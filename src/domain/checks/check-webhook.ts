import { settings } from "#config";
import { type Actor, asActor, type Db } from "#database";
import { listSetAside } from "#domain/calls";
import {
  checkReachability,
  completenessWords,
  describeCompleteness,
  describeDeliveries,
  percentOf,
  sumOf,
  webhookAddresses,
} from "#domain/webhooks";
import { type Finding, fine, odd, wrong } from "./finding.ts";

const checker: Actor = { kind: "system", job: "check_installation" };
const SECTION = "webhooks-do-not-arrive";
const MISSING_SECTION = "webhooks-are-missing";

/** Of the webhooks expected in a day fewer than this is worth a look; fewer than that is a fault. */
const COMPLETE_ENOUGH_PERCENT = 99;
const FAR_FROM_COMPLETE_PERCENT = 90;

/** Whether deliveries can come to this console, whether any has, and how many of those expected did. */
export async function checkWebhook(browserOrigin: string | null): Promise<Finding[]> {
  return [...(await checkAddress(browserOrigin)), await lastDelivery(), ...(await gaps())];
}

async function checkAddress(browserOrigin: string | null): Promise<Finding[]> {
  const [address] = webhookAddresses(browserOrigin);
  if (!address) return [];
  const { reachable, found } = await checkReachability(address.url);
  const todo =
    "Give this console a public https:// address (APP_URL), or open a tunnel such as ngrok, so that Retell can deliver to it. Until then calls are followed by asking.";
  if (reachable === "no") {
    // On somebody's own machine it is no fault to be unreachable.
    const judge = settings().production ? wrong : odd;
    return [judge("Webhook address", found, todo, SECTION)];
  }
  if (reachable === "unlikely") {
    const start = "Start the console if it does not run. If it does, see whether APP_URL leads to it.";
    return [odd("Webhook address", found, start, SECTION)];
  }
  return [fine("Webhook address", found)];
}

async function lastDelivery(): Promise<Finding> {
  try {
    const { lastValidAt } = await asActor(checker, describeDeliveries);
    if (lastValidAt === null)
      return odd(
        "Webhook deliveries",
        "No valid delivery has come yet.",
        "Set the address on an agent (Webhooks → Set-up), then make a call.",
        SECTION,
      );
    return fine("Webhook deliveries", `The last valid one came at ${lastValidAt}.`);
  } catch {
    return odd(
      "Webhook deliveries",
      "Whether any came is not known: the database does not answer.",
      "See the database's own check.",
    );
  }
}

async function gaps(): Promise<Finding[]> {
  try {
    return await asActor(checker, checkGaps);
  } catch {
    return [
      odd(
        "Webhook completeness",
        "How many of the expected webhooks came could not be counted.",
        "See the database's own check.",
      ),
    ];
  }
}

async function checkGaps(db: Db): Promise<Finding[]> {
  const completeness = await describeCompleteness(db);
  const percent = percentOf(sumOf(completeness.lately));
  const found = completenessWords(completeness);
  const judge = percent !== null && percent < FAR_FROM_COMPLETE_PERCENT ? wrong : odd;
  const isComplete = percent === null || percent >= COMPLETE_ENOUGH_PERCENT;
  const findings = [
    isComplete
      ? fine("Webhook completeness", found)
      : judge(
          "Webhook completeness",
          found,
          "The calls are known all the same, by asking. See Webhooks for which ones, and Retell's own webhook log for what it got for an answer.",
          MISSING_SECTION,
        ),
  ];
  const [aside] = await listSetAside(db);
  if (aside)
    findings.push(
      odd(
        "Calls set aside",
        `At least one of Retell's calls could not be written down: ${aside.retellCallId}, ${aside.reason}`,
        "It is tried again every hour. See Webhooks for all of them.",
        MISSING_SECTION,
      ),
    );
  return findings;
}
