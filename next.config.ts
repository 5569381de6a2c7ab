import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // A page that answers 403 keeps its address, so whoever was just made an admin only reloads.
  experimental: { authInterrupts: true, agentUpgrade: false },
  // These keep connections, threads or files of their own and must be one copy per process.
  serverExternalPackages: [
    "@better-auth/api-key",
    "better-auth",
    "graphile-worker",
    "kysely",
    "libphonenumber-geo-carrier",
    "pg",
    "pino",
    "retell-sdk",
  ],
  // `pnpm typecheck` covers the whole project; a build must not fail over a test's types.
  typescript: { ignoreBuildErrors: true },
  // Browsers ask for this whenever a page names no icon for a moment, as while "back" draws another one.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  devIndicators: false,
  agentRules: false,
};

export default config;
