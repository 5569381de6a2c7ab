import { foldedFrom } from "../../src/domain/calls/call-row.ts";
import { fieldNames, fold, phaseOf, statusOf, unknownCall } from "../../src/domain/calls/fold.ts";
import { readRetellCall } from "../../src/retell/retell-call.ts";
import type { Evidence, KeptCall } from "./evidence.ts";
import type { RetellAnswer } from "./retell.ts";
import type { Violation } from "./violation.ts";

type Sides = Pick<Evidence, "retellCalls" | "database">;

/** 2: each row is what a clean run, in which Retell told everything once and at the end, would have made of it. */
export function rowsAgree({ retellCalls, database }: Sides): Violation[] {
  const kept = byRetellId(database.calls);
  return retellCalls.flatMap((told) => {
    const call = kept.get(told.call_id)?.[0];
    return call ? differences(call, told).map((what): Violation => ({ guarantee: 2, what })) : [];
  });
}

function differences(kept: KeptCall, told: RetellAnswer): string[] {
  const call = readRetellCall(told);
  if (call === null) return [`Retell's call ${told.call_id} cannot be read.`];
  const folded = foldedFrom(kept.row, kept.details);
  const clean = {
    ...fold(unknownCall(), { phase: phaseOf(call), call }),
    stop_requested: folded.stop_requested,
    dial_state: folded.dial_state,
  };
  const status = statusOf(clean);
  const wrong = fieldNames
    .filter((name) => clean[name] !== null && canonical(clean[name]) !== canonical(folded[name]))
    .map((name) => `${name} is ${brief(folded[name])}, which Retell tells as ${brief(clean[name])}`);
  if (kept.row.status !== status) wrong.unshift(`status is ${kept.row.status} instead of ${status}`);
  return wrong.map((what) => `Call ${kept.row.id} (${told.call_id}): ${what}.`);
}

/** 7: what Retell knows is here, once. */
export function missing({ retellCalls, database }: Sides): Violation[] {
  const kept = byRetellId(database.calls);
  return retellCalls
    .map(({ call_id: id, direction }) => ({ id, direction, rows: kept.get(id)?.length ?? 0 }))
    .filter(({ rows }) => rows !== 1)
    .map(({ id, direction, rows }) => ({
      guarantee: 7,
      what: `Retell's ${String(direction)} call ${id} has ${rows} rows here.`,
    }));
}

/** 7, the other way round: what is here as Retell's, Retell knows. */
export function invented({ retellCalls, database }: Sides): Violation[] {
  const known = new Set(retellCalls.map(({ call_id: id }) => id));
  return database.calls
    .filter(({ row }) => row.retell_call_id !== null && !known.has(row.retell_call_id))
    .map(({ row }) => ({
      guarantee: 7,
      what: `Call ${row.id} claims to be Retell's ${row.retell_call_id}.`,
    }));
}

/** Nobody but Retell is believed. 503 is the door's own: too much at once, ask again. */
export function forgeriesAreRefused({
  forgeries,
  database,
}: Pick<Evidence, "forgeries" | "database">): Violation[] {
  const wrong = forgeries
    .filter(({ status }) => status !== 401 && status !== 503)
    .map(({ trick, status }): Violation => {
      return { guarantee: 0, what: `A forged webhook (${trick}) was answered ${status}.` };
    });
  if (database.forged > 0)
    wrong.push({ guarantee: 0, what: `${database.forged} forged webhooks left something.` });
  return wrong;
}

function byRetellId(calls: readonly KeptCall[]): Map<string, KeptCall[]> {
  return Map.groupBy(
    calls.filter(({ row }) => row.retell_call_id !== null),
    ({ row }) => row.retell_call_id ?? "",
  );
}

/** JSON with sorted keys: the database does not keep their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );
}

const SHOWN_CHARACTERS_MAX = 120;

function brief(value: unknown): string {
  return canonical(value ?? null).slice(0, SHOWN_CHARACTERS_MAX);
}
