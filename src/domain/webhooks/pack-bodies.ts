import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { zstdCompress } from "node:zlib";
import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { endToEnd } from "./stored-body.ts";

const packer: Actor = { kind: "system", job: "pack_webhooks" };

/** What came lately is looked at most, and packing can wait until nobody waits for anything. */
const PACKED_AFTER = "1 hour";
/** In one transaction and in memory at once; a body may have 8 MB. */
const AT_ONCE = 20;
const MARK = "webhooks_packed";

const pack = promisify(zstdCompress);

/**
 * Packs the bodies of deliveries that came more than an hour ago, oldest first, until all are packed or it is stopped.
 * Several workers take turns. What does not become smaller stays as it is.
 */
export async function packBodies(stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const began = performance.now();
    if ((await asActor(packer, packNext)) < AT_ONCE) return;
    // Webhooks that come meanwhile have the other half of the time to themselves.
    await sleep(performance.now() - began, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/** How many it looked at. */
async function packNext(db: Db): Promise<number> {
  await sql`insert into sync_marks (name, mark) values (${MARK}, '') on conflict (name) do nothing`.execute(
    db,
  );
  const { mark } = await db
    .selectFrom("sync_marks")
    .select("mark")
    .where("name", "=", MARK)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom("webhook_events")
    .select(["id", "body", "packed_from"])
    .select(sql<string>`received_at::text || '|' || id`.as("place"))
    .$if(mark !== "", (query) => query.where(isPast(mark)))
    .where(sql<boolean>`received_at < now() - ${PACKED_AFTER}::interval`)
    .orderBy("received_at")
    .orderBy("id")
    .limit(AT_ONCE)
    .execute();
  const last = rows.at(-1);
  if (!last) return 0;
  await writePacked(db, await Promise.all(rows.filter((row) => row.packed_from === null).map(packedRow)));
  await db
    .updateTable("sync_marks")
    .set({ mark: last.place, updated_at: new Date() })
    .where("name", "=", MARK)
    .execute();
  return rows.length;
}

interface PackedRow {
  id: string;
  body: Buffer;
  packedFrom: number;
}

async function packedRow({ id, body }: { id: string; body: Buffer }): Promise<PackedRow> {
  return { id, body: await pack(body), packedFrom: body.length };
}

async function writePacked(db: Db, rows: readonly PackedRow[]): Promise<void> {
  const smaller = rows.filter(({ body, packedFrom }) => body.length < packedFrom);
  if (smaller.length === 0) return;
  const { bytes, sizes, ends } = endToEnd(smaller.map(({ body }) => body));
  await sql`
    update webhook_events as event
    set body = substring(${bytes}::bytea from body_end - body_bytes + 1 for body_bytes),
        packed_from = packed.packed_from
    from unnest(
      ${smaller.map(({ id }) => id)}::uuid[], ${sizes}::integer[], ${ends}::integer[],
      ${smaller.map(({ packedFrom }) => packedFrom)}::integer[]
    ) as packed (id, body_bytes, body_end, packed_from)
    where event.id = packed.id
  `.execute(db);
}

/** A mark is the moment and the id of the last that was looked at. */
function isPast(mark: string) {
  const [at, id] = mark.split("|");
  return sql<boolean>`(received_at, id) > (${at}::timestamptz, ${id}::uuid)`;
}
