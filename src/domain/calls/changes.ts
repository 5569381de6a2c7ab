import { isDeepStrictEqual } from "node:util";
import { rowFieldNames } from "./call-row.ts";
import { type FoldedCall, fieldNames, statusOf } from "./fold.ts";

/** One field of a call before and after something was learnt. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
  /** Before and after are sizes in characters: the field is large, a transcript for instance. */
  sized?: true;
}

/** A longer value of a narrow field (metadata, say) is shown by its size too. */
const VALUE_CHARACTERS_MAX = 200;

const narrow = new Set<string>(rowFieldNames);

/** What differs between two states of knowledge about one call, without transcripts. */
export function changesBetween(before: FoldedCall, after: FoldedCall): FieldChange[] {
  const changes: FieldChange[] = [];
  const [statusBefore, statusAfter] = [statusOf(before), statusOf(after)];
  if (statusBefore !== statusAfter)
    changes.push({ field: "status", before: statusBefore, after: statusAfter });
  for (const field of fieldNames) {
    if (before[field] === after[field] || isDeepStrictEqual(before[field], after[field])) continue;
    changes.push(changeOf(field, before[field], after[field]));
  }
  return changes;
}

function changeOf(field: string, before: unknown, after: unknown): FieldChange {
  const change = { field, before: readable(field, before), after: readable(field, after) };
  const sizes = { before: sizeOf(before), after: sizeOf(after) };
  const isShort = Math.max(sizes.before, sizes.after) <= VALUE_CHARACTERS_MAX;
  return narrow.has(field) && isShort ? change : { field, ...sizes, sized: true };
}

function readable(field: string, value: unknown): unknown {
  return typeof value === "number" && field.endsWith("_at") ? new Date(value).toISOString() : value;
}

function sizeOf(value: unknown): number {
  if (value === null) return 0;
  return typeof value === "string" ? value.length : JSON.stringify(value).length;
}
