"use client";

import { useEffect, useReducer, useState } from "react";
import type { CallOrder } from "#domain/calls";
import { type CallsPage, readCalls, readCallsPage } from "../../_api/calls.ts";
import { useLiveCalls } from "../../_live/use-live-calls.ts";
import { type CallListState, callListOf, changeCallList } from "./call-list-state.ts";

/** How long a row that came in shows that it is new. */
const ARRIVING_MS = 1_600;

export interface ListQuery {
  /** As they stand in the address. */
  filters: string;
  order: CallOrder;
  /** What the shown columns need besides the narrow row. */
  fields: readonly string[];
}

interface Beginning {
  page: CallsPage;
  /** As the reader left it; then anything may have happened since. */
  kept: CallListState | null;
}

/** The rows of the first page, kept up to date and lengthened on request. */
export function useCallList(first: Beginning, query: ListQuery, mayMove: () => boolean) {
  const [list, change] = useReducer(changeCallList, first, ({ page, kept }) =>
    kept ? changeCallList(kept, { kind: "doubted" }) : callListOf(page, query.order),
  );
  const [loading, setLoading] = useState<"idle" | "loading" | "failed">("idle");
  const wanted = wantedBy(query);

  useLiveCalls(async (changed) => {
    if (changed === "all") {
      const page = await readCallsPage(wanted, null);
      change({ kind: "begun again", page, mayMove: mayMove() });
    } else await hear([...changed]);
  });

  async function hear(asked: string[]) {
    const { calls, matching } = await readCalls(asked, wanted);
    const found = new Set(calls.map((call) => call.id));
    const gone = new Set(asked.filter((id) => !found.has(id)));
    change({ kind: "heard", calls, matching: new Set(matching), gone, mayMove: mayMove() });
  }

  useEffect(() => {
    if (list.arrived.size === 0) return;
    const timer = setTimeout(() => change({ kind: "settled" }), ARRIVING_MS);
    return () => clearTimeout(timer);
  }, [list.arrived]);

  async function loadMore() {
    if (loading === "loading" || list.nextCursor === null) return;
    setLoading("loading");
    try {
      change({ kind: "more", ...(await readCallsPage(wanted, list.nextCursor)) });
      setLoading("idle");
    } catch {
      setLoading("failed");
    }
  }

  return { list, change, hear, loading, loadMore };
}

/** As the interface is asked for it. */
export function wantedBy({ filters, order, fields }: ListQuery): string {
  const query = new URLSearchParams(filters);
  query.set("sort", order);
  for (const field of fields) query.append("fields", field);
  return query.toString();
}
