import type { Call } from "#domain/calls";
import { otherParty, ownNumber } from "./parties.ts";

/** Whether the call can be made once more: it needs a number to call. */
export function isRepeatable(call: Call): boolean {
  return otherParty(call) !== null;
}

/** A request to our own API for the same call, as one types it; the key is taken from the environment. */
export function curlOf(call: Call, origin: string): string {
  const body = {
    phoneNumber: otherParty(call),
    ...(call.agentId && { agentId: call.agentId }),
    ...(ownNumber(call) && { fromNumber: ownNumber(call) }),
    variables: call.variables,
  };
  return [
    `curl ${quoted(`${origin}/api/calls`)}`,
    `-H "authorization: Bearer $SWITCHBOARD_KEY"`,
    `-H 'content-type: application/json'`,
    `-d ${quoted(JSON.stringify(body, null, 2))}`,
  ].join(" \\\n  ");
}

/** Means itself to a shell, whatever it holds. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
