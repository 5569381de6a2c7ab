import type { SearchMistake } from "#domain/calls";
import { type PlacedTerm, readQuery, type Span } from "#query";
import { classNames } from "#ui/class-names.ts";

interface Part extends Span {
  look: string;
}

const looks = {
  space: "",
  name: "text-accent",
  sign: "text-ink-faint",
  value: "text-ink bg-accent-soft rounded-sm",
  word: "text-ink bg-sunken rounded-sm",
  opposite: "text-failed",
};

/** The text of a search in the colours of its parts. Drawn over the field, letter upon letter; never read out. */
export function ColouredQuery({ text, mistakes }: { text: string; mistakes: readonly SearchMistake[] }) {
  const isWrong = (part: Span) =>
    mistakes.some(({ span }) => part.from < span.to && part.to > span.from && part.to > part.from);
  return partsOf(text).map((part) => (
    <span
      key={part.from}
      className={classNames(
        part.look,
        isWrong(part) && "underline decoration-failed decoration-wavy decoration-1 underline-offset-4",
      )}
    >
      {text.slice(part.from, part.to)}
    </span>
  ));
}

/** Every character of the text in one part of some look. */
function partsOf(text: string): Part[] {
  const marked = readQuery(text).terms.flatMap(partsOfTerm);
  const parts: Part[] = [];
  let at = 0;
  for (const part of [...marked, { from: text.length, to: text.length, look: looks.space }]) {
    if (part.from > at) parts.push({ from: at, to: part.from, look: isBlank(text.slice(at, part.from)) });
    if (part.to > part.from) parts.push(part);
    at = part.to;
  }
  return parts;
}

function isBlank(text: string): string {
  return text.trim() === "" ? looks.space : looks.sign;
}

function partsOfTerm({ negated, span, fieldSpan, valueSpans }: PlacedTerm): Part[] {
  return [
    ...(negated ? [{ from: span.from, to: span.from + 1, look: looks.opposite }] : []),
    ...(fieldSpan ? [{ ...fieldSpan, look: looks.name }] : []),
    ...valueSpans.map((value) => ({ ...value, look: fieldSpan ? looks.value : looks.word })),
  ];
}
