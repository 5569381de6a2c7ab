import { resolve } from "node:path";
import { z } from "zod";

/** A wrong setting. The message is one sentence that names the setting and says what to do. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/** What Retell allows a workspace that asked for nothing else. */
const RETELL_CALLS_PER_SECOND = 1;
/** What the simulated Retell allows by itself. */
const SIMULATED_CALLS_PER_SECOND = 10;

const MINUTES_A_DAY = 24 * 60;

const port = z.coerce.number().int().min(0).max(65_535);
const e164 = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, "must be a phone number in E.164 format, such as +14157774444");
const webAddress = z.url({ protocol: /^https?$/, error: "must be an address such as https://example.com" });

/** Every setting the program reads, with its default. `.env.example` lists the same names in the same order. */
const environmentShape = z.object({
  RETELL_API_KEY: z.string().optional(),
  RETELL_FROM_NUMBER: e164.optional(),
  RETELL_AGENT_ID: z.string().optional(),
  RETELL_WEBHOOK_KEYS: z.string().optional(),
  RETELL_MODE: z.enum(["live", "simulator"], { error: "must be live or simulator" }).optional(),
  RETELL_BASE_URL: webAddress.optional(),
  RETELL_CALLS_PER_SECOND: z.coerce.number().int().min(1).max(1000).optional(),
  CALLING_HOURS: z
    .string()
    .transform(readCallingHours)
    .refine((hours) => hours !== null, "must be two times of one day, such as 8-21 or 8:30-20:00")
    .default({ fromMinute: 8 * 60, toMinute: 21 * 60 }),
  PORT: port.default(3000),
  HOST: z.string().optional(),
  APP_URL: webAddress.optional(),
  TRUST_PROXY: z.stringbool({ error: "must be true or false" }).default(false),
  ADMIN_EMAIL: z.email({ error: "must be an e-mail address" }).default("admin@example.com"),
  ADMIN_PASSWORD: z
    .string()
    .min(10, "must have at least 10 characters")
    .max(128, "must have at most 128 characters")
    .optional(),
  AUTH_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  DATA_DIR: z.string().default(".data"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgres://")
    .optional(),
  RECORDING_HOSTS: z.string().optional(),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], {
      error: "must be debug, info, warn, error or silent",
    })
    .default("info"),
  SIMULATOR_PORT: port.default(0),
  SIMULATOR_SPEED: z.coerce.number().min(1).max(1000).default(1),
  SIMULATOR_SEED: z.string().optional(),
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
});

/** From the first minute of the day on, before the last one; the day has 1440. */
export interface CallingHours {
  fromMinute: number;
  toMinute: number;
}

export interface Settings {
  production: boolean;
  port: number;
  host: string;
  /** Where browsers and Retell find us, without a trailing slash. */
  appUrl: string;
  /** True when a reverse proxy in front of us sets X-Forwarded-For. */
  trustProxy: boolean;
  /** Absolute path of everything that the program keeps on disk. */
  dataDir: string;
  /** Set once a database is known: given by the operator, or by the program that starts ours. */
  databaseUrl: string | null;
  authSecret: string | null;
  admin: { email: string; password: string | null };
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
  retell: {
    mode: "live" | "simulator";
    apiKey: string | null;
    /** Keys that may sign webhooks, newest first: one, or two while a key is being replaced. */
    webhookKeys: string[];
    baseUrl: string | null;
    /** How many calls the workspace may start in a second. */
    callsPerSecond: number;
    defaultFromNumber: string | null;
    defaultAgentId: string | null;
    /** Hosts that recordings may be fetched from, besides Retell's own. */
    recordingHosts: string[];
  };
  /** When calls are sent without asking once more, by the clocks of whoever is called. */
  callingHours: CallingHours;
  simulator: { port: number; speed: number; seed: string | null };
}

