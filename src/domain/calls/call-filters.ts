import { type FieldProblems, Problem } from "#domain/problems";
import { isCalendarDate, isTimeZone, startOfDay, startOfDayAfter } from "./calendar-day.ts";
import { callStatuses } from "./call.ts";
import { numberBeginnings } from "./number-beginnings.ts";
import type { CallCondition, CallFilters, Condition } from "./search/conditions.ts";
import { isStorable } from "./storable-text.ts";

const AGENTS_MAX = 50;
const VARIABLES_MAX = 10;
const TEXT_MAX = 5_000;

const directions = ["inbound", "outbound"] as const;
/** The names of single filters; a search (`q`) says all of it, and more, in one text. */
export const filterNames = [
  "status",
  "direction",
  "agent",
  "number",
  "from",
  "to",
  "zone",
  "variable",
  "decision",
] as const;

export interface ReadFilters {
  filters: CallFilters;
  /** What could not be understood, by name; empty when all was. */
  problems: FieldProblems;
}

/** Reads single filters as they stand in an address. Says of every unknown name and value what is wrong; throws never. */
export function readCallFilters(given: URLSearchParams, besides: readonly string[] = []): ReadFilters {
  const known: readonly string[] = [...filterNames, ...besides];
  // Made from entries, because assigning to a name like __proto__ would leave nothing behind.
  const problems: FieldProblems = Object.fromEntries(
    [...given.keys()]
      .filter((name) => !known.includes(name))
      .map((name) => [name, `There is no filter “${name}”. Choose among ${filterNames.join(", ")}.`]),
  );
  const texts = (name: (typeof filterNames)[number]) => {
    const all = given.getAll(name).filter((text) => text.trim() !== "");
    if (all.every((text) => text.length <= TEXT_MAX && isStorable(text))) return all;
    problems[name] = "This is too long, or contains a character that no call can have.";
    return [];
  };
  const conditions: (Condition | null)[] = [
    readStatuses(texts("status"), problems),
    readDirection(texts("direction"), problems),
    readAgents(texts("agent"), problems),
    readNumber(texts("number"), problems),
    readDays(texts("from"), texts("to"), texts("zone"), problems),
    ...readVariables(texts("variable"), problems),
    readDecision(texts("decision"), problems),
  ];
  return {
    filters: { conditions: conditions.filter((one): one is CallCondition => one !== null) },
    problems,
  };
}

/** The filters, or a Problem that names every one that could not be understood. */
export function demandFilters({ filters, problems }: ReadFilters): CallFilters {
  const [first] = Object.values(problems);
  if (first !== undefined) throw new Problem("invalid_input", first, problems);
  return filters;
}

function readStatuses(given: string[], problems: FieldProblems): Condition | null {
  const names = given.flatMap((part) => part.split(",")).filter(Boolean);
  const unknown = names.find((name) => !(callStatuses as readonly string[]).includes(name));
  if (unknown !== undefined)
    problems.status = `There is no status “${unknown}”. Choose among ${callStatuses.join(", ")}.`;
  return names.length === 0 ? null : { kind: "words", column: "status", words: [...new Set(names)] };
}

function readDirection(given: string[], problems: FieldProblems): Condition | null {
  const [text] = given;
  if (text === undefined) return null;
  const found = directions.find((direction) => direction === text);
  if (found === undefined || given.length > 1)
    problems.direction = `“${given.join("”, “")}” is no direction. Choose inbound or outbound.`;
  return found === undefined ? null : { kind: "words", column: "direction", words: [found] };
}

function readDecision(given: string[], problems: FieldProblems): Condition | null {
  if (given.every((text) => text === "needed")) return given.length > 0 ? { kind: "undecided" } : null;
  problems.decision = `“${given.join("”, “")}” says nothing about a decision. Write “needed”.`;
  return null;
}

function readAgents(given: string[], problems: FieldProblems): Condition | null {
  if (given.length > AGENTS_MAX) problems.agent = `Choose at most ${AGENTS_MAX} agents.`;
  const words = [...new Set(given.map((text) => text.trim()))];
  return words.length === 0 ? null : { kind: "words", column: "agent_id", words };
}

function readNumber(given: string[], problems: FieldProblems): Condition | null {
  const [text] = given;
  if (text === undefined) return null;
  const beginnings = numberBeginnings(text);
  if (beginnings.length === 0 || given.length > 1)
    problems.number = `“${given.join("”, “")}” is no beginning of a phone number. Write digits, such as +1213 or (213) 777.`;
  return { kind: "begins", columns: ["to_number", "from_number"], beginnings };
}

function readDays(from: string[], to: string[], zones: string[], problems: FieldProblems): Condition | null {
  const zone = readZone(zones, problems);
  const day = (name: "from" | "to", given: string[]) => {
    const [text] = given;
    if (text === undefined) return null;
    if (given.length === 1 && isCalendarDate(text)) return text;
    problems[name] = `“${given.join("”, “")}” is no day. Write it like 2026-11-30.`;
    return null;
  };
  const [first, last] = [day("from", from), day("to", to)];
  if (first !== null && last !== null && first > last)
    problems.to = `The last day, ${last}, comes before the first, ${first}.`;
  if (problems.zone || (first === null && last === null)) return null;
  const stretch = {
    from: first === null ? null : startOfDay(first, zone),
    before: last === null ? null : startOfDayAfter(last, zone),
  };
  return { kind: "placed", stretches: [stretch] };
}

/** The zone whose days are meant: UTC when none is named. */
export function readZone(given: string[], problems: FieldProblems): string {
  const [zone = "UTC"] = given;
  if (given.length <= 1 && isTimeZone(zone)) return zone;
  problems.zone = `“${given.join("”, “")}” is no time zone. Write it like Europe/Berlin.`;
  return "UTC";
}

function readVariables(given: string[], problems: FieldProblems): Condition[] {
  if (given.length > VARIABLES_MAX) problems.variable = `Choose at most ${VARIABLES_MAX} variables.`;
  return given.flatMap((text): Condition[] => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name !== undefined && value !== undefined && name.trim() !== "")
      return [{ kind: "variable", name: name.trim(), values: [value], isCommon: false }];
    problems.variable = `“${text}” names no variable and value. Write it like customer_name=John Doe.`;
    return [];
  });
}
