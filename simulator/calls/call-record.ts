import type { CallStatus, DisconnectionReason } from "./reasons.ts";

type StorageSetting = "everything" | "everything_except_pii" | "basic_attributes_only";

/** What update-live-call or take-over-live-call did, so many milliseconds into the story. */
export interface LiveChange {
  atMs: number;
  /** What the agent was told besides. */
  context?: string;
  /** Values that the agent speaks from now on. */
  variables?: Record<string, { was: string; now: string }>;
  /** A person speaks instead of the agent. */
  takenOver?: true;
}

/** Partial settings sent with one call, kept as they came. */
export interface AgentOverride {
  agent?: Record<string, unknown>;
  retell_llm?: Record<string, unknown>;
  conversation_flow?: Record<string, unknown>;
}

/**
 * What was asked for, and what will become of it. A call's whole story (words, timings, latency) is a pure
 * function of this, so it is told again whenever needed instead of being stored.
 */
export interface CallBrief {
  callId: string;
  /** Names the stream of random draws that tells this call's story. */
  storyKey: string;
  agentId: string;
  agentVersion: number;
  agentName: string;
  /** Absent for phone calls. */
  callType?: "web_call";
  /** Web calls have no direction and no numbers; registered calls have what they were given. */
  direction?: "inbound" | "outbound";
  fromNumber?: string;
  toNumber?: string;
  metadata?: unknown;
  variables?: Record<string, string>;
  customSipHeaders?: Record<string, string>;
  agentOverride?: AgentOverride;
  /** The engine's default variables, those sent with the call, and the system's own. */
  spokenVariables: Record<string, string>;
  openingLine: string;
  plannedReason: DisconnectionReason;
  minimumMs: number;
  maximumMs: number;
  ringOutMs: number;
  storageSetting: StorageSetting;
  signedUrls: boolean;
  /** What is scrubbed of personal data, if anything may not be stored; absent means all there is. */
  scrubbed?: readonly string[];
  /** After so many days the whole call is deleted. */
  retentionDays?: number;
}

export interface CallAnalysis {
  call_summary: string;
  user_sentiment: "Negative" | "Positive" | "Neutral" | "Unknown";
  call_successful: boolean;
  in_voicemail: boolean;
  custom_analysis_data?: Record<string, string | number | boolean>;
}

/** One call as the simulator keeps it: plain JSON, so that it can be written to the state file as it is. */
export interface CallRecord extends CallBrief {
  /** Counts the calls placed in this workspace; past calls have none. */
  ordinal?: number;
  createdAt: number;
  status: CallStatus;
  /** Nobody is dialled: a browser has to join, or somebody to dial in. */
  awaits?: "join" | "dial_in";
  accessToken?: string;
  batchCallId?: string;
  /** A carrier leg exists: the callee's phone rings. */
  twilioCallSid?: string;
  answeredAt?: number;
  startTimestamp?: number;
  endTimestamp?: number;
  /** How much of the story was told. */
  durationMs?: number;
  transferEndTimestamp?: number;
  /** Usually a disconnection reason; a fault may write one that nobody knows. */
  reason?: string;
  analysis?: CallAnalysis;
  /** How often the analysis was made and charged, if more than once. */
  analysisRuns?: number;
  /** Variables that were overridden while the call went on, and not taken back. */
  overrides?: Record<string, string>;
  /** Who was let in to listen. */
  listeners?: string[];
  /** What was changed while the call went on. */
  liveChanges?: LiveChange[];
  customAttributes?: Record<string, string | number | boolean>;
}

export function isLive(record: CallRecord): boolean {
  return record.status === "registered" || record.status === "ongoing";
}