/** Reads all settings at once. Throws a SettingsError that names the first wrong one. */
export function parseSettings(environment: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = environmentShape.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0] ?? "A setting");
    throw new SettingsError(`${name} ${wordsOf(issue)}. Correct it in .env.local or in the environment.`);
  }
  return settingsFrom(parsed.data);
}

function settingsFrom(env: z.infer<typeof environmentShape>): Settings {
  const production = env.NODE_ENV === "production";
  const webhookKeys = listOf(env.RETELL_WEBHOOK_KEYS);
  if (webhookKeys.length > 2) {
    throw new SettingsError(
      "RETELL_WEBHOOK_KEYS holds more than two keys. Give one, or two while a key is being replaced.",
    );
  }
  const mode = env.RETELL_MODE ?? (env.RETELL_API_KEY || production ? "live" : "simulator");
  return {
    production,
    port: env.PORT,
    host: env.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    appUrl: (env.APP_URL ?? `http://localhost:${env.PORT}`).replace(/\/+$/, ""),
    trustProxy: env.TRUST_PROXY,
    dataDir: resolve(env.DATA_DIR),
    databaseUrl: env.DATABASE_URL ?? null,
    authSecret: env.AUTH_SECRET ?? null,
    admin: { email: env.ADMIN_EMAIL.toLowerCase(), password: env.ADMIN_PASSWORD ?? null },
    logLevel: env.LOG_LEVEL,
    retell: {
      mode,
      apiKey: env.RETELL_API_KEY ?? null,
      webhookKeys: webhookKeys.length > 0 ? webhookKeys : listOf(env.RETELL_API_KEY),
      baseUrl: env.RETELL_BASE_URL ?? null,
      callsPerSecond:
        env.RETELL_CALLS_PER_SECOND ??
        (mode === "live" ? RETELL_CALLS_PER_SECOND : SIMULATED_CALLS_PER_SECOND),
      defaultFromNumber: env.RETELL_FROM_NUMBER ?? null,
      defaultAgentId: env.RETELL_AGENT_ID ?? null,
      recordingHosts: listOf(env.RECORDING_HOSTS),
    },
    callingHours: env.CALLING_HOURS,
    simulator: { port: env.SIMULATOR_PORT, speed: env.SIMULATOR_SPEED, seed: env.SIMULATOR_SEED ?? null },
  };
}

/** What must be there before the program may start; what is only wrong in shape is caught by the parser. */
export function requireStartable(settings: Settings): void {
  if (settings.retell.mode === "live" && settings.retell.apiKey === null) {
    throw new SettingsError(
      "RETELL_API_KEY is not defined. Add it to .env.local, or set RETELL_MODE=simulator to use the simulated Retell. More: docs/guide/troubleshooting.md, “RETELL_API_KEY is not defined”.",
    );
  }
  if (settings.production && settings.databaseUrl !== null && settings.authSecret === null) {
    throw new SettingsError(
      "AUTH_SECRET is not defined. In production with DATABASE_URL it must be set: at least 32 random characters.",
    );
  }
}

function readCallingHours(text: string): CallingHours | null {
  const [, fromHour, fromMinutes = "0", toHour, toMinutes = "0"] =
    /^(\d{1,2})(?::([0-5]\d))?\s*-\s*(\d{1,2})(?::([0-5]\d))?$/.exec(text) ?? [];
  const [fromMinute, toMinute] = [
    Number(fromHour) * 60 + Number(fromMinutes),
    Number(toHour) * 60 + Number(toMinutes),
  ];
  return fromMinute < toMinute && toMinute <= MINUTES_A_DAY ? { fromMinute, toMinute } : null;
}

function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);
}

function wordsOf(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return "is wrong";
  if (issue.message.startsWith("must ")) return issue.message;
  if (issue.code === "too_small") return `must be at least ${issue.minimum}`;
  if (issue.code === "too_big") return `must be at most ${issue.maximum}`;
  return "must be a whole number";
}
