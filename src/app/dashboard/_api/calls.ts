import type { Call, CallListItem, CallStatus } from "#domain/calls";
import { ask } from "./ask.ts";

/** More ids than this make an address too long for some servers in between. */
const IDS_PER_READING = 50;

export interface CallsPage {
  calls: CallListItem[];
  nextCursor: string | null;
}

export function readCallsPage(statuses: CallStatus[], cursor: string | null): Promise<CallsPage> {
  const query = new URLSearchParams(statuses.map((status) => ["status", status]));
  if (cursor) query.set("cursor", cursor);
  return ask<CallsPage>(`/api/calls?${query}`);
}

export async function readCalls(ids: string[]): Promise<CallListItem[]> {
  const calls: CallListItem[] = [];
  for (let start = 0; start < ids.length; start += IDS_PER_READING) {
    const query = new URLSearchParams({ ids: ids.slice(start, start + IDS_PER_READING).join(",") });
    calls.push(...(await ask<{ calls: CallListItem[] }>(`/api/calls?${query}`)).calls);
  }
  return calls;
}

export async function readCall(id: string): Promise<Call> {
  return (await ask<{ call: Call }>(`/api/calls/${encodeURIComponent(id)}`)).call;
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
