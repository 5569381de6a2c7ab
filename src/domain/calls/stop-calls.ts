import { z } from "zod";
import { asActor } from "#database";
import { recordAudit } from "#domain/audit";
import type { AdminActor } from "#domain/people";
import { isProblem, Problem } from "#domain/problems";
import { log } from "#log";
import { isCallId } from "./call-id.ts";
import { carryOutStop, renewStop } from "./carry-out-stops.ts";
import { listLiveById } from "./list-live.ts";
import type { LiveCall } from "./live-call.ts";
import { type StopOutcome, stopOutcomeOf, stopWords } from "./stop-words.ts";
import { type Wish, wishStop } from "./wish-stop.ts";

const IDS_MAX = 500;
const CARRIED_OUT_AT_ONCE = 8;
/** Whoever asked gets an answer; what Retell was not asked for by then, the worker asks for. */
const CARRY_OUT_FOR_MS = 10_000;

export interface StoppedCall {
  id: string;
  outcome: StopOutcome | "not_found";
  /** What happened, for the person who asked. */
  message: string;
}

export interface StoppedCalls {
  /** In the order in which they were asked for, each once. */
  calls: StoppedCall[];
}

const shape = z.object({ ids: z.array(z.string()).min(1).max(IDS_MAX) });

/**
 * Stops each of these calls as `cancelCall` would. Every wish is written before Retell is asked for the first, so
 * that none is lost whatever happens meanwhile. Asking again is the same wishes. Throws a Problem for what are no ids.
 */
export async function stopCalls(actor: AdminActor, input: unknown): Promise<StoppedCalls> {
  const ids = readIds(input);
  const wishes = new Map<string, Wish>();
  // One transaction each, as for one call: the webhooks and dials of the others are not kept waiting.
  for (const id of ids) {
    const wish = await writeWish(actor, id);
    if (wish !== null) wishes.set(id, wish);
  }
  await recordSummary(actor, ids.length, [...wishes.values()]);
  const idsNow = await carryOut(ids.filter((id) => isToCarryOut(wishes.get(id))));
  const read = await asActor(actor, (db) => listLiveById(db, [...ids, ...idsNow.values()]));
  const calls = new Map(read.map((call) => [call.id, call]));
  return { calls: ids.map((id) => told(id, wishes.get(id), calls.get(idsNow.get(id) ?? id))) };
}

function readIds(input: unknown): string[] {
  const parsed = shape.safeParse(input);
  const wrong = `Name the calls to end by their ids: {"ids": […]}, at least one and at most ${IDS_MAX}.`;
  if (!parsed.success) throw new Problem("invalid_input", wrong, { ids: wrong });
  const ids = [...new Set(parsed.data.ids.map((id) => id.toLowerCase()))];
  const stranger = ids.find((id) => !isCallId(id));
  if (stranger === undefined) return ids;
  throw new Problem("invalid_input", "One of the ids is not a call's.", { ids: "Not the id of a call" });
}

/** Null when there is no such call. */
async function writeWish(actor: AdminActor, id: string): Promise<Wish | null> {
  try {
    const wish = await asActor(actor, (db) => wishStop(db, actor, id));
    if (wish === "renewed") await renewStop(id);
    return wish;
  } catch (error) {
    if (isProblem(error) && error.code === "not_found") return null;
    throw error;
  }
}

/** Each call has a line of its own; this one says that they were meant together. None when nothing was new. */
async function recordSummary(actor: AdminActor, asked: number, wishes: Wish[]): Promise<void> {
  const withdrawn = wishes.filter((wish) => wish === "withdrawn").length;
  const requested = wishes.filter((wish) => wish === "wanted" || wish === "renewed").length;
  if (withdrawn + requested === 0) return;
  await asActor(actor, (db) =>
    recordAudit(db, actor, "calls.stop_requested", { details: { asked, requested, withdrawn } }),
  );
}

function isToCarryOut(wish: Wish | undefined): boolean {
  return wish === "wanted" || wish === "renewed" || wish === "wished_before";
}

/** Asks Retell for as many as there is time for. Gives the id that each call has now. */
async function carryOut(ids: readonly string[]): Promise<Map<string, string>> {
  const idsNow = new Map<string, string>();
  const until = Date.now() + CARRY_OUT_FOR_MS;
  const left = ids.values();
  await Promise.all(
    Array.from({ length: CARRIED_OUT_AT_ONCE }, async () => {
      for (const id of left) {
        if (Date.now() > until) return;
        idsNow.set(id, await carryOutStop(id).catch((error: unknown) => leaveToWorker(id, error)));
      }
    }),
  );
  return idsNow;
}

/** What goes wrong with one call is no reason to say nothing of the others. */
function leaveToWorker(id: string, error: unknown): string {
  log.error({ callId: id, error: String(error) }, "Stopping a call failed and is left to the worker");
  return id;
}

function told(id: string, wish: Wish | undefined, call: LiveCall | undefined): StoppedCall {
  if (wish === undefined || call === undefined)
    return { id, outcome: "not_found", message: "There is no such call." };
  const outcome = isToCarryOut(wish) ? stopOutcomeOf(call) : (wish as "withdrawn" | "over");
  return { id, outcome, message: stopWords(call, outcome) };
}
