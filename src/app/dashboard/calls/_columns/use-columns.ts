"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import {
  type ChosenColumn,
  columnsText,
  defaultColumns,
  readColumns,
  writtenColumns,
} from "./chosen-columns.ts";
import { keepOwnColumns } from "./own-columns.ts";

/** The columns as the address has them, or as the person had them last, or everybody's. */
export function useColumns(ownAtFirst: string | null) {
  const [asked, setAsked] = useQueryState("cols", parseAsString.withOptions({ shallow: true }));
  const [view] = useQueryState("view", parseAsString);
  const [own, setOwn] = useState(ownAtFirst);
  const text = asked ?? own;
  const columns = useMemo(() => readColumns(text) ?? defaultColumns, [text]);

  const change = useCallback(
    (next: readonly ChosenColumn[]) => {
      // A view is shown in its own columns, and changing those leaves alone what the person has elsewhere.
      if (view !== null) {
        void setAsked(writtenColumns(next));
        return;
      }
      const nextText = columnsText(next);
      void setAsked(nextText);
      setOwn(nextText);
      keepOwnColumns(nextText);
    },
    [view, setAsked],
  );

  return { columns, change };
}
