import { sql } from "kysely";
import type { Db } from "#database";
import { type FieldChange, isCallId } from "#domain/calls";
import { Problem } from "#domain/problems";
import { loggedFrom } from "./list-webhooks.ts";
import { bodyColumns, sizeOfBody, unpackedBody } from "./stored-body.ts";
import type { OpenedWebhook } from "./webhook-log.ts";

/** A page that shows more of a body than this is no pleasure to read; the whole can be downloaded. */
const SHOWN_BYTES_MAX = 128 * 1024;

/** One stored delivery with its body, as far as one reads it. Throws a Problem when there is none. */
export async function getWebhook(db: Db, id: string): Promise<OpenedWebhook> {
  const row = isCallId(id)
    ? await db
        .selectFrom("webhook_events")
        .select(["id", "received_at", "last_received_at", "event", "verdict", "note", "call_id"])
        .select(["retell_call_id", "deliveries", "changes"])
        .select(sizeOfBody.as("size_bytes"))
        .select("packed_from")
        // A packed one is no use in parts.
        .select(
          sql<Buffer>`case when packed_from is null then substring(body from 1 for ${SHOWN_BYTES_MAX}) else body end`.as(
            "body",
          ),
        )
        .where("id", "=", id)
        .executeTakeFirst()
    : undefined;
  if (!row) throw absentWebhook();
  const start = unpackedBody(row).subarray(0, SHOWN_BYTES_MAX);
  return {
    ...loggedFrom(row),
    changes: row.changes as unknown as FieldChange[] | null,
    body: readableBody(start, row.size_bytes > start.length),
  };
}

/** The bytes of a stored delivery, as they came. Throws a Problem when there is none. */
export async function getWebhookBody(db: Db, id: string): Promise<Buffer> {
  const row = isCallId(id)
    ? await db.selectFrom("webhook_events").select(bodyColumns).where("id", "=", id).executeTakeFirst()
    : undefined;
  if (!row) throw absentWebhook();
  return unpackedBody(row);
}

export function absentWebhook(): Problem {
  return new Problem("not_found", "There is no such delivery. Open it from the list of deliveries.");
}

function readableBody(bytes: Buffer, isCut: boolean): OpenedWebhook["body"] {
  const text = bytes.toString("utf8");
  if (isCut) return { text, format: "text", isCut };
  try {
    return { text: JSON.stringify(JSON.parse(text), null, 2), format: "json", isCut };
  } catch {
    return { text, format: "text", isCut };
  }
}
