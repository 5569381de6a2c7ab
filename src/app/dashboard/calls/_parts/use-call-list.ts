"use client";

import { useReducer, useState } from "react";
import { type CallsPage, readCalls, readCallsPage } from "../../_api/calls.ts";
import { useLiveCalls } from "../../_live/use-live-calls.ts";
import { callListOf, changeCallList } from "./call-list-state.ts";

/** Scrolled less than this counts as being at the top. */
const TOP_PX = 48;

/** The rows of the first page, kept up to date and lengthened on request; `filters` as they stand in the address. */
export function useCallList(first: CallsPage, filters: string) {
  const [list, change] = useReducer(changeCallList, first, callListOf);
  const [loading, setLoading] = useState<"idle" | "loading" | "failed">("idle");

  useLiveCalls(async (changed) => {
    const shown = [...list.rows, ...list.waiting].map((call) => call.id);
    const page = changed === "all" ? (await readCallsPage(filters, null)).calls : [];
    const asked = changed === "all" ? shown : [...changed];
    const heard = await readCalls(asked, filters);
    const found = new Set(heard.calls.map((call) => call.id));
    change({
      kind: "heard",
      calls: onceEach([...page, ...heard.calls]),
      matching: new Set([...page.map((call) => call.id), ...heard.matching]),
      gone: new Set(asked.filter((id) => !found.has(id))),
      atTop: window.scrollY < TOP_PX,
    });
  });

  async function loadMore() {
    if (loading === "loading" || list.nextCursor === null) return;
    setLoading("loading");
    try {
      change({ kind: "more", ...(await readCallsPage(filters, list.nextCursor)) });
      setLoading("idle");
    } catch {
      setLoading("failed");
    }
  }

  function reveal() {
    change({ kind: "reveal" });
    window.scrollTo({ top: 0, behavior: "smooth" });
  }

  return { ...list, loading, loadMore, reveal };
}

function onceEach<Item extends { id: string }>(items: Item[]): Item[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
