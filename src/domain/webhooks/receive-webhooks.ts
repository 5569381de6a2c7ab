import { createHash } from "node:crypto";
import { CompiledQuery } from "kysely";
import {
  type Actor,
  asActor,
  askAndCommit,
  type Db,
  isDataFault,
  isUniqueViolation,
  type TimeLimit,
} from "#database";
import { type FieldChange, type Recorded, recordObservations } from "#domain/calls";
import { log } from "#log";
import { endToEnd } from "./stored-body.ts";
import type { WebhookVerdict } from "./verdict.ts";
import { readWebhookEvent, type WebhookEvent } from "./webhook-event.ts";

const retellWebhook: Actor = { kind: "webhook", source: "retell" };

export interface Delivery extends WebhookEvent {
  body: Buffer;
  contentHash: Buffer;
}

/**
 * Stores deliveries whose signature was good and folds them into their calls, all in one transaction;
 * once it returns they are durable. An event that cannot be applied is stored with the reason and set
 * aside, so that it never holds up its neighbours. Throws only when the database is not there, or does
 * not answer within the time given: then nobody knows whether they were stored.
 */
export async function receiveWebhooks(bodies: readonly Buffer[], limit: TimeLimit = {}): Promise<void> {
  const manner = { ...limit, isRoutine: true };
  const deliveries = bodies.map((body) => ({
    ...readWebhookEvent(body),
    body,
    contentHash: createHash("sha256").update(body).digest(),
  }));
  const receiveAll = (mayCollide: boolean) =>
    asActor(retellWebhook, (db) => receive(db, deliveries, { mayCollide }), manner);
  try {
    await receiveAll(true).catch((error: unknown) => {
      // Somebody else has written one of the calls down meanwhile.
      if (isUniqueViolation(error)) return receiveAll(false);
      throw error;
    });
  } catch (error) {
    if (!isDataFault(error)) throw error;
    for (const delivery of deliveries) await receiveAlone(delivery, limit);
  }
  log.info({ events: deliveries.map(({ event }) => event) }, "Webhooks received");
}

async function receiveAlone(delivery: Delivery, limit: TimeLimit): Promise<void> {
  try {
    await asActor(retellWebhook, (db) => receive(db, [delivery]), limit);
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const reason = error.message;
    log.error(
      { event: delivery.event, retellCallId: delivery.retellCallId, reason },
      "A webhook event could not be applied and was set aside",
    );
    await asActor(
      retellWebhook,
      (db) =>
        askAndCommit(db, [
          storing([{ ...delivery, callId: null, changes: null, verdict: "failed", note: reason }]),
        ]),
      limit,
    );
  }
}

async function receive(db: Db, deliveries: readonly Delivery[], { mayCollide = false } = {}): Promise<void> {
  const writeAlong = (folded: readonly FoldedDelivery[]) => [storing(folded)];
  await foldDeliveries(db, deliveries, { mayCollide, writeAlong, isLast: true });
}

export interface FoldedDelivery extends Delivery {
  callId: string | null;
  /** What it changed in its call; null when it was not applied. */
  changes: FieldChange[] | null;
  verdict: WebhookVerdict;
}

interface Folding<Given> {
  /** A call unknown so far may turn out to be known, which fails the transaction (see `recordObservations`). */
  mayCollide?: boolean;
  /** What writes down in the same breath what became of the deliveries. */
  writeAlong?: (folded: readonly (Given & FoldedDelivery)[]) => readonly CompiledQuery[];
  /** Commits with it, which ends the transaction. */
  isLast?: boolean;
}

/** Folds what the deliveries say into their calls, inside the caller's transaction. */
export async function foldDeliveries<Given extends Delivery>(
  db: Db,
  deliveries: readonly Given[],
  { mayCollide = false, writeAlong = () => [], isLast = false }: Folding<Given> = {},
): Promise<(Given & FoldedDelivery)[]> {
  const useful = deliveries.filter((delivery) => delivery.sighting !== null);
  const places = new Map(useful.map((delivery, place) => [delivery, place]));
  const foldedBy = (recorded: readonly Recorded[]) =>
    deliveries.map((delivery): Given & FoldedDelivery => {
      const place = places.get(delivery);
      const verdict = delivery.malformed ? "malformed" : place === undefined ? "stored" : "applied";
      const { callId, changes } = (place !== undefined && recorded[place]) || unrecorded;
      return { ...delivery, callId, changes, verdict };
    });
  const sightings = useful.flatMap(({ sighting }) => sighting ?? []);
  const recorded = await recordObservations(db, sightings, {
    mayCollide,
    writeAlong: (all) => writeAlong(foldedBy(all)),
    isLast,
  });
  return foldedBy(recorded);
}

const unrecorded = { callId: null, changes: null };

function storing(deliveries: readonly FoldedDelivery[]): CompiledQuery {
  const { bytes, sizes, ends } = endToEnd(deliveries.map(({ body }) => body));
  return CompiledQuery.raw(STORE, [
    bytes,
    deliveries.map(({ contentHash }) => contentHash),
    deliveries.map(({ event }) => event),
    deliveries.map(({ retellCallId }) => retellCallId),
    deliveries.map(({ callId }) => callId),
    deliveries.map(({ verdict }) => verdict),
    deliveries.map(({ note }) => note),
    deliveries.map(({ changes }) => changes && JSON.stringify(changes)),
    sizes,
    ends,
  ]);
}

const STORE = `
  insert into webhook_events
    (content_hash, event, retell_call_id, call_id, verdict, note, changes, body, deliveries)
  select distinct on (content_hash)
    content_hash, event, retell_call_id, call_id, verdict, note, changes,
    substring($1::bytea from body_end - body_bytes + 1 for body_bytes),
    count(*) over (partition by content_hash)
  from unnest($2::bytea[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::jsonb[], $9::integer[], $10::integer[])
    with ordinality
    as delivery (content_hash, event, retell_call_id, call_id, verdict, note, changes, body_bytes, body_end, place)
  -- Of one body that came several times at once, the first is the one that changed something.
  order by content_hash, place
  on conflict (content_hash) do update
  set deliveries = webhook_events.deliveries + excluded.deliveries, last_received_at = now(),
      call_id = excluded.call_id, verdict = excluded.verdict, note = excluded.note,
      changes = coalesce(webhook_events.changes, excluded.changes)
`;
