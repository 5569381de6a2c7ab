import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadEnvFile } from "node:process";
import { parseSettings, type Settings } from "./settings.ts";

export {
  type CallingHours,
  parseSettings,
  requireStartable,
  type Settings,
  SettingsError,
} from "./settings.ts";

let read: Settings | null = null;

/** The settings of this process, read once: the environment first, then `.env.local`. Throws a SettingsError. */
export function settings(): Settings {
  if (read === null) {
    const file = resolve(".env.local");
    if (existsSync(file)) loadEnvFile(file);
    read = parseSettings(process.env);
  }
  return read;
}

/** The folder in which somebody gave the command; the package manager runs it in the project's root. */
export function calledFrom(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/** The environment for a child process of ours: this one's, with what the parent has found out. */
export function environmentWith(found: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...found };
}
