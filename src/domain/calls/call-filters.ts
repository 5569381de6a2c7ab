import { type FieldProblems, Problem } from "#domain/problems";
import { isCalendarDate, isTimeZone, startOfDay, startOfDayAfter } from "./calendar-day.ts";
import { type CallStatus, callStatuses } from "./call.ts";
import { numberBeginnings } from "./number-beginnings.ts";
import { isStorable } from "./storable-text.ts";

const AGENTS_MAX = 50;
const VARIABLES_MAX = 10;
const TEXT_MAX = 5_000;

const directions = ["inbound", "outbound"] as const;
/** Every name that may stand in the address of the history. */
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

/** Which calls are wanted; they must satisfy all of it. Empty lists and null want everything. */
export interface CallFilters {
  statuses: CallStatus[];
  direction: (typeof directions)[number] | null;
  agentIds: string[];
  /** Either number of the call begins with one of these, in E.164. */
  numberBeginnings: string[];
  placedFrom: Date | null;
  /** The first moment that is too late. */
  placedBefore: Date | null;
  variables: { name: string; value: string }[];
  /** Only calls about which a person is to decide whether they were placed. */
  needsDecision: boolean;
}

export interface ReadFilters {
  filters: CallFilters;
  /** What could not be understood, by name; empty when all was. */
  problems: FieldProblems;
}

/** Reads filters as they stand in an address. Says of every unknown name and value what is wrong; throws never. */
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
  const filters = {
    statuses: readStatuses(texts("status"), problems),
    direction: readDirection(texts("direction"), problems),
    agentIds: readAgents(texts("agent"), problems),
    numberBeginnings: readNumber(texts("number"), problems),
    ...readDays(texts("from"), texts("to"), texts("zone"), problems),
    variables: readVariables(texts("variable"), problems),
    needsDecision: readDecision(texts("decision"), problems),
  };
  return { filters, problems };
}

/** The filters, or a Problem that names every one that could not be understood. */
export function demandFilters({ filters, problems }: ReadFilters): CallFilters {
  const [first] = Object.values(problems);
  if (first !== undefined) throw new Problem("invalid_input", first, problems);
  return filters;
}

function readStatuses(given: string[], problems: FieldProblems): CallStatus[] {
  const names = given.flatMap((part) => part.split(",")).filter(Boolean);
  const unknown = names.find((name) => !(callStatuses as readonly string[]).includes(name));
  if (unknown !== undefined)
    problems.status = `There is no status “${unknown}”. Choose among ${callStatuses.join(", ")}.`;
  return [...new Set(names)] as CallStatus[];
}

function readDirection(given: string[], problems: FieldProblems): CallFilters["direction"] {
  const [text] = given;
  if (text === undefined) return null;
  const found = directions.find((direction) => direction === text);
  if (found === undefined || given.length > 1)
    problems.direction = `“${given.join("”, “")}” is no direction. Choose inbound or outbound.`;
  return found ?? null;
}

function readDecision(given: string[], problems: FieldProblems): boolean {
  if (given.every((text) => text === "needed")) return given.length > 0;
  problems.decision = `“${given.join("”, “")}” says nothing about a decision. Write “needed”.`;
  return false;
}

function readAgents(given: string[], problems: FieldProblems): string[] {
  if (given.length > AGENTS_MAX) problems.agent = `Choose at most ${AGENTS_MAX} agents.`;
  return [...new Set(given.map((text) => text.trim()))];
}

function readNumber(given: string[], problems: FieldProblems): string[] {
  const [text] = given;
  if (text === undefined) return [];
  const beginnings = numberBeginnings(text);
  if (beginnings.length === 0 || given.length > 1)
    problems.number = `“${given.join("”, “")}” is no beginning of a phone number. Write digits, such as +1213 or (213) 777.`;
  return beginnings;
}

function readDays(from: string[], to: string[], zones: string[], problems: FieldProblems) {
  const [zone = "UTC"] = zones;
  if (zones.length > 1 || !isTimeZone(zone))
    problems.zone = `“${zones.join("”, “")}” is no time zone. Write it like Europe/Berlin.`;
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
  if (problems.zone) return { placedFrom: null, placedBefore: null };
  return {
    placedFrom: first === null ? null : startOfDay(first, zone),
    placedBefore: last === null ? null : startOfDayAfter(last, zone),
  };
}

function readVariables(given: string[], problems: FieldProblems): CallFilters["variables"] {
  if (given.length > VARIABLES_MAX) problems.variable = `Choose at most ${VARIABLES_MAX} variables.`;
  return given.flatMap((text) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name !== undefined && value !== undefined && name.trim() !== "") return { name: name.trim(), value };
    problems.variable = `“${text}” names no variable and value. Write it like customer_name=John Doe.`;
    return [];
  });
}
