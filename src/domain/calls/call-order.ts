import { type RawBuilder, type SqlBool, sql } from "kysely";
import { Problem } from "#domain/problems";
import { isCallId } from "./call-id.ts";

/** The orders of the history as its address has them: `-` is largest, longest or newest first. */
const callOrders = ["-started", "started", "-duration", "duration", "-cost", "cost"] as const;
export type CallOrder = (typeof callOrders)[number];

export const NEWEST_FIRST: CallOrder = "-started";

/** Null when there is no such order. */
export function readCallOrder(text: string | null): CallOrder | null {
  if (text === null) return NEWEST_FIRST;
  return callOrders.find((order) => order === text) ?? null;
}

export function demandCallOrder(text: string | null): CallOrder {
  const order = readCallOrder(text);
  if (order !== null) return order;
  const words = unknownOrderWords(text ?? "");
  throw new Problem("invalid_input", words, { sort: words });
}

export function unknownOrderWords(text: string): string {
  return `There is no order “${text}”. Choose among ${callOrders.join(", ")}.`;
}

/**
 * What besides the moment it was placed puts a call at its place; null for the history's own order. Costs are taken as
 * whole numbers, because comparisons of fractions use no index under a policy. A cost beyond all reason counts as none.
 */
function measureOf(order: CallOrder): "duration_ms" | "cost_microdollars" | null {
  if (order.endsWith("duration")) return "duration_ms";
  return order.endsWith("cost") ? "cost_microdollars" : null;
}

/**
 * A list in some order is one or two stretches, one after the other: calls that have a duration (or a cost) in its
 * order, then those that have none yet, newest first. Each stretch is one walk along one index.
 */
export interface Stretch {
  order: CallOrder;
  /** Whether it holds the calls that have no measure. */
  isWithout: boolean;
}

export function firstStretch(order: CallOrder): Stretch {
  return { order, isWithout: false };
}

export function nextStretch({ order, isWithout }: Stretch): Stretch | null {
  return isWithout || measureOf(order) === null ? null : { order, isWithout: true };
}

/** Where a page ends: the sort values of its last call, exact to the last digit. */
export interface Place {
  stretch: Stretch;
  measure: string | null;
  /** Microseconds since 1970: the driver's dates end at milliseconds, and a page must go on at the exact one. */
  placedAtUs: string;
  id: string;
}

export const placedAtUs = sql<string>`(extract(epoch from retell_calls.placed_at) * 1000000)::bigint::text`;

/** The measure as text, so that no digit of it is lost on the way. */
export function measureText(order: CallOrder): RawBuilder<string | null> {
  const measure = measureOf(order);
  return measure === null ? sql`null::text` : sql`${sql.ref(`retell_calls.${measure}`)}::text`;
}

/** Which calls belong to the stretch, after a place in it. Written so that its index is walked from there on. */
export function stretchCondition({ order, isWithout }: Stretch, after: Place | null): RawBuilder<SqlBool> {
  const measure = measureOf(order);
  const column = measure && sql.ref(`retell_calls.${measure}`);
  const belongs =
    column === null ? sql`true` : isWithout ? sql`${column} is null` : sql`${column} is not null`;
  if (after === null) return sql<SqlBool>`(${belongs})`;
  const moment = sql`timestamptz 'epoch' + ${after.placedAtUs}::bigint * interval '1 microsecond'`;
  const beyond = sql.raw(isDescending({ order, isWithout }) ? "<" : ">");
  if (column === null || isWithout)
    return sql<SqlBool>`(${belongs} and (retell_calls.placed_at, retell_calls.id) ${beyond} (${moment}, ${after.id}::uuid))`;
  return sql<SqlBool>`(${belongs} and (${column}, retell_calls.placed_at, retell_calls.id) ${beyond} (${after.measure}::bigint, ${moment}, ${after.id}::uuid))`;
}

export function stretchOrder(stretch: Stretch): RawBuilder<unknown> {
  const measure = measureOf(stretch.order);
  const direction = sql.raw(isDescending(stretch) ? "desc" : "asc");
  const first = measure === null ? sql`` : sql`${sql.ref(`retell_calls.${measure}`)} ${direction}, `;
  return sql`${first}retell_calls.placed_at ${direction}, retell_calls.id ${direction}`;
}

function isDescending({ order, isWithout }: Stretch): boolean {
  return isWithout || order.startsWith("-");
}

/** A page's address, to be given back for the next one. That of the history's own order carries no name. */
export function cursorAt({ stretch: { order }, measure, placedAtUs, id }: Place): string {
  const place = `${placedAtUs}|${id}`;
  const text = order === NEWEST_FIRST ? place : `${order}|${measure ?? ""}|${place}`;
  return Buffer.from(text).toString("base64url");
}

/** Microseconds since 1970 up to the year 2286, and the call's id; before them the order and its measure. */
const cursorShape = /^(?:(-?[a-z]+)\|(-?\d{1,18})?\|)?(\d{1,16})\|([0-9a-f-]{36})$/;

/** Null when it is none of ours, or one of another order. */
export function readCursor(cursor: string, order: CallOrder): Place | null {
  const [, name = NEWEST_FIRST, measure = null, at, id] =
    cursorShape.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (at === undefined || id === undefined || !isCallId(id) || name !== order) return null;
  const isWithout = measureOf(order) !== null && measure === null;
  return { stretch: { order, isWithout }, measure, placedAtUs: at, id };
}
