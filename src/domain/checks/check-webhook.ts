import { settings } from "#config";
import { type Actor, asActor } from "#database";
import { checkReachability, describeDeliveries, webhookAddresses } from "#domain/webhooks";
import { type Finding, fine, odd, wrong } from "./finding.ts";

const checker: Actor = { kind: "system", job: "check_installation" };
const SECTION = "webhooks-do-not-arrive";

/** Whether deliveries can come to this console, and whether any has. */
export async function checkWebhook(browserOrigin: string | null): Promise<Finding[]> {
  const [address] = webhookAddresses(browserOrigin);
  if (!address) return [];
  const { reachable, found } = await checkReachability(address.url);
  const todo =
    "Give this console a public https:// address (APP_URL), or open a tunnel such as ngrok, so that Retell can deliver to it. Until then calls are followed by asking.";
  if (reachable === "no") {
    // On somebody's own machine it is no fault to be unreachable.
    const judge = settings().production ? wrong : odd;
    return [judge("Webhook address", found, todo, SECTION), await lastDelivery()];
  }
  if (reachable === "unlikely") {
    const start = "Start the console if it does not run. If it does, see whether APP_URL leads to it.";
    return [odd("Webhook address", found, start, SECTION), await lastDelivery()];
  }
  return [fine("Webhook address", found), await lastDelivery()];
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
