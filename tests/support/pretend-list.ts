/** A call as Retell lists it, as far as a test says; the id and nothing else is sure. */
export type ListedCall = { call_id: string } & Record<string, unknown>;

interface ListBody {
  filter_criteria?: Record<string, { op: string; value: unknown }>;
  sort_order?: string;
  pagination_key?: string;
}

export interface PretendList {
  calls: unknown[];
  /** Items a page, whatever is asked for. */
  pageSize: number;
  ignoresFilters: boolean;
  /** Where a call without a start stands among those that have one. */
  unstarted: "first" | "last";
  /** Every page that was asked for, in order. */
  asked: ListBody[];
  /** Answers one page of the list, by start and then by id, as Retell does. */
  page(body: string): { items: unknown[]; has_more: boolean; pagination_key?: string };
}

/** A list of Retell's that does as a test says, for what the simulator never does. */
export function pretendList(): PretendList {
  const list: PretendList = {
    calls: [],
    pageSize: 100,
    ignoresFilters: false,
    unstarted: "last",
    asked: [],
    page(text) {
      const body = JSON.parse(text) as ListBody;
      list.asked.push(body);
      const found = list.calls.filter(
        (call) => list.ignoresFilters || meets(call, body.filter_criteria ?? {}),
      );
      const descending = body.sort_order !== "ascending";
      const place = (call: unknown) => placeOf(call, list.unstarted === "first" ? Infinity : -Infinity);
      found.sort((one, other) => (place(one) < place(other) ? -1 : 1) * (descending ? -1 : 1));
      const after = body.pagination_key;
      const from = after === undefined ? 0 : found.findIndex((call) => idOf(call) === after) + 1;
      const items = found.slice(from, from + list.pageSize);
      const hasMore = from + items.length < found.length;
      return { items, has_more: hasMore, ...(hasMore && { pagination_key: idOf(items.at(-1)) }) };
    },
  };
  return list;
}

function meets(call: unknown, criteria: NonNullable<ListBody["filter_criteria"]>): boolean {
  return Object.entries(criteria).every(([name, { op, value }]) => {
    const field = (call as Record<string, unknown> | null)?.[name];
    if (op === "ge") return typeof field === "number" && field >= Number(value);
    if (op === "in") return (value as unknown[]).includes(field);
    return op === "eq" && field === value;
  });
}

function placeOf(call: unknown, unstarted: number): number {
  const start = (call as Record<string, unknown> | null)?.start_timestamp;
  return typeof start === "number" ? start : unstarted;
}

function idOf(call: unknown): string {
  return String((call as Record<string, unknown> | null)?.call_id);
}
