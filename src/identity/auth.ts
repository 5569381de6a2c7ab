import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { admin } from "better-auth/plugins";
import { Kysely, PostgresDialect } from "kysely";
import { settings } from "#config";
import { poolFor } from "#database";
import { log } from "#log";

const SECOND = 1;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const SESSION_LASTS = 14 * DAY;
const SESSION_IS_RENEWED_AFTER = DAY;
export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 128;
export const KEY_NAME_LENGTH_MAX = 60;
export const KEY_LASTS_DAYS_MAX = 3_650;
/** How much of a key is kept readable, to tell it from others. */
const KEY_START_LENGTH = 9;

/** What the plugin says of every key it refuses; whoever sent it is told, and anyone may send one. */
const REFUSED_KEY = "Failed to validate API key:";

function createAuth() {
  const { appUrl, authSecret, trustProxy } = settings();
  if (authSecret === null) throw new Error("This process was started without AUTH_SECRET.");
  return betterAuth({
    baseURL: appUrl,
    secret: authSecret,
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      log: (level, message) => {
        const ours = message === REFUSED_KEY ? "debug" : level === "error" ? "error" : "warn";
        log[ours]({ library: "better-auth" }, message);
      },
    },
    // Over plain http on this machine the console answers to both of its names.
    trustedOrigins: [appUrl, appUrl.replace("//localhost:", "//127.0.0.1:")],
    database: {
      db: new Kysely({ dialect: new PostgresDialect({ pool: poolFor("switchboard_identity") }) }),
      type: "postgres",
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH_MIN,
      maxPasswordLength: PASSWORD_LENGTH_MAX,
    },
    session: {
      modelName: "sessions",
      fields: sessionColumns,
      expiresIn: SESSION_LASTS,
      updateAge: SESSION_IS_RENEWED_AFTER,
    },
    user: { modelName: "users", fields: userColumns },
    account: { modelName: "accounts", fields: accountColumns },
    verification: {
      modelName: "verifications",
      fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
    },
    rateLimit: {
      enabled: true,
      storage: "database",
      modelName: "rate_limits",
      fields: { lastRequest: "last_request" },
      window: MINUTE,
      max: 100,
      customRules: {
        "/sign-in/email": { window: MINUTE, max: 10 },
        "/change-password": { window: MINUTE, max: 5 },
      },
    },
    advanced: {
      // A session comes with its person in one question.
      database: { joins: true },
      // The library leaves its origin check out wherever NODE_ENV or TEST says test; it is never left out here.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      cookiePrefix: cookiePrefix(),
      useSecureCookies: appUrl.startsWith("https://"),
      // The front door writes this header itself, from the socket or from a proxy it was told to trust.
      ipAddress: { ipAddressHeaders: ["x-switchboard-client-ip"] },
      trustedProxyHeaders: trustProxy,
    },
    plugins: [
      admin({
        defaultRole: "user",
        adminRoles: ["admin"],
        schema: {
          user: { fields: { banReason: "ban_reason", banExpires: "ban_expires" } },
          session: { fields: { impersonatedBy: "impersonated_by" } },
        },
      }),
      apiKey({
        defaultPrefix: "sk_",
        requireName: true,
        maximumNameLength: KEY_NAME_LENGTH_MAX,
        keyExpiration: { maxExpiresIn: KEY_LASTS_DAYS_MAX },
        startingCharactersConfig: { charactersLength: KEY_START_LENGTH },
        rateLimit: { enabled: false },
        schema: { apikey: { modelName: "api_keys", fields: keyColumns } },
      }),
    ],
  });
}

const userColumns = { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" };
const sessionColumns = {
  expiresAt: "expires_at",
  createdAt: "created_at",
  updatedAt: "updated_at",
  ipAddress: "ip_address",
  userAgent: "user_agent",
  userId: "user_id",
};
const accountColumns = {
  accountId: "account_id",
  providerId: "provider_id",
  userId: "user_id",
  accessToken: "access_token",
  refreshToken: "refresh_token",
  idToken: "id_token",
  accessTokenExpiresAt: "access_token_expires_at",
  refreshTokenExpiresAt: "refresh_token_expires_at",
  createdAt: "created_at",
  updatedAt: "updated_at",
};

const keyColumns = {
  configId: "config_id",
  referenceId: "reference_id",
  refillInterval: "refill_interval",
  refillAmount: "refill_amount",
  lastRefillAt: "last_refill_at",
  rateLimitEnabled: "rate_limit_enabled",
  rateLimitTimeWindow: "rate_limit_time_window",
  rateLimitMax: "rate_limit_max",
  requestCount: "request_count",
  lastRequest: "last_request",
  expiresAt: "expires_at",
  createdAt: "created_at",
  updatedAt: "updated_at",
};

/** Browsers keep cookies by host and not by port: two consoles on one machine must not share one. */
export function cookiePrefix(): string {
  return `switchboard-${new URL(settings().appUrl).port || "web"}`;
}

// Pages load a bundled copy of this module; one library instance a process is enough.
const shared = Symbol.for("switchboard.identity.auth");
const home = globalThis as { [shared]?: ReturnType<typeof createAuth> };

export function auth(): ReturnType<typeof createAuth> {
  home[shared] ??= createAuth();
  return home[shared];
}
