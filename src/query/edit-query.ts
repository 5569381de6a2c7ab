import type { PlacedTerm, Span, Value } from "./query.ts";
import { readQuery } from "./read-query.ts";
import { writeTerm, writeValue } from "./write-query.ts";

/** The terms that ask for a field by one of its names, not for its opposite. */
export function termsOf(text: string, names: readonly string[]): PlacedTerm[] {
  return readQuery(text).terms.filter(
    ({ field, negated }) => field !== null && !negated && names.includes(field),
  );
}

/**
 * The text with these values as the field's only ones; none takes the field away. Terms of other fields, and
 * opposites, stay as they were typed. A field may have several names; a new term has the first.
 */
export function setField(text: string, names: readonly [string, ...string[]], values: Value[]): string {
  const closed = closeQuotation(text);
  const [first, ...others] = termsOf(closed, names);
  if (values.length === 0)
    return [first, ...others].filter((term) => term !== undefined).reduceRight(without, closed);
  if (first === undefined) return append(closed, writeTerm({ negated: false, field: names[0], values }));
  const written = writeTerm({ negated: false, field: first.field, values });
  return replace(others.reduceRight(without, closed), first.span, written);
}

/** The text with one value of the field added where it is not asked for, and taken away where it is. */
export function toggleValue(text: string, names: readonly [string, ...string[]], value: string): string {
  const closed = closeQuotation(text);
  const terms = termsOf(closed, names);
  if (terms.some((term) => term.values.some((one) => isText(one, value))))
    return terms.reduceRight((left, term) => withoutValue(left, term, value), closed);
  const [first] = terms;
  const added: Value = { kind: "is", text: value };
  if (first === undefined) return setField(closed, names, [added]);
  const last = first.valueSpans.at(-1);
  if (last === undefined) return setField(closed, names, [added]);
  return replace(closed, { from: last.to, to: last.to }, `,${writeValue(added)}`);
}

/** The text without a term of it, and without the space that was only there for it. */
export function removeTerm(text: string, term: PlacedTerm): string {
  return without(text, term);
}

function withoutValue(text: string, term: PlacedTerm, value: string): string {
  const left = term.values.filter((one) => !isText(one, value));
  if (left.length === term.values.length) return text;
  if (left.length === 0) return without(text, term);
  return replace(text, term.span, writeTerm({ ...term, values: left }));
}

function isText(value: Value, text: string): boolean {
  return value.kind === "is" && value.text === text;
}

function without(text: string, { span }: PlacedTerm): string {
  const after = text.slice(span.to).trimStart();
  const before = text.slice(0, span.from);
  return after === "" ? before.trimEnd() : before + after;
}

function append(text: string, term: string): string {
  return text === "" || /\s$/.test(text) ? text + term : `${text} ${term}`;
}

function replace(text: string, { from, to }: Span, by: string): string {
  return text.slice(0, from) + by + text.slice(to);
}

/** What is added to a text must not end up within a quotation that was never closed. */
function closeQuotation(text: string): string {
  const { unclosedAt } = readQuery(text);
  if (unclosedAt === null) return text;
  const [slashes = ""] = /\\*$/.exec(text.slice(unclosedAt + 1)) ?? [];
  return `${text}${slashes.length % 2 === 1 ? "\\" : ""}"`;
}
