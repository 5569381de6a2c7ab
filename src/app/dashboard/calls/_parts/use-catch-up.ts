"use client";

import { useEffect, useEffectEvent, useState } from "react";
import type { CallListItem } from "#domain/calls";

/** While one scrolls past, nothing is read. */
const REST_MS = 120;
const RETRY_MS = 5_000;
const AT_ONCE_MAX = 50;

/** Has the rows in view read again that are behind, or lack what the columns show. One reading at a time. */
export function useCatchUp(props: {
  rows: CallListItem[];
  first: number;
  last: number;
  behind: ReadonlySet<string>;
  fields: readonly string[];
  read: (ids: string[]) => Promise<void>;
}): void {
  const { rows, first, last, behind, fields } = props;
  const [turn, setTurn] = useState(0);
  const isBehind = (call: CallListItem) =>
    behind.has(call.id) || fields.some((field) => !Object.hasOwn(call.fields ?? {}, field));
  const late = rows
    .slice(first, last + 1)
    .filter(isBehind)
    .slice(0, AT_ONCE_MAX)
    .map(({ id }) => id)
    .join();
  const read = useEffectEvent(props.read);

  useEffect(() => {
    if (late === "") return;
    const timer = setTimeout(() => {
      read(late.split(",")).catch(() => setTimeout(setTurn, RETRY_MS, turn + 1));
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [late, turn]);
}
