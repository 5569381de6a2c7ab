import type {
  Call,
  CallListItem,
  CancelledCall,
  FieldChoice,
  LiveCall,
  LiveCalls,
  LiveCounts,
  LookedAgain,
  RefreshedCalls,
  SeenFields,
  StoppedCall,
  StoppedCalls,
  WatchedCall,
} from "#domain/calls";
import { ask } from "./ask.ts";

/** More ids than this make an address too long for some servers in between. */
const IDS_PER_READING = 50;

export interface CallsPage {
  calls: CallListItem[];
  nextCursor: string | null;
}

/** A longer page costs hardly more to read, and fewer of them are needed by whoever scrolls far. */
const FURTHER_PAGE_LIMIT = 100;

/** One page of the calls that the query wants: filters as they stand in the address, `sort`, `fields`. */
export function readCallsPage(wanted: string, cursor: string | null): Promise<CallsPage> {
  const query = new URLSearchParams(wanted);
  if (cursor) {
    query.set("cursor", cursor);
    query.set("limit", String(FURTHER_PAGE_LIMIT));
  }
  return ask<CallsPage>(`/api/calls?${query}`);
}

export interface CallCount {
  count: number;
  /** There are more than were counted. */
  isMore: boolean;
}

/** How many calls the filters want, counted up to a limit. */
export function readCallCount(filters: string): Promise<CallCount> {
  return ask<CallCount>(`/api/calls/count?${filters}`);
}

/** As much of that as can be told at once; null when it would take long. */
export async function readTotal(filters: string): Promise<CallCount | null> {
  return (await ask<{ total: CallCount | null }>(`/api/calls/total?${filters}`)).total;
}

export interface CallsById {
  calls: CallListItem[];
  /** The ids of those that the filters want. */
  matching: string[];
}

export async function readCalls(ids: string[], wanted: string): Promise<CallsById> {
  const read: CallsById = { calls: [], matching: [] };
  for (let start = 0; start < ids.length; start += IDS_PER_READING) {
    const query = new URLSearchParams(wanted);
    query.set("ids", ids.slice(start, start + IDS_PER_READING).join(","));
    const part = await ask<CallsById>(`/api/calls?${query}`);
    read.calls.push(...part.calls);
    read.matching.push(...part.matching);
  }
  return read;
}

/** What may be written for a field of a search, given how it begins. */
export async function readCompletions(
  field: string,
  begins: string,
  signal: AbortSignal,
): Promise<FieldChoice[]> {
  const query = new URLSearchParams({ field, begins });
  return (await ask<{ completions: FieldChoice[] }>(`/api/calls/completions?${query}`, { signal }))
    .completions;
}

/** Names of variables and analysis fields that calls carry. */
export function readSeenFields(): Promise<SeenFields> {
  return ask<SeenFields>("/api/calls/seen-fields");
}

/** The calls of this moment. */
export function readLive(): Promise<LiveCalls> {
  return ask<LiveCalls>("/api/calls/live");
}

/** Those of these calls that there are, over or not. */
export async function readLiveCalls(ids: string[]): Promise<LiveCall[]> {
  const read: LiveCall[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_READING) {
    const part = ids.slice(start, start + IDS_PER_READING).join(",");
    read.push(...(await ask<{ calls: LiveCall[] }>(`/api/calls/live?ids=${part}`)).calls);
  }
  return read;
}

export function readLiveCounts(): Promise<LiveCounts> {
  return ask<LiveCounts>("/api/calls/live/count");
}

/** Has Retell's list of recent calls read now, and says what came of it. */
export function refreshCalls(): Promise<RefreshedCalls> {
  return ask<RefreshedCalls>("/api/calls/refresh", { method: "POST" });
}

export function readCall(id: string): Promise<WatchedCall> {
  return ask<WatchedCall>(`/api/calls/${encodeURIComponent(id)}`);
}

/** Has Retell asked about the call, and reads it. */
export function refreshCall(id: string): Promise<WatchedCall> {
  return ask<WatchedCall>(`/api/calls/${encodeURIComponent(id)}/refresh`, { method: "POST" });
}

export function stopCall(id: string): Promise<CancelledCall> {
  return ask<CancelledCall>(`/api/calls/${encodeURIComponent(id)}/stop`, { method: "POST" });
}

export async function stopCalls(ids: string[]): Promise<StoppedCall[]> {
  const { calls } = await ask<StoppedCalls>("/api/calls/stop", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ids }),
  });
  return calls;
}

/** Calls at Retell that may be this one, of which nobody could find out whether it was placed. */
export async function readSimilarCalls(id: string): Promise<CallListItem[]> {
  return (await ask<{ calls: CallListItem[] }>(`/api/calls/${encodeURIComponent(id)}/similar`)).calls;
}

export function lookAgain(id: string): Promise<LookedAgain> {
  return ask<LookedAgain>(`/api/calls/${encodeURIComponent(id)}/look-again`, { method: "POST" });
}

export function linkCall(id: string, similarId: string): Promise<unknown> {
  return ask(`/api/calls/${encodeURIComponent(id)}/link`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ similarId }),
  });
}

export function declareNotPlaced(id: string): Promise<unknown> {
  return ask(`/api/calls/${encodeURIComponent(id)}/not-placed`, { method: "POST" });
}

export interface CallRequest {
  phoneNumber: string;
  agentId: string;
  fromNumber?: string;
  variables: Record<string, string>;
  requestKey: string;
}

export async function requestCall(request: CallRequest): Promise<Call> {
  const answer = await ask<{ call: Call }>("/api/calls", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  return answer.call;
}
