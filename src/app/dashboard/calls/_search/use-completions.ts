"use client";

import { useEffect, useState } from "react";
import type { FieldChoice, SearchField } from "#domain/calls";
import { readCompletions } from "../../_api/calls.ts";
import {
  type Completion,
  choicesLike,
  completingAt,
  fieldCompletions,
  findSearchField,
  nameCompletions,
  valueCompletions,
} from "./completion.ts";

/** Whoever types on within this time asks once. */
const TYPING_MS = 120;

interface Answer {
  field: string;
  begins: string;
  choices: FieldChoice[];
}

/** What may be written where the caret stands; values of calls are asked for, and come a moment later. */
export function useCompletions(
  text: string,
  caret: number,
  { fields, asking }: { fields: readonly SearchField[]; asking: boolean },
): Completion[] {
  const at = completingAt(text, caret, fields);
  const known = at.field === null ? undefined : findSearchField(at.field, fields);
  const asked = at.nameOf ?? (known?.isSeen && at.field !== null ? at.field : null);
  const seen = useSeen(asking ? asked : null, at.begins);
  if (at.nameOf !== null) return nameCompletions(text, at, seen);
  if (at.field === null) return fieldCompletions(text, at, fields);
  if (known === undefined) return [];
  return valueCompletions(text, at, asked === null ? choicesLike(known.choices, at.begins) : seen, known);
}

/** Until the answer for what is typed has come, what fits of the one before. */
function useSeen(field: string | null, begins: string): FieldChoice[] {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (field === null) return;
    const asking = new AbortController();
    const timer = setTimeout(async () => {
      const choices = await readCompletions(field, begins, asking.signal).catch(noCompletions);
      if (!asking.signal.aborted) setAnswer({ field, begins, choices });
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [field, begins]);
  if (field === null || answer?.field !== field) return [];
  return answer.begins === begins ? answer.choices : choicesLike(answer.choices, begins);
}

/** Completion is an offer: what is typed can be searched for without it, and the search says what is wrong. */
function noCompletions(): FieldChoice[] {
  return [];
}
