import { type PlacedTerm, type Span, writeText } from "#query";
import { numberBeginnings } from "../number-beginnings.ts";
import { readDollars, readDuration, readStretch } from "./amounts.ts";
import type { AmountColumn, Condition, NumberColumn, Stretch } from "./conditions.ts";
import { readDays, type Today } from "./days.ts";
import { Misread } from "./mistake.ts";
import { nearWord } from "./near-word.ts";

/** Where a shown figure begins: durations are cut to whole seconds, sums are rounded. */
const CUT = 0;
const ROUNDED = 0.5;

export interface PlacedText {
  text: string;
  span: Span;
}

/** The values of a field that knows neither more nor less. */
export function plainTexts({ values, valueSpans, span, field }: PlacedTerm): PlacedText[] {
  return values.map((value, index) => {
    const at = valueSpans[index] ?? span;
    if (value.kind === "is") return { text: value.text, span: at };
    throw new Misread(
      at,
      `“${field}” knows neither more nor less: write the value alone, in quotes if it has signs.`,
    );
  });
}

/** One of the words, however it is written. */
export function readWord({ text, span }: PlacedText, words: readonly string[], name: string): string {
  const plain = (word: string) => word.toLowerCase().replaceAll(/[\s-]/g, "_");
  const found = words.find((word) => plain(word) === plain(text));
  if (found !== undefined) return found;
  const near = nearWord(plain(text), words);
  const help = near === null ? `Choose among ${words.join(", ")}.` : didYouMean(near);
  throw new Misread(span, `There is no ${name} “${text}”. ${help}`, near && writeText(near));
}

export function didYouMean(near: string): string {
  return `Did you mean “${near}”?`;
}

const truths: Record<string, boolean> = { yes: true, true: true, no: false, false: false };

export function readTruth(term: PlacedTerm): boolean {
  const [first, another] = plainTexts(term);
  const found = first && truths[first.text.toLowerCase()];
  if (first === undefined || found === undefined || another)
    throw new Misread(
      another?.span ?? first?.span ?? term.span,
      `“${term.field}” is yes or no, and one of them.`,
    );
  return found;
}

export function readNumbers(texts: PlacedText[], columns: NumberColumn[]): Condition {
  const beginnings = texts.flatMap(({ text, span }) => {
    const found = numberBeginnings(text);
    if (found.length > 0) return found;
    throw new Misread(
      span,
      `“${text}” is no beginning of a phone number. Write digits, such as +1213 or "(213) 777".`,
    );
  });
  return { kind: "begins", columns, beginnings };
}

export function readAmounts(term: PlacedTerm, column: AmountColumn): Condition {
  const [read, roundedBy, example] =
    column === "duration_ms"
      ? ([readDuration, CUT, "a duration. Write it like 90s, 2m, 1m30s, >2m or 1m..5m."] as const)
      : ([readDollars, ROUNDED, "a sum of dollars. Write it like 0.12, >0.10 or 0.10..0.25."] as const);
  const stretches = term.values.map((value, index): Stretch<number> => {
    const span = term.valueSpans[index] ?? term.span;
    const stretch = readStretch(value, read, roundedBy);
    if ("unreadable" in stretch) throw new Misread(span, `“${stretch.unreadable}” is not ${example}`);
    if (stretch.from !== null && stretch.before !== null && stretch.from >= stretch.before)
      throw new Misread(span, "The range ends before it begins. Write the smaller one first.");
    return stretch;
  });
  return { kind: "amount", column, stretches };
}

export function readMoments(term: PlacedTerm, today: Today): Condition {
  const stretches = term.values.map((value, index): Stretch<Date> => {
    const span = term.valueSpans[index] ?? term.span;
    const stretch = readDays(value, today);
    if ("reversed" in stretch)
      throw new Misread(span, "The last day comes before the first. Write the earlier one first.");
    if ("unreadable" in stretch)
      throw new Misread(
        span,
        `“${stretch.unreadable}” is no day. Write today, yesterday, 7d, 24h, 2026-11-30, 2026-11 or 2026-11-01..2026-11-07.`,
      );
    return stretch;
  });
  return { kind: "placed", stretches };
}
