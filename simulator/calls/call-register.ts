import { absent } from "../http/refusal.ts";
import { hexIdFrom, randomFrom } from "../random.ts";
import type { Settings } from "../settings.ts";
import type { Agent } from "../workspace/agents.ts";
import type { WeightedAgent } from "../workspace/numbers.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { CallBook } from "./call-book.ts";
import type { CallRecord } from "./call-record.ts";
import { type CallRequest, draftCall, drawAgent } from "./draft.ts";
import { outcomeOf } from "./outcome.ts";
import type { DisconnectionReason } from "./reasons.ts";

const CALL_ID_DIGITS = 27;

/** A call to be written into the book. */
export type Entry = Omit<CallRequest, "callId" | "storyKey" | "agent" | "agentVersion" | "outcome"> & {
  /** The agents to draw one from, unless one is named. */
  agents?: readonly WeightedAgent[] | null;
  agentId?: string | undefined;
  agentVersion?: number | string | undefined;
  /** How it ends, whatever its number and metadata say. */
  reason?: DisconnectionReason;
} & Pick<CallRecord, "awaits" | "accessToken" | "batchCallId">;

export interface CallName {
  callId: string;
  ordinal: number;
}

/** Gives calls their ids, and settles what will become of each. */
export class CallRegister {
  readonly #workspace: Workspace;
  readonly #book: CallBook;
  readonly #settings: Settings;

  constructor(workspace: Workspace, book: CallBook, settings: Settings) {
    this.#workspace = workspace;
    this.#book = book;
    this.#settings = settings;
  }

  /** The id of the next call, before anything else is known of it. */
  name(): CallName {
    const ordinal = this.#book.nextOrdinal();
    const { openedAt } = this.#workspace;
    const digits = hexIdFrom(CALL_ID_DIGITS, this.#settings.seed, openedAt, "placed", ordinal);
    return { ordinal, callId: `call_${digits}` };
  }

  /** Refuses an agent that does not exist. */
  write(entry: Entry, { ordinal, callId }: CallName = this.name()): CallRecord {
    const { agents, agentId, agentVersion, reason, awaits, accessToken, batchCallId, ...request } = entry;
    const storyKey = `${this.#settings.seed} call ${ordinal}`;
    const random = randomFrom(storyKey, "draws");
    const drawn = drawAgent(agents ?? [], random);
    const version = agentVersion ?? (agentId === undefined ? drawn?.agent_version : undefined);
    const agent = this.#find(agentId ?? drawn?.agent_id ?? "", version);
    const usual = outcomeOf(request.toNumber, request.metadata, random);
    const brief = draftCall(
      {
        ...request,
        callId,
        storyKey,
        agent,
        ...(typeof version === "number" && { agentVersion: version }),
        outcome: reason ? { reason, minimumMs: 0 } : usual,
      },
      this.#workspace,
    );
    return {
      ...brief,
      ordinal,
      createdAt: Date.now(),
      status: "registered",
      ...(awaits && { awaits }),
      ...(accessToken && { accessToken }),
      ...(batchCallId && { batchCallId }),
    };
  }

  /** A version by number that never was is taken for the newest one. */
  #find(agentId: string, version: number | string | undefined): Agent {
    const agent = this.#workspace.findAgent(agentId, version) ?? this.#workspace.findAgent(agentId);
    if (!agent) throw absent(this.#settings.absentStatus);
    return agent;
  }
}
