import type { CallListItem, CallOrder } from "#domain/calls";

export const NEWEST_FIRST: CallOrder = "-started";

export const orderWords: Record<CallOrder, string> = {
  "-started": "Newest first",
  started: "Oldest first",
  "-duration": "Longest first",
  duration: "Shortest first",
  "-cost": "Dearest first",
  cost: "Cheapest first",
};

/** What a header's next press sorts by: largest first, smallest first, then as everybody begins. */
export function orderAfter(order: CallOrder, column: "started" | "duration" | "cost"): CallOrder {
  if (order === `-${column}`) return column;
  return order === column ? NEWEST_FIRST : `-${column}`;
}

/** Compares calls as the server puts them: those without a duration, or cost, come last and newest first. */
export function comparison(order: CallOrder): (a: CallListItem, b: CallListItem) => number {
  const sign = order.startsWith("-") ? -1 : 1;
  const measure = measureOf(order);
  return (a, b) => {
    const [one, other] = [measure(a), measure(b)];
    if (one === null || other === null) {
      if (one !== other) return one === null ? 1 : -1;
      return -byPlace(a, b);
    }
    return sign * (one - other || byPlace(a, b));
  };
}

function measureOf(order: CallOrder): (call: CallListItem) => number | null {
  if (order.endsWith("duration")) return ({ durationMs }) => durationMs;
  if (order.endsWith("cost")) return ({ costCents }) => costCents;
  return () => 0;
}

function byPlace(a: CallListItem, b: CallListItem): number {
  if (a.placedAt !== b.placedAt) return a.placedAt < b.placedAt ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
