import { isPossiblePhoneNumber } from "libphonenumber-js";
import { z } from "zod";
import { settings } from "#config";
import { type FieldProblems, Problem } from "#domain/problems";
import { isStorable } from "./storable-text.ts";

const VARIABLES_MAX = 100;
const VARIABLE_NAME_MAX = 100;
const VARIABLE_VALUE_MAX = 5_000;
const ID_MAX = 200;

export const INVALID_PHONE =
  "Invalid phone number format. Use E.164: + followed by country code and number, such as +12137774445 or +447911123456.";

export interface CallRequest {
  phoneNumber: string;
  agentId: string;
  /** Null when none is given and none is configured: the agent's own number is used. */
  fromNumber: string | null;
  variables: Record<string, string>;
  requestKey: string | null;
}

const shape = z.object({
  phoneNumber: z.unknown().optional(),
  agentId: z.unknown().optional(),
  fromNumber: z.unknown().optional(),
  variables: z.unknown().optional(),
  requestKey: z.unknown().optional(),
});

/** Reads a request to call; defaults stand in for what is not given. Throws a Problem that names every wrong field. */
export function readCallRequest(input: unknown): CallRequest {
  const parsed = shape.safeParse(input);
  if (!parsed.success)
    throw new Problem(
      "invalid_input",
      "The request must be a JSON object with phoneNumber, agentId and variables.",
    );
  const { defaultAgentId, defaultFromNumber } = settings().retell;
  const wrong: FieldProblems = {};
  const request: CallRequest = {
    phoneNumber: readPhoneNumber(parsed.data.phoneNumber, wrong),
    agentId: readId(
      "agentId",
      parsed.data.agentId,
      defaultAgentId,
      "Choose the agent that is to speak.",
      wrong,
    ),
    fromNumber: readFromNumber(parsed.data.fromNumber, defaultFromNumber, wrong),
    variables: readVariables(parsed.data.variables, wrong),
    requestKey: readRequestKey(parsed.data.requestKey, wrong),
  };
  const [first] = Object.values(wrong);
  if (first !== undefined) throw new Problem("invalid_input", first, wrong);
  return request;
}

function readPhoneNumber(value: unknown, wrong: FieldProblems): string {
  const number = typeof value === "string" ? value.trim() : "";
  if (!isE164(number)) wrong.phoneNumber = INVALID_PHONE;
  return number;
}

function readFromNumber(value: unknown, fallback: string | null, wrong: FieldProblems): string | null {
  if ((value === undefined || value === null || value === "") && fallback === null) return null;
  const number = readId("fromNumber", value, fallback, "Choose the number to call from.", wrong);
  if (!wrong.fromNumber && !isE164(number)) wrong.fromNumber = INVALID_PHONE;
  return number;
}

function readId(
  field: string,
  value: unknown,
  fallback: string | null,
  missing: string,
  wrong: FieldProblems,
): string {
  const given = value === undefined || value === null || value === "" ? fallback : value;
  if (given === null) wrong[field] = missing;
  else if (typeof given !== "string") wrong[field] = `${field} must be text.`;
  else if (given.trim() === "" || given.length > ID_MAX || !isStorable(given)) wrong[field] = missing;
  return typeof given === "string" ? given.trim() : "";
}

function readVariables(value: unknown, wrong: FieldProblems): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value)) {
    wrong.variables = "variables must be an object of names and text values.";
    return {};
  }
  // A map, because a plain object has no room for a variable called __proto__.
  const variables = new Map<string, string>();
  for (const [given, item] of Object.entries(value)) {
    const name = given.trim();
    const problem = variableProblem(name, item, variables);
    if (problem) wrong[`variables.${name}`] = problem;
    else variables.set(name, String(item));
  }
  if (Object.keys(value).length > VARIABLES_MAX)
    wrong.variables = `A call can take at most ${VARIABLES_MAX} variables.`;
  return Object.fromEntries(variables);
}

function variableProblem(name: string, value: unknown, before: ReadonlyMap<string, string>): string | null {
  if (name === "") return "A variable has no name. Name it or remove it.";
  if (name.length > VARIABLE_NAME_MAX)
    return `A variable's name may have at most ${VARIABLE_NAME_MAX} characters.`;
  if (!isStorable(name)) return "The name of a variable contains a character that cannot be kept.";
  if (/[{}]/.test(name)) return `The name “${name}” must not contain braces.`;
  if (before.has(name)) return `The variable “${name}” is given twice. Keep one.`;
  if (typeof value !== "string") return `The value of “${name}” must be text. Put it in quotes.`;
  if (value.length > VARIABLE_VALUE_MAX)
    return `The value of “${name}” may have at most ${VARIABLE_VALUE_MAX} characters.`;
  if (!isStorable(value)) return `The value of “${name}” contains a character that cannot be kept.`;
  return null;
}

function readRequestKey(value: unknown, wrong: FieldProblems): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string" && /^[\w-]{8,100}$/.test(value)) return value;
  wrong.requestKey = "requestKey must be 8 to 100 letters, digits, - or _.";
  return null;
}

export function isE164(number: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(number) && isPossiblePhoneNumber(number);
}
