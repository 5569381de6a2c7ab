import type { FoundAgent, FoundNumber } from "#domain/agents";
import type { FoundCall } from "#domain/calls";
import type { FoundPerson } from "#domain/people";
import { ask } from "./ask.ts";

export interface Found {
  calls: FoundCall[];
  agents: FoundAgent[];
  numbers: FoundNumber[];
  people: FoundPerson[];
}

export function searchFor(text: string, signal: AbortSignal): Promise<Found> {
  return ask<Found>(`/api/search?q=${encodeURIComponent(text)}`, { signal });
}
