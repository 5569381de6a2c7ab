import type { SentCall } from "#domain/calls";
import { phoneWords } from "#telephone";
import { isName } from "./typed-number.ts";

const CALLEES_SHOWN_MAX = 8;
const SETS_SHOWN_MAX = 6;

/** The people called lately whom somebody may mean by what is in the field: digits of the number, or letters of the name. */
export function matchingCallees(sent: readonly SentCall[], typed: string): SentCall[] {
  const digits = typed.replaceAll(/\D/g, "").replace(/^00/, "");
  const words = typed.trim().toLowerCase();
  const isNamed = ({ name }: SentCall) => name?.toLowerCase().includes(words) ?? false;
  const isNumbered = ({ phoneNumber }: SentCall) => digits !== "" && phoneNumber.includes(digits);
  const seen = new Set<string>();
  return sent
    .filter((call) => words === "" || isNamed(call) || (!isName(typed) && isNumbered(call)))
    .filter(({ phoneNumber }) => !seen.has(phoneNumber) && seen.add(phoneNumber))
    .slice(0, CALLEES_SHOWN_MAX);
}

/** What differs in agent or variables among the calls sent lately, the latest first. */
export function recentSets(sent: readonly SentCall[]): SentCall[] {
  const seen = new Set<string>();
  return sent
    .filter(({ variables }) => Object.keys(variables).length > 0)
    .filter(({ agentId, variables }) => {
      const content = JSON.stringify([agentId, Object.entries(variables).sort()]);
      return !seen.has(content) && seen.add(content);
    })
    .slice(0, SETS_SHOWN_MAX);
}

/** The name of whoever was called, or their number. */
export function calleeWords({ name, phoneNumber }: SentCall): string {
  return name ?? phoneWords(phoneNumber);
}
