import type { Db } from "#database";
import { Problem } from "#domain/problems";
import type { CallListItem } from "./call.ts";
import { analysisIn, latencyIn } from "./call-from-row.ts";
import { isStorable } from "./storable-text.ts";

const FIELDS_MAX = 40;
const NAME_CHARACTERS_MAX = 200;
const ANALYSIS = "analysis.";

/** What a list can be asked to tell of each call besides its narrow row: it stands among the large details. */
export type CallField = "summary" | "latency" | "analysis" | `${typeof ANALYSIS}${string}`;

/** Reads `fields=summary&fields=analysis.patient_mood`; `analysis` is all of the agent's own fields. a Problem names one that there is not. */
export function demandCallFields(given: readonly string[]): CallField[] {
  const fields = [...new Set(given.filter(Boolean))];
  if (fields.length > FIELDS_MAX) throw wrong(`Ask for at most ${FIELDS_MAX} fields.`);
  const unknown = fields.find((field) => !isCallField(field));
  if (unknown !== undefined)
    throw wrong(`There is no field “${unknown}”. Choose among summary, latency, analysis, analysis.NAME.`);
  return fields.filter(isCallField);
}

function isCallField(text: string): text is CallField {
  if (text === "summary" || text === "latency" || text === "analysis") return true;
  return (
    text.startsWith(ANALYSIS) &&
    text.length > ANALYSIS.length &&
    text.length <= ANALYSIS.length + NAME_CHARACTERS_MAX &&
    isStorable(text)
  );
}

function wrong(words: string): Problem {
  return new Problem("invalid_input", words, { fields: words });
}

/** Reads the details of these calls only, and only those that the fields are found in. */
export async function addFields(
  db: Db,
  calls: CallListItem[],
  fields: readonly CallField[],
): Promise<CallListItem[]> {
  if (calls.length === 0 || fields.length === 0) return calls;
  const details = await db
    .selectFrom("retell_call_details")
    .select("call_id")
    .$if(
      fields.some((field) => field !== "latency"),
      (query) => query.select("analysis"),
    )
    .$if(fields.includes("latency"), (query) => query.select("latency"))
    .where(
      "call_id",
      "in",
      calls.map(({ id }) => id),
    )
    .execute();
  const byId = new Map(details.map((row) => [row.call_id, row]));
  return calls.map((call) => ({ ...call, fields: fieldsIn(byId.get(call.id), fields) }));
}

function fieldsIn(
  details: { analysis?: unknown; latency?: unknown } | undefined,
  fields: readonly CallField[],
): Record<string, unknown> {
  const analysis = analysisIn(details?.analysis);
  const custom = analysis?.custom ?? {};
  const valueIn = (field: CallField): unknown => {
    if (field === "summary") return analysis?.summary ?? null;
    if (field === "latency") return latencyIn(details?.latency).e2e?.p50 ?? null;
    if (field === "analysis") return analysis?.custom ?? null;
    const name = field.slice(ANALYSIS.length);
    return Object.hasOwn(custom, name) ? custom[name] : null;
  };
  return Object.fromEntries(fields.map((field) => [field, valueIn(field)]));
}
