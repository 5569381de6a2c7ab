"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { ApiFailure } from "../../_api/ask.ts";
import { type CallsPage, readCallsPage } from "../../_api/calls.ts";
import { queryKey } from "./address.ts";
import { findKept } from "./kept-lists.ts";
import { type ListQuery, wantedBy } from "./use-call-list.ts";

/** The first page of the calls of a query; null where that means nothing. */
interface QueryPage {
  query: ListQuery;
  page: CallsPage | null;
}

/**
 * What the list shows: what came with the page, and for every address after that the rows alone, which are there many times
 * sooner than a whole page. Until they are, those before them.
 */
export function useShownPage(served: QueryPage, wanted: ListQuery) {
  const [shown, setShown] = useState(served);
  const [lastServed, setLastServed] = useState(served);
  const [failure, setFailure] = useState<{ key: string; words: string } | null>(null);
  const [attempt, setAttempt] = useState(0);
  // After which page another was asked for, which brings the rows of the next address itself.
  const pageAfter = useRef<QueryPage | null>(null);
  const router = useRouter();
  const key = queryKey(wanted);
  if (served.page !== lastServed.page || queryKey(served.query) !== queryKey(lastServed.query)) {
    setLastServed(served);
    setShown(served);
  } else if (queryKey(shown.query) !== key) {
    const kept = findKept(key);
    if (kept)
      setShown({ query: wanted, page: { calls: kept.state.rows, nextCursor: kept.state.nextCursor } });
  }
  const isReading = queryKey(shown.query) !== key;

  const read = useEffectEvent(async (isStillWanted: () => boolean) => {
    const query = wanted;
    try {
      const page = await readCallsPage(wantedBy(query), null);
      if (isStillWanted()) setShown({ query, page });
    } catch (error) {
      if (!isStillWanted()) return;
      const isRefused = error instanceof ApiFailure && error.status >= 400 && error.status < 500;
      // What is wrong with it, the page says better.
      if (isRefused) router.refresh();
      else setFailure({ key, words: error instanceof Error ? error.message : String(error) });
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address, or another attempt, reads again.
  useEffect(() => {
    if (!isReading || pageAfter.current === lastServed) return;
    let isWanted = true;
    void read(() => isWanted);
    return () => {
      isWanted = false;
    };
  }, [isReading, key, attempt, lastServed]);

  return {
    awaitPage: useCallback(() => {
      pageAfter.current = lastServed;
    }, [lastServed]),
    shown,
    isReading: isReading && failure?.key !== key,
    failure: isReading && failure?.key === key ? failure.words : null,
    again: () => {
      setFailure(null);
      setAttempt(attempt + 1);
    },
  };
}
