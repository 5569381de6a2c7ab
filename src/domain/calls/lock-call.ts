import type { Db } from "#database";

/** Calls are locked before what belongs to them, everywhere, so that nobody waits in a circle. */
export async function lockCall(db: Db, callId: string): Promise<void> {
  await db.selectFrom("retell_calls").select("id").where("id", "=", callId).forUpdate().execute();
}
