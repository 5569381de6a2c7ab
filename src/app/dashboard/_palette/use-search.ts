"use client";

import { useEffect, useState } from "react";
import { ApiFailure } from "../_api/ask.ts";
import { type Found, searchFor } from "../_api/search.ts";

/** A pause in typing: what is typed on would be asked for nothing. */
const PAUSE_MS = 120;

interface Search {
  /** The latest that came, also while the next is on its way: what stands there does not jump. */
  found: Found | null;
  searching: boolean;
  failure: string | null;
}

const nothing: Search = { found: null, searching: false, failure: null };

/** What the server finds for a text. */
export function useSearch(text: string): Search {
  const [search, setSearch] = useState<Search>(nothing);
  useEffect(() => {
    if (text === "") {
      setSearch(nothing);
      return;
    }
    const stopping = new AbortController();
    setSearch((before) => ({ ...before, searching: true }));
    const timer = setTimeout(async () => {
      try {
        const found = await searchFor(text, stopping.signal);
        if (!stopping.signal.aborted) setSearch({ found, searching: false, failure: null });
      } catch (error) {
        if (!(error instanceof ApiFailure)) throw error;
        if (!stopping.signal.aborted) setSearch({ found: null, searching: false, failure: error.message });
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stopping.abort();
    };
  }, [text]);
  return search;
}
