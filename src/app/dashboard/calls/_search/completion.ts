import type { FieldChoice, SearchField } from "#domain/calls";
import { type PlacedTerm, readQuery, type Span, writeName, writeText } from "#query";

/** What is being written where the caret stands. */
export interface Completing {
  /** The field whose value is written, as it is called there; null while a field's own name is. */
  field: string | null;
  /** `var.` or `analysis.` while the name after it is written. */
  nameOf: string | null;
  /** What is there before the caret. */
  begins: string;
  /** What a choice takes the place of. */
  replaces: Span;
  /** Nothing of the word stands after the caret. */
  isAtEnd: boolean;
}

/** One thing that may be chosen, and what the search is then. */
export interface Completion {
  key: string;
  shown: string;
  note: string;
  text: string;
  caret: number;
  /** A name, after which its value is to be written, so the search is not whole yet. */
  leadsOn: boolean;
  /** What is written means nothing by itself and this begins so: Enter takes it. */
  isMeant: boolean;
}

export function completingAt(text: string, caret: number, fields: readonly SearchField[]): Completing {
  const term = readQuery(text).terms.find(({ span }) => span.from <= caret && caret <= span.to);
  const nothing = {
    field: null,
    nameOf: null,
    begins: "",
    replaces: { from: caret, to: caret },
    isAtEnd: true,
  };
  if (term === undefined) return nothing;
  if (term.fieldSpan === null || term.field === null || caret <= term.fieldSpan.to)
    return nameAt(text, caret, term, fields);
  const index = term.valueSpans.findIndex(({ from, to }) => from <= caret && caret <= to);
  const replaces = term.valueSpans[index] ?? { from: caret, to: caret };
  const begins = text.slice(replaces.from, caret).replace(/^"/, "").replace(/"$/, "");
  return { field: term.field, nameOf: null, begins, replaces, isAtEnd: caret === replaces.to };
}

function nameAt(text: string, caret: number, term: PlacedTerm, fields: readonly SearchField[]): Completing {
  const replaces = term.fieldSpan ?? { from: term.span.from + (term.negated ? 1 : 0), to: term.span.to };
  const begins = text.slice(replaces.from, caret).replaceAll('"', "");
  const dotted = fields.find(({ name }) => name.endsWith(".") && begins.startsWith(name))?.name ?? null;
  return {
    field: null,
    nameOf: dotted,
    begins: dotted === null ? begins : begins.slice(dotted.length),
    replaces,
    isAtEnd: caret === replaces.to,
  };
}

export function findSearchField(written: string, fields: readonly SearchField[]): SearchField | undefined {
  const name = written.toLowerCase();
  return fields.find((field) =>
    field.name.endsWith(".")
      ? written.startsWith(field.name)
      : field.name === name || field.aliases.includes(name),
  );
}

/** The fields that begin so, then those whose label holds it. */
export function fieldCompletions(text: string, at: Completing, fields: readonly SearchField[]): Completion[] {
  const wanted = at.begins.toLowerCase();
  const rank = ({ name, aliases, label }: SearchField) =>
    [name, ...aliases].some((one) => one.startsWith(wanted))
      ? 0
      : label.toLowerCase().includes(wanted)
        ? 1
        : 2;
  return fields
    .filter((field) => rank(field) < 2)
    .sort((one, other) => rank(one) - rank(other))
    .map((field) => {
      const colon = text[at.replaces.to] === ":" || field.name.endsWith(".") ? "" : ":";
      return completion({
        ...put(text, at.replaces, field.name + colon),
        shown: field.name.endsWith(".") ? `${field.name}NAME` : `${field.name}:`,
        note: `${field.label} · ${field.hint}`,
        leadsOn: true,
        isMeant: false,
      });
    });
}

/** Names that may follow `var.` or `analysis.`. */
export function nameCompletions(text: string, at: Completing, names: readonly FieldChoice[]): Completion[] {
  return names.map(({ value, label }) => {
    const name = writeName(`${at.nameOf}${value}`);
    const colon = text[at.replaces.to] === ":" ? "" : ":";
    return completion({
      ...put(text, at.replaces, name + colon),
      shown: name,
      note: label,
      leadsOn: true,
      isMeant: false,
    });
  });
}

/** What may be written for the field. Where values are asked for they are texts; elsewhere they are written as they stand, signs and all. */
export function valueCompletions(
  text: string,
  at: Completing,
  choices: readonly FieldChoice[],
  { isSeen, isClosed }: Pick<SearchField, "isSeen" | "isClosed">,
): Completion[] {
  const begins = at.begins.toLowerCase();
  const isWord = choices.some(({ value }) => value.toLowerCase() === begins);
  const isUnfinished = isClosed && at.isAtEnd && begins !== "" && !isWord;
  return choices.map(({ value, label }) => {
    const written = isSeen ? writeText(value) : value;
    return completion({
      ...put(text, at.replaces, written),
      shown: value === "" ? "(empty)" : value,
      note: label,
      leadsOn: false,
      isMeant: isUnfinished && value.toLowerCase().startsWith(begins),
    });
  });
}

export function choicesLike(choices: readonly FieldChoice[], begins: string): FieldChoice[] {
  const wanted = begins.toLowerCase();
  const isBegun = ({ value }: FieldChoice) => value.toLowerCase().startsWith(wanted);
  const like = choices.filter(({ value, label }) => `${value} ${label}`.toLowerCase().includes(wanted));
  return [...like.filter(isBegun), ...like.filter((choice) => !isBegun(choice))];
}

function put(text: string, { from, to }: Span, written: string): { text: string; caret: number } {
  return { text: text.slice(0, from) + written + text.slice(to), caret: from + written.length };
}

function completion(one: Omit<Completion, "key">): Completion {
  return { ...one, key: one.text };
}
