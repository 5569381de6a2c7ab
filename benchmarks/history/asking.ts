import type { Question } from "./questions.ts";

/** Whoever asks: a signed-in admin through the domain, or the same statements past every policy. */
export type Asker = "admin" | "owner";

/** What the process that asks is to do, and how often. */
export interface Asking {
  /** `total` is what the list shows of it, `count` goes as far as an export's does, `count-all` to the end. */
  what: "page" | "total" | "count" | "count-all";
  question: Question;
  cursor: string | null;
  as: Asker;
  /** Who asks the same, by turns with `as`, each time the other one first; null for nobody. */
  against: Asker | null;
  /** Besides the first, which does not count; with 0 it alone does. */
  times: number;
}

/** Or: read pages until so many calls were shown. */
export interface Walk {
  what: "walk";
  calls: number;
}

export interface Answer {
  /** The median. */
  ms: number;
  /** That of whom it is held against; nought for nobody. */
  againstMs: number;
  /** Of a page its calls, of a count the number. */
  count: number;
  isMore: boolean;
  nextCursor: string | null;
}

export type AnswerMessage = { kind: "answer"; answer: Answer } | { kind: "void"; why: string };
