import type { VariableDraft } from "./variable-draft.ts";

/** What is in the form. */
export interface CallDraft {
  /** The number as it is being typed. */
  text: string;
  agentId: string | null;
  fromNumber: string | null;
  variables: VariableDraft;
}

/** A request that was sent and whose answer may have been lost: sent again, it is the same call. */
export interface SentRequest {
  content: string;
  key: string;
}

interface Kept {
  /** Whose it is: another person who signs in in the same tab is not shown it. */
  personId: string;
  draft: Omit<CallDraft, "variables"> & { variables: [name: string, value: string][] };
  sent: SentRequest | null;
}

const STORED_AS = "switchboard-call-draft";

export interface DraftPlace {
  personId: string;
  /** The call that is sent again; its form has a draft of its own. */
  again: string | null;
}

/** Keeps what is typed until the tab is closed: over a reload, another page, and an ended session. */
export function keepDraft(place: DraftPlace, draft: CallDraft, sent: SentRequest | null): void {
  const { filled, extra } = draft.variables;
  const variables = [...filled, ...extra.map(({ name, value }): [string, string] => [name, value])];
  const kept: Kept = { personId: place.personId, draft: { ...draft, variables }, sent };
  try {
    sessionStorage.setItem(storedAs(place), JSON.stringify(kept));
  } catch {
    // A browser that stores nothing for us still sends; only a reload empties its form.
  }
}

export function forgetDraft(place: DraftPlace): void {
  try {
    sessionStorage.removeItem(storedAs(place));
  } catch {
    // What could not be stored need not be forgotten.
  }
}

/** What was kept, all variables as extra ones; null when nothing was, or nothing that can be read. */
export function findDraft(place: DraftPlace): { draft: CallDraft; sent: SentRequest | null } | null {
  let kept: Kept | null;
  try {
    kept = JSON.parse(sessionStorage.getItem(storedAs(place)) ?? "null");
  } catch {
    return null;
  }
  if (kept?.personId !== place.personId) return null;
  if (typeof kept.draft?.text !== "string" || !Array.isArray(kept.draft.variables)) return null;
  const { variables, ...draft } = kept.draft;
  const extra = variables.map(([name, value], index) => ({ key: index + 1, name, value }));
  return {
    draft: { ...draft, variables: { filled: new Map(), extra, nextKey: extra.length + 1 } },
    sent: kept.sent,
  };
}

function storedAs({ again }: DraftPlace): string {
  return again === null ? STORED_AS : `${STORED_AS}:${again}`;
}
