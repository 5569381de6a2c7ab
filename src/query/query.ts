/**
 * What a search is made of: `status:failed,completed -agent:reminder duration:>2m var.clinic_name:"North side"`.
 * Terms stand apart by spaces, and all of them must hold; what commas divide are alternatives; `-` takes the opposite.
 */

export const comparisons = [">=", "<=", ">", "<"] as const;
export type Comparison = (typeof comparisons)[number];

/** From the first character up to, but not with, the one that follows; counted as strings are. */
export interface Span {
  from: number;
  to: number;
}

export type Value =
  | { kind: "is"; text: string }
  | { kind: "compare"; comparison: Comparison; text: string }
  /** From one to the other, with both; null leaves that end open. */
  | { kind: "range"; first: string | null; last: string | null };

export interface Term {
  negated: boolean;
  /** Null for a word that stands alone. Parts of a dotted name are not told apart: `var.clinic_name`. */
  field: string | null;
  /** Alternatives. Empty where a field is followed by nothing. */
  values: Value[];
}

/** Where a term and its parts stand in the text. */
export interface PlacedTerm extends Term {
  span: Span;
  /** The field's name without its colon, as it is written there; null for a word. */
  fieldSpan: Span | null;
  valueSpans: Span[];
}

export interface Query {
  terms: PlacedTerm[];
  /** A quotation mark that is never closed: where it stands. All after it is part of the value. */
  unclosedAt: number | null;
}
