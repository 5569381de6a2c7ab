import { badRequest } from "../http/refusal.ts";

const USUAL_LIMIT = 50;
const LARGEST_LIMIT = 1000;

/** Pages of a short list whose items are named by `idOf`, newest first unless asked otherwise. */
export function pageOf<T>(
  items: readonly T[],
  query: URLSearchParams,
  idOf: (item: T) => string,
  stampOf: (item: T) => number,
) {
  const limit = readLimit(query.get("limit"));
  const order = query.get("sort_order") ?? "descending";
  if (order !== "ascending" && order !== "descending") {
    throw badRequest(
      "request/query/sort_order must be equal to one of the allowed values: ascending, descending",
    );
  }
  const sorted = items.toSorted((a, b) => stampOf(a) - stampOf(b));
  if (order === "descending") sorted.reverse();
  const cursor = query.get("pagination_key");
  const known = cursor === null ? -1 : sorted.findIndex((item) => encode(idOf(item)) === cursor);
  if (cursor !== null && known === -1) throw badRequest("request/query/pagination_key is not valid");
  const page = sorted.slice(known + 1, known + 1 + limit);
  const hasMore = known + 1 + limit < sorted.length;
  const last = page.at(-1);
  return { items: page, has_more: hasMore, ...(hasMore && last && { pagination_key: encode(idOf(last)) }) };
}

function readLimit(text: string | null): number {
  const limit = text === null ? USUAL_LIMIT : Number(text);
  if (!Number.isInteger(limit)) throw badRequest("request/query/limit must be integer");
  if (limit < 1) throw badRequest("request/query/limit must be >= 1");
  if (limit > LARGEST_LIMIT) throw badRequest(`request/query/limit must be <= ${LARGEST_LIMIT}`);
  return limit;
}

function encode(id: string): string {
  return Buffer.from(id).toString("base64url");
}
