import { settings } from "#config";
import { type Finding, fine, odd } from "./finding.ts";

/** What is set and what is missing; a setting of the wrong form keeps the program from starting at all. */
export async function checkSettings(): Promise<Finding[]> {
  const { production, appUrl, retell } = settings();
  const findings = [fine("Settings", "Every setting can be read.")];
  if (retell.mode === "simulator")
    findings.push(
      fine(
        "Retell",
        "Simulated: no real phone rings. Put RETELL_API_KEY into .env.local to use the real one.",
      ),
    );
  if (production && !appUrl.startsWith("https://"))
    findings.push(
      odd(
        "Public address",
        `APP_URL is ${appUrl}.`,
        "Set APP_URL to the https:// address at which people and Retell find this console.",
      ),
    );
  return findings;
}
