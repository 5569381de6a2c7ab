import type { LiveCall } from "#domain/calls";
import { phoneWords } from "#telephone";

export interface StripFilter {
  /** An agent's id; empty for all. */
  agent: string;
  /** Part of a number, or of a variable's name or value. */
  text: string;
}

export function matchesStrip(call: LiveCall, { agent, text }: StripFilter): boolean {
  if (agent !== "" && call.agentId !== agent) return false;
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return true;
  if (isNumberLike(wanted) && numbersOf(call).some((number) => hasDigits(number, wanted))) return true;
  return textsOf(call).some((words) => words.toLowerCase().includes(wanted));
}

/** Digits with whatever people write between them. */
function isNumberLike(text: string): boolean {
  return /\d/.test(text) && /^[\d\s+().-]+$/.test(text);
}

/** Digits anywhere in the number; with a plus, as it begins. */
function hasDigits(number: string, wanted: string): boolean {
  const digits = digitsOf(wanted);
  return wanted.startsWith("+") ? digitsOf(number).startsWith(digits) : digitsOf(number).includes(digits);
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

function numbersOf({ fromNumber, toNumber }: LiveCall): string[] {
  return [fromNumber, toNumber].filter((number) => number !== null);
}

function textsOf(call: LiveCall): string[] {
  const variables = Object.entries(call.variables).map(([name, value]) => `${name}: ${value}`);
  return [...numbersOf(call).map(phoneWords), ...variables];
}
