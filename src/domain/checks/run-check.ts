import { Problem } from "#domain/problems";
import { checkDatabase } from "./check-database.ts";
import { checkAgent, checkClock, checkFromNumber, checkKey, checkLines } from "./check-retell.ts";
import { checkSettings } from "./check-settings.ts";
import { checkWebhook } from "./check-webhook.ts";
import type { Finding } from "./finding.ts";

/** Everything that can be checked, in the order in which one mends it. */
export const checkNames = [
  "settings",
  "database",
  "retell_key",
  "from_number",
  "agent",
  "lines",
  "webhook",
  "clock",
] as const;
export type CheckName = (typeof checkNames)[number];

const checks: Record<CheckName, (browserOrigin: string | null) => Promise<Finding[]>> = {
  settings: checkSettings,
  database: checkDatabase,
  retell_key: checkKey,
  from_number: checkFromNumber,
  agent: checkAgent,
  lines: checkLines,
  webhook: checkWebhook,
  clock: checkClock,
};

/** Looks at one part of the installation. `browserOrigin` is the address at which a browser found us. */
export async function runCheck(name: CheckName, browserOrigin: string | null = null): Promise<Finding[]> {
  return checks[name](browserOrigin);
}

export function readCheckName(text: string): CheckName {
  const name = checkNames.find((known) => known === text);
  if (name) return name;
  throw new Problem("not_found", `There is no such check. Choose among ${checkNames.join(", ")}.`);
}
