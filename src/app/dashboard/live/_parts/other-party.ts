import type { LiveCall } from "#domain/calls";
import { phoneWords } from "#telephone";

/** Whom the call is with, as people write it. */
export function otherPartyWords(call: LiveCall): string {
  const number = call.direction === "inbound" ? call.fromNumber : call.toNumber;
  if (number) return phoneWords(number);
  return call.callType === "web_call" ? "Web call" : "Unknown number";
}
