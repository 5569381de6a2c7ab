import { createMultiParser } from "nuqs/server";
import type { CallStatus } from "#domain/calls";
import { statusLooks } from "#ui/call-status.tsx";

/** `?status=failed&status=completed`; a list with commas is understood too. */
export const statusParam = createMultiParser<string[]>({
  parse: (values) => [...new Set(values.flatMap((value) => value.split(",")).filter(Boolean))],
  serialize: (statuses) => statuses,
  eq: (a, b) => a.join() === b.join(),
}).withDefault([]);

/** The statuses an address asks for, and the words in it that are none. */
export function readStatuses(asked: string | string[] | undefined): {
  statuses: CallStatus[];
  unknown: string[];
} {
  const words = statusParam.parseServerSide(asked) ?? [];
  return {
    statuses: words.filter(isStatus),
    unknown: words.filter((word) => !isStatus(word)),
  };
}

export function isStatus(word: string): word is CallStatus {
  return Object.hasOwn(statusLooks, word);
}
