import { createHash } from "node:crypto";
import { type Actor, asActor, isDataFault, takeSystemRole } from "#database";
import { recordAudit } from "#domain/audit";
import { type FieldChange, isCallId } from "#domain/calls";
import { Problem } from "#domain/problems";
import { absentWebhook } from "./get-webhook.ts";
import { foldDeliveries } from "./receive-webhooks.ts";
import { bodyColumns, unpackedBody } from "./stored-body.ts";
import type { WebhookVerdict } from "./verdict.ts";
import { readWebhookEvent } from "./webhook-event.ts";

export interface Replay {
  verdict: WebhookVerdict;
  note: string | null;
  callId: string | null;
  /** What this replay changed; nothing when everything it says was known. */
  changes: FieldChange[];
}

/**
 * Folds a stored delivery into its call once more, and writes down who asked for it. What is known
 * already is not changed by hearing it again, so a replay does no harm. Throws a Problem when there is
 * no such delivery, or when it still cannot be applied.
 */
export async function replayWebhook(actor: Actor, id: string): Promise<Replay> {
  if (!isCallId(id)) throw absentWebhook();
  try {
    return await asActor(actor, async (db) => {
      // Read under the person's own policies: whoever may not see it cannot replay it.
      const stored = await db
        .selectFrom("webhook_events")
        .select(bodyColumns)
        .where("id", "=", id)
        .executeTakeFirst();
      if (!stored) throw absentWebhook();
      const body = unpackedBody(stored);
      await takeSystemRole(db);
      const [folded] = await foldDeliveries(db, [
        {
          ...readWebhookEvent(body),
          body,
          contentHash: createHash("sha256").update(body).digest(),
        },
      ]);
      if (!folded) throw new Error("A delivery was folded into nothing.");
      const { verdict, note, callId, event, retellCallId } = folded;
      const changes = folded.changes ?? [];
      await db
        .updateTable("webhook_events")
        .set(({ fn, val }) => ({
          verdict,
          note,
          call_id: callId,
          event,
          retell_call_id: retellCallId,
          changes: fn.coalesce(
            "changes",
            val(folded.changes && JSON.stringify(folded.changes)).$castTo<never>(),
          ),
        }))
        .where("id", "=", id)
        .execute();
      await recordAudit(db, actor, "webhook.replayed", {
        callId,
        details: { webhookId: id, event, verdict, changed: changes.map(({ field }) => field) },
      });
      return { verdict, note, callId, changes };
    });
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const reason = error.message;
    await asActor(actor, (db) =>
      recordAudit(db, actor, "webhook.replay_failed", { details: { webhookId: id, reason } }),
    );
    throw new Problem(
      "conflict",
      `This event still cannot be applied: ${reason}. It stays stored as it came; the call is kept up to date by asking Retell.`,
    );
  }
}
