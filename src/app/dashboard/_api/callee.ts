import type { Callee } from "#domain/calls";
import { ask } from "./ask.ts";

/** What is known of a number that is about to be called. */
export async function readCallee(phoneNumber: string, signal: AbortSignal): Promise<Callee> {
  const query = new URLSearchParams({ to: phoneNumber });
  return (await ask<{ callee: Callee }>(`/api/calls/callee?${query}`, { signal })).callee;
}
