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
const PASSWORD_LENGTH_MIN = 10;
const PASSWORD_LENGTH_MAX = 128;

function createAuth() {
  const { appUrl, authSecret, trustProxy } = settings();
  if (authSecret === null) throw new Error("This process was started without AUTH_SECRET.");
  return betterAuth({
    baseURL: appUrl,
    secret: authSecret,
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      log: (level, message) => log[level === "error" ? "error" : "warn"]({ library: "better-auth" }, message),
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
      // The library leaves its origin check out wherever NODE_ENV or TEST says test; it is never left out here.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      // Browsers keep cookies by host and not by port: two consoles on one machine must not share one.
      cookiePrefix: `switchboard-${new URL(appUrl).port || "web"}`,
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

// Pages load a bundled copy of this module; one library instance a process is enough.
const shared = Symbol.for("switchboard.identity.auth");
const home = globalThis as { [shared]?: ReturnType<typeof createAuth> };

export function auth(): ReturnType<typeof createAuth> {
  home[shared] ??= createAuth();
  return home[shared];
}
