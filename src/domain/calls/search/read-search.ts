import { type PlacedTerm, readQuery, type Span, type Value, writeText } from "#query";
import { callStatuses } from "../call.ts";
import { isCallId } from "../call-id.ts";
import { isStorable } from "../storable-text.ts";
import type { CallCondition } from "./conditions.ts";
import { searchFields } from "./fields.ts";
import { Misread, type SearchMistake } from "./mistake.ts";
import { idCondition, type Reading, readTerm } from "./read-term.ts";
import { didYouMean, type PlacedText, readNumbers } from "./read-values.ts";

const TEXT_MAX = 5_000;
const TERMS_MAX = 30;

export interface ReadSearch {
  conditions: CallCondition[];
  mistakes: SearchMistake[];
}

/** What a search wants of calls, and what in it could not be understood. */
export async function readSearch(text: string, reading: Reading): Promise<ReadSearch> {
  const whole = { from: 0, to: text.length };
  const refused = (message: string) => ({
    conditions: [],
    mistakes: [{ span: whole, message, instead: null }],
  });
  if (text.length > TEXT_MAX || !isStorable(text))
    return refused("This is too long, or contains a character that no call can have.");
  const { terms, unclosedAt } = readQuery(text);
  if (terms.length > TERMS_MAX) return refused(`Ask for at most ${TERMS_MAX} things at once.`);
  if (unclosedAt !== null) {
    const span = { from: unclosedAt, to: text.length };
    return { conditions: [], mistakes: [{ span, message: 'Close the quotation with “"”.', instead: null }] };
  }
  const read: ReadSearch = { conditions: [], mistakes: [] };
  for (const part of joinNumbers(terms)) {
    try {
      read.conditions.push(await ("texts" in part ? readLoneNumbers(part) : readPart(part, reading)));
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      read.mistakes.push(error.mistake);
    }
  }
  return read;
}

/** Words that stand alone and together are a number: (213) 777-4444 is typed with a space. */
interface LoneNumbers {
  texts: PlacedText[];
  negated: boolean;
}

function joinNumbers(terms: PlacedTerm[]): (PlacedTerm | LoneNumbers)[] {
  const parts: (PlacedTerm | LoneNumbers)[] = [];
  for (const term of terms) {
    const texts = numbersIn(term);
    const before = parts.at(-1);
    if (texts === null) parts.push(term);
    else if (before && "texts" in before && texts.length === 1 && before.texts.length === 1 && !term.negated)
      before.texts = [joined(before.texts[0] as PlacedText, texts[0] as PlacedText)];
    else parts.push({ texts, negated: term.negated });
  }
  return parts;
}

function joined(one: PlacedText, other: PlacedText): PlacedText {
  return { text: `${one.text} ${other.text}`, span: { from: one.span.from, to: other.span.to } };
}

function numbersIn({ field, values, valueSpans, span }: PlacedTerm): PlacedText[] | null {
  if (field !== null) return null;
  const texts = values.map((value, index) => ({ ...placed(value), span: valueSpans[index] ?? span }));
  return texts.every(({ text }) => /\d/.test(text) && /^[\d\s+().\-/]+$/.test(text)) ? texts : null;
}

function placed(value: Value): { text: string } {
  return { text: value.kind === "is" ? value.text : "" };
}

async function readLoneNumbers({ texts, negated }: LoneNumbers): Promise<CallCondition> {
  const condition = readNumbers(texts, ["to_number", "from_number"]);
  return negated ? { ...condition, negated: true } : condition;
}

async function readPart(term: PlacedTerm, reading: Reading): Promise<CallCondition> {
  if (term.field !== null) return readTerm(term, reading);
  const texts = term.values.map((value) => placed(value).text);
  if (texts.every((text) => isCallId(text) || /^call_\w+$/.test(text)))
    return { ...idCondition(texts), ...(term.negated && { negated: true as const }) };
  throw loneWord(texts[0] ?? "", term.span);
}

/** What stands alone and is neither a number nor an id says not where to look. */
function loneWord(text: string, span: Span): Misread {
  const [, field, sign, rest] = /^([\w.]+)(=|>=|<=|>|<)(.+)$/.exec(text) ?? [];
  const names: string[] = searchFields.map(({ name }) => name);
  if (
    field !== undefined &&
    rest !== undefined &&
    names.some((name) => name === field || (name.endsWith(".") && field.startsWith(name)))
  ) {
    const instead = `${field}:${sign === "=" ? "" : sign}${writeText(rest)}`;
    return new Misread(span, `A colon stands after a field. ${didYouMean(instead)}`, instead);
  }
  const status = callStatuses.find((one) => one === text.toLowerCase());
  if (status !== undefined)
    return new Misread(
      span,
      `“${text}” says not where to look. ${didYouMean(`status:${status}`)}`,
      `status:${status}`,
    );
  return new Misread(
    span,
    `“${text}” says not where to look. Write a field and a colon before it, such as agent:${writeText(text)} or var.NAME:${writeText(text)}; digits alone are a phone number.`,
  );
}
