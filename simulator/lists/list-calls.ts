import type { CallBook } from "../calls/call-book.ts";
import type { CallRecord } from "../calls/call-record.ts";
import type { CallViews } from "../calls/call-views.ts";
import { badRequest } from "../http/refusal.ts";
import { demand } from "../http/schema.ts";
import { LIST_CALLS } from "./filter-schema.ts";
import { type FilterCriteria, meets } from "./filters.ts";

const USUAL_LIMIT = 50;

interface ListRequest {
  filter_criteria?: FilterCriteria;
  sort_order?: "ascending" | "descending";
  limit?: number;
  skip?: number;
  pagination_key?: string;
  include_total?: boolean;
}

interface Place {
  stamp: number;
  callId: string;
}

export function listCalls(body: unknown, book: CallBook, views: CallViews) {
  demand(body, LIST_CALLS);
  const request = body as ListRequest;
  if (request.skip !== undefined && request.pagination_key !== undefined) {
    throw badRequest("request/body skip and pagination_key cannot be used together");
  }
  const direction = request.sort_order === "ascending" ? 1 : -1;
  const matching = book
    .all()
    .filter((record) => meets(record, request.filter_criteria ?? {}, views))
    .sort((a, b) => direction * compare(placeOf(a), placeOf(b)));
  const after = request.pagination_key === undefined ? null : readCursor(request.pagination_key);
  const rest = after
    ? matching.filter((record) => direction * compare(placeOf(record), after) > 0)
    : matching.slice(request.skip ?? 0);
  const page = rest.slice(0, request.limit ?? USUAL_LIMIT);
  const last = page.at(-1);
  const hasMore = rest.length > page.length;
  return {
    items: page.map((record) => views.listItem(record)),
    has_more: hasMore,
    ...(hasMore && last && { pagination_key: writeCursor(placeOf(last)) }),
    ...(request.include_total && { total: matching.length }),
  };
}

/** A call that has not been answered yet stands where it was created. */
function placeOf(record: CallRecord): Place {
  return { stamp: record.startTimestamp ?? record.createdAt, callId: record.callId };
}

function compare(a: Place, b: Place): number {
  if (a.stamp !== b.stamp) return a.stamp - b.stamp;
  return a.callId < b.callId ? -1 : Number(a.callId > b.callId);
}

/** The cursor names the last call seen, not a position, so that new calls do not shift the pages. */
function writeCursor(place: Place): string {
  return Buffer.from(JSON.stringify([place.stamp, place.callId])).toString("base64url");
}

function readCursor(cursor: string): Place {
  try {
    const [stamp, callId] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (typeof stamp === "number" && typeof callId === "string") return { stamp, callId };
  } catch {}
  throw badRequest("request/body/pagination_key is not valid");
}
