import { NEWEST_FIRST } from "./call-sort.ts";

/** The query of a page's address as Next gives it. */
export type Address = Record<string, string | string[] | undefined>;

export function queryOf(address: Address): URLSearchParams {
  const query = new URLSearchParams();
  for (const [name, given] of Object.entries(address))
    for (const value of [given ?? []].flat()) query.append(name, value);
  return query;
}

/** Names in the history's address that say how the calls are shown, not which. */
export const viewNames = ["cols", "sort", "peek", "view"];

/** What of the address says which calls are shown, always written alike. */
export function filtersIn(query: Pick<URLSearchParams, "get">): string {
  const [q, zone] = [query.get("q"), query.get("zone")];
  if (!q) return "";
  return new URLSearchParams({ q, ...(zone !== null && { zone }) }).toString();
}

/** What tells one list from another: which calls, in which order. */
export function queryKey({ order, filters }: { order: string; filters: string }): string {
  return `${order} ${filters}`;
}

/** The same of an address. */
export function queryKeyIn(query: Pick<URLSearchParams, "get">): string {
  return queryKey({ order: query.get("sort") ?? NEWEST_FIRST, filters: filtersIn(query) });
}
