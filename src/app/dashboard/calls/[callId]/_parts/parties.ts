import type { Call } from "#domain/calls";

/** Whom the call was with, and which of our numbers it went through. */
export function otherParty(call: Call): string | null {
  return call.direction === "inbound" ? call.fromNumber : call.toNumber;
}

export function ownNumber(call: Call): string | null {
  return call.direction === "inbound" ? call.toNumber : call.fromNumber;
}
