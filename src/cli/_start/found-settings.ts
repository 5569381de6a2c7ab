import { environmentWith, parseSettings, requireStartable, type Settings, settings } from "#config";

export type Mode = "development" | "production";

/** What the start has found out so far, in the words of the environment that its children read. */
export type Found = Record<string, string>;

/** The settings as children will see them. Throws a SettingsError. */
export function settingsWith(found: Found): Settings {
  // Reading them the ordinary way once also loads .env.local into this process.
  settings();
  const seen = parseSettings(environmentWith(found));
  requireStartable(seen);
  return seen;
}
