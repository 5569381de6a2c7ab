"use client";

import { parseAsString, useQueryState } from "nuqs";

/** The entry of the browser's history that opening added, so that closing can take it away again. */
let added: Promise<string | null> = Promise.resolve(null);

function currentEntry(): string | null {
  return "navigation" in window ? (window.navigation.currentEntry?.key ?? null) : null;
}

/** Which call is open beside the list. Opening is a step that "back" undoes; walking on from there adds none. */
export function usePeek() {
  const [id, setId] = useQueryState("peek", parseAsString.withOptions({ shallow: true }));

  function open(next: string) {
    if (id === next) return;
    const written = setId(next, { history: id === null ? "push" : "replace" });
    if (id === null) added = written.then(currentEntry);
  }

  async function close() {
    const entry = await added;
    if (entry !== null && entry === currentEntry()) window.history.back();
    else await setId(null, { history: "replace" });
  }

  return { id, open, close };
}
