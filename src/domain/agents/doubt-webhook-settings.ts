import { sql } from "kysely";
import type { Db } from "#database";

/**
 * For rows that come from a backup: webhooks that came after it was taken are in no log of ours any more,
 * and settings may have changed, so what is to be expected counts from now on.
 */
export async function doubtWebhookSettings(db: Db): Promise<void> {
  await sql`update retell_agents set webhook_since = now()`.execute(db);
}
