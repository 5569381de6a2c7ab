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
    "pg",
    "pino",
    "retell-sdk",
  ],
  // `pnpm typecheck` covers the whole project; a build must not fail over a test's types.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  agentRules: false,
};

export default config;
