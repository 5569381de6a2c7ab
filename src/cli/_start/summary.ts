import type { Settings } from "#config";
import type { Prepared } from "./prepare-database.ts";
import { logFolder } from "./programs.ts";

/** The block a person reads once everything runs. */
export function summary(settings: Settings, { firstAdmin }: Prepared): string {
  const rows: [string, string][] = [["Open", settings.appUrl], ...signIn(settings, firstAdmin)];
  rows.push(["Retell", retell(settings)], ["Logs", logFolder(settings.dataDir)], ["Stop", "Ctrl-C"]);
  return ["", "Switchboard is running.", "", ...table(rows), ""].join("\n");
}

/** The way in, for a start that made an account and then failed: a generated password is shown only once. */
export function accountMade(settings: Settings, { firstAdmin }: Prepared): string | null {
  return firstAdmin?.generatedPassword ? table(signIn(settings, firstAdmin)).join("\n") : null;
}

function signIn({ admin }: Settings, made: Prepared["firstAdmin"]): [string, string][] {
  if (made === null)
    return [["Sign in", `as before (the first account was made for ADMIN_EMAIL, now ${admin.email})`]];
  const password = made.generatedPassword;
  return [
    ["Sign in", made.email],
    [
      "Password",
      password ? `${password}  (generated just now and shown only this once)` : "the one in ADMIN_PASSWORD",
    ],
  ];
}

function retell({ production, retell }: Settings): string {
  if (retell.mode === "live") return "the real one: calls reach people and cost money";
  const isWanted = production || retell.apiKey !== null;
  return isWanted
    ? "simulated, because RETELL_MODE=simulator; take that out to use the real one"
    : "simulated; to use the real one put RETELL_API_KEY in .env.local and start again";
}

function table(rows: [string, string][]): string[] {
  return rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`);
}
