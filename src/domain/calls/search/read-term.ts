import { type PlacedTerm, writeText } from "#query";
import { callStatuses, knownReasons } from "../call.ts";
import { isCallId } from "../call-id.ts";
import type { CallCondition, Condition, WordColumn } from "./conditions.ts";
import type { Today } from "./days.ts";
import { findField, type SearchFieldName, searchFields } from "./fields.ts";
import { Misread } from "./mistake.ts";
import { nearWord } from "./near-word.ts";
import {
  didYouMean,
  type PlacedText,
  plainTexts,
  readAmounts,
  readMoments,
  readNumbers,
  readTruth,
  readWord,
} from "./read-values.ts";
import type { Seen } from "./seen.ts";

const VALUES_MAX = 50;
const directions = ["inbound", "outbound"];
/** As Retell writes them. */
export const knownSentiments = ["Positive", "Neutral", "Negative", "Unknown"];
const callTypes: Record<string, string> = { phone: "phone_call", web: "web_call" };

export interface Reading {
  today: Today;
  /** What there is to be found, read once it is asked for. */
  seen: Seen;
}

/** What one term of a search wants. Throws a Misread when it means nothing. */
export async function readTerm(term: PlacedTerm, reading: Reading): Promise<CallCondition> {
  const written = term.field ?? "";
  const found = findField(written);
  if (found === null) throw new Misread(term.fieldSpan ?? term.span, ...unknownField(written));
  if (term.values.length === 0)
    throw new Misread(term.span, `Write after “${written}:” what to look for, without a space between.`);
  if (term.values.length > VALUES_MAX)
    throw new Misread(term.span, `Give “${written}” at most ${VALUES_MAX} values.`);
  const condition = await readField(term, found, reading);
  return term.negated ? { ...condition, negated: true } : condition;
}

async function readField(
  term: PlacedTerm,
  { name, of }: { name: SearchFieldName; of: string },
  { today, seen }: Reading,
): Promise<Condition> {
  const oneOf = (column: WordColumn, words: readonly string[]): Condition => ({
    kind: "words",
    column,
    words: plainTexts(term).map((text) => readWord(text, words, term.field ?? name)),
  });
  switch (name) {
    case "status":
      return oneOf("status", callStatuses);
    case "direction":
      return oneOf("direction", directions);
    case "type": {
      const words = plainTexts(term).map((text) => readWord(text, Object.keys(callTypes), "type"));
      return { kind: "words", column: "call_type", words: words.map((word) => callTypes[word] ?? word) };
    }
    case "reason":
      return oneOf("disconnection_reason", distinct([...knownReasons, ...(await seen.reasons())]));
    case "sentiment":
      return oneOf("user_sentiment", distinct([...knownSentiments, ...(await seen.sentiments())]));
    case "agent":
      return {
        kind: "words",
        column: "agent_id",
        words: await named(plainTexts(term), "agent", seen.agents),
      };
    case "by":
      return {
        kind: "words",
        column: "requested_by",
        words: await named(plainTexts(term), "person", seen.people),
      };
    case "number":
      return readNumbers(plainTexts(term), ["to_number", "from_number"]);
    case "to":
      return readNumbers(plainTexts(term), ["to_number"]);
    case "from":
      return readNumbers(plainTexts(term), ["from_number"]);
    case "started":
      return readMoments(term, today);
    case "duration":
      return readAmounts(term, "duration_ms");
    case "cost":
      return readAmounts(term, "cost_microdollars");
    case "outcome":
      return { kind: "truth", column: "call_successful", is: readTruth(term) };
    case "voicemail":
      return { kind: "truth", column: "in_voicemail", is: readTruth(term) };
    case "recording":
      return { kind: "truth", column: "has_recording", is: readTruth(term) };
    case "decision":
      for (const text of plainTexts(term)) readWord(text, ["needed"], "decision");
      return { kind: "undecided" };
    case "id":
      return idCondition(plainTexts(term).map(({ text }) => text));
    case "var.":
      return {
        kind: "variable",
        name: of,
        values: plainTexts(term).map(({ text }) => text),
        isCommon: false,
      };
    case "analysis.":
      return { kind: "analysis", name: of, values: plainTexts(term).flatMap(inEveryType), isCommon: false };
  }
}

export function idCondition(texts: string[]): Condition {
  return {
    kind: "id",
    ids: texts.filter(isCallId),
    retellIds: texts.filter((text) => !isCallId(text)),
  };
}

/** Whoever is called exactly so or has this id; otherwise all whose name or address contains the text. */
async function named(
  texts: PlacedText[],
  what: "agent" | "person",
  list: () => Promise<{ id: string; names: string[] }[]>,
): Promise<string[]> {
  const all = await list();
  return distinct(
    texts.flatMap(({ text, span }) => {
      const wanted = text.toLowerCase();
      const exact = all.filter(
        ({ id, names }) => id === text || names.some((name) => name.toLowerCase() === wanted),
      );
      if (exact.length > 0) return exact.map(({ id }) => id);
      const partly = all.filter(({ names }) => names.some((name) => name.toLowerCase().includes(wanted)));
      if (partly.length > 0 && wanted !== "") return partly.map(({ id }) => id);
      const near = nearWord(
        text,
        all.flatMap(({ names }) => names.flatMap((name) => [name, ...name.split(/\s+/)])),
      );
      const help =
        near === null ? `Write part of ${what === "agent" ? "its" : "their"} name.` : didYouMean(near);
      throw new Misread(span, `No ${what} is called “${text}”. ${help}`, near && writeText(near));
    }),
  );
}

/** An agent's finding is text, a figure or yes and no; what is typed does not tell which. */
function inEveryType({ text }: PlacedText): (string | number | boolean)[] {
  const isFigure = /^-?\d{1,15}(\.\d{1,15})?$/.test(text);
  const truth = { yes: true, true: true, no: false, false: false }[text.toLowerCase()];
  return [text, ...(isFigure ? [Number(text)] : []), ...(truth === undefined ? [] : [truth])];
}

function unknownField(written: string): [message: string, instead: string | null] {
  const names: string[] = searchFields.flatMap(({ name, aliases }) => [name, ...aliases]);
  if (names.includes(`${written}.`))
    return [`Write after “${written}” a dot and a name: ${written}.NAME:value.`, null];
  const near = nearWord(
    written,
    names.filter((name) => !name.endsWith(".")),
  );
  const help =
    near === null
      ? `Choose among ${names.map((name) => (name.endsWith(".") ? `${name}NAME` : name)).join(", ")}.`
      : didYouMean(near);
  return [`There is no field “${written}”. ${help}`, near];
}

function distinct(texts: string[]): string[] {
  return [...new Set(texts)];
}
