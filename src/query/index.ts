export { removeTerm, setField, termsOf, toggleValue } from "./edit-query.ts";
export type { Comparison, PlacedTerm, Query, Span, Term, Value } from "./query.ts";
export { readQuery } from "./read-query.ts";
export { writeName, writeQuery, writeTerm, writeText } from "./write-query.ts";
