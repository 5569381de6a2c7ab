"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useLayoutEffect, useRef } from "react";
import { queryKeyIn } from "./address.ts";
import type { CallListState } from "./call-list-state.ts";
import { keep, keepingPlace } from "./kept-lists.ts";

/** Leaves the list as it is, and where the reader is in it, for whoever comes back to it by "back". */
export function useKeptPlace(props: { query: string; list: CallListState; scrolledTo: () => number }): void {
  const { query, list, scrolledTo } = props;
  const latest = useRef(list);
  const places = useRef(new Set<string>());
  const address = useSearchParams();

  useLayoutEffect(() => {
    latest.current = list;
  }, [list]);

  // A call opened beside the list makes an entry of its own, from which one may come back too.
  useEffect(() => {
    const place = keepingPlace(query);
    // Until the rows of another address are read, this list stands under an entry that is not its own.
    if (place === null || queryKeyIn(address) !== query) return;
    places.current.add(place);
    // The browser would go to where this entry was left, also when only the call beside the list is closed.
    window.history.scrollRestoration = "manual";
  }, [query, address]);

  // Pages that are gone to from here begin with the same setting, and have nobody else to find their place.
  useEffect(
    () => () => {
      window.history.scrollRestoration = "auto";
    },
    [],
  );

  useLayoutEffect(() => {
    const here = places.current;
    return () => keep(here, { state: latest.current, scrollY: scrolledTo() });
  }, [scrolledTo]);
}
