import type {
  Call,
  CallListItem,
  CancelledCall,
  LookedAgain,
  RefreshedCalls,
  WatchedCall,
} from "#domain/calls";
import { ask } from "./ask.ts";

/** More ids than this make an address too long for some servers in between. */
const IDS_PER_READING = 50;

export interface CallsPage {
  calls: CallListItem[];
  nextCursor: string | null;
}

/** One page of the calls that the filters want; `filters` is a query as it stands in the address. */
export function readCallsPage(filters: string, cursor: string | null): Promise<CallsPage> {
  const query = new URLSearchParams(filters);
  if (cursor) query.set("cursor", cursor);
  return ask<CallsPage>(`/api/calls?${query}`);
}

export interface CallsById {
  calls: CallListItem[];
  /** The ids of those that the filters want. */
  matching: string[];
}

export async function readCalls(ids: string[], filters: string): Promise<CallsById> {
  const read: CallsById = { calls: [], matching: [] };
  for (let start = 0; start < ids.length; start += IDS_PER_READING) {
    const query = new URLSearchParams(filters);
    query.set("ids", ids.slice(start, start + IDS_PER_READING).join(","));
    const part = await ask<CallsById>(`/api/calls?${query}`);
    read.calls.push(...part.calls);
    read.matching.push(...part.matching);
  }
  return read;
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
