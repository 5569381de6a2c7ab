import pg from "pg";
import type { Settings } from "../../src/config/index.ts";

const ownMachine = new Set(["", "localhost", "127.0.0.1", "[::1]"]);

/** Why nothing may be planted by these settings, in words for whoever asked; null: nothing speaks against it. */
export function obstacleInSettings({ production, retell, databaseUrl }: Settings): string | null {
  if (production)
    return "NODE_ENV is production. Made-up calls are planted in a development database only; nothing was written.";
  if (retell.mode === "live")
    return "These settings use the real Retell. Made-up calls are planted in a development database only, with RETELL_MODE=simulator or without RETELL_API_KEY; nothing was written.";
  if (databaseUrl !== null && !ownMachine.has(new URL(databaseUrl).hostname))
    return `DATABASE_URL leads to ${new URL(databaseUrl).hostname}, which is not this machine. Made-up calls are planted in a development database only; nothing was written.`;
  return null;
}

/** As above, for what the database itself says; and how many calls it holds. */
export async function lookAt(
  databaseUrl: string,
  { add }: { add: boolean },
): Promise<{ obstacle: string | null; calls: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ rolsuper: boolean; calls: string }>(
      "select rolsuper, (select count(*) from retell_calls) as calls from pg_roles where rolname = current_user",
    );
    const calls = Number(rows[0]?.calls ?? 0);
    if (!rows[0]?.rolsuper)
      return {
        obstacle:
          "DATABASE_URL names no superuser, and policies let nobody else write the past. Give one of the development database; nothing was written.",
        calls,
      };
    const obstacle =
      calls > 0 && !add
        ? `The database already holds ${calls.toLocaleString("en-US")} calls. Say --add to put made-up ones beside them; nothing was written.`
        : null;
    return { obstacle, calls };
  } finally {
    await client.end();
  }
}
