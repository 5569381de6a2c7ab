import { type Comparison, comparisons, type PlacedTerm, type Query, type Span, type Value } from "./query.ts";

const SPACE = /\s/;
/** Two dots stand between the ends of a range. */
const RANGE = "..";

/** Reads any text whatever; what its fields and values mean is for others to say. */
export function readQuery(text: string): Query {
  const reader = new Reader(text);
  const terms: PlacedTerm[] = [];
  for (reader.skipSpace(); !reader.isAtEnd(); reader.skipSpace()) terms.push(readTerm(reader));
  return { terms, unclosedAt: reader.unclosedAt };
}

function readTerm(reader: Reader): PlacedTerm {
  const from = reader.at;
  const negated = reader.take("-", (next) => next !== undefined && !SPACE.test(next));
  const name = readName(reader);
  const valuesFrom = reader.at;
  const { values, spans } = readValues(reader);
  const span = { from, to: reader.at };
  if (name) return { negated, field: name.text, values, span, fieldSpan: name.span, valueSpans: spans };
  // Commas that divide nothing are a word too, so that whoever reads it can say that it means nothing.
  const commas: Value = { kind: "is", text: reader.textFrom(valuesFrom) };
  const hasValues = values.length > 0;
  return {
    negated,
    field: null,
    values: hasValues ? values : [commas],
    span,
    fieldSpan: null,
    valueSpans: hasValues ? spans : [{ from: valuesFrom, to: reader.at }],
  };
}

/** A name is one only by the colon after it; without one the reader goes back to where it stood. */
function readName(reader: Reader): { text: string; span: Span } | null {
  const from = reader.at;
  const text = reader.readText((rest) => rest[0] === ":" || rest[0] === ",");
  const to = reader.at;
  if (to > from && reader.take(":")) return { text, span: { from, to } };
  reader.goBackTo(from);
  return null;
}

function readValues(reader: Reader): { values: Value[]; spans: Span[] } {
  const values: Value[] = [];
  const spans: Span[] = [];
  while (!reader.isAtEnd() && !reader.isAtSpace()) {
    if (reader.take(",")) continue;
    const from = reader.at;
    values.push(readValue(reader));
    spans.push({ from, to: reader.at });
  }
  return { values, spans };
}

function readValue(reader: Reader): Value {
  const comparison: Comparison | undefined = comparisons.find((sign) => reader.take(sign));
  if (comparison) return { kind: "compare", comparison, text: reader.readText((rest) => rest[0] === ",") };
  const from = reader.at;
  const first = reader.readText((rest) => rest[0] === "," || rest.startsWith(RANGE));
  const firstIsOpen = reader.at === from;
  if (!reader.take(RANGE)) return { kind: "is", text: first };
  const middle = reader.at;
  const last = reader.readText((rest) => rest[0] === ",");
  return { kind: "range", first: firstIsOpen ? null : first, last: reader.at === middle ? null : last };
}

class Reader {
  readonly #text: string;
  at = 0;
  unclosedAt: number | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.at >= this.#text.length;
  }

  isAtSpace(): boolean {
    return SPACE.test(this.#text[this.at] ?? "");
  }

  skipSpace(): void {
    while (this.isAtSpace()) this.at += 1;
  }

  goBackTo(at: number): void {
    this.at = at;
    // What was found there will be found again.
    this.unclosedAt = null;
  }

  textFrom(from: number): string {
    return this.#text.slice(from, this.at);
  }

  take(sign: string, isFollowedWell: (next: string | undefined) => boolean = () => true): boolean {
    const after = this.at + sign.length;
    if (!this.#text.startsWith(sign, this.at) || !isFollowedWell(this.#text[after])) return false;
    this.at = after;
    return true;
  }

  /** Text up to a space or an end; parts of it may be quoted, and then hold anything. */
  readText(isEnd: (rest: string) => boolean): string {
    let read = "";
    while (!this.isAtEnd() && !this.isAtSpace()) {
      if (isEnd(this.#text.slice(this.at, this.at + RANGE.length))) break;
      if (this.#text[this.at] === '"') read += this.#readQuoted();
      else {
        read += this.#text[this.at];
        this.at += 1;
      }
    }
    return read;
  }

  /** A backslash takes the mark or backslash after it as it stands; before anything else it is one itself. */
  #readQuoted(): string {
    const from = this.at;
    let read = "";
    for (this.at += 1; !this.isAtEnd(); this.at += 1) {
      const sign = this.#text[this.at] as string;
      const next = this.#text[this.at + 1];
      if (sign === '"') {
        this.at += 1;
        return read;
      }
      if (sign === "\\" && (next === '"' || next === "\\")) {
        read += next;
        this.at += 1;
      } else read += sign;
    }
    this.unclosedAt = from;
    return read;
  }
}
