import type { Faults } from "../faults.ts";
import { hexIdFrom } from "../random.ts";
import type { Announcer } from "../webhooks/announcer.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { analyse } from "./analysis.ts";
import type { CallBook } from "./call-book.ts";
import { type CallAnalysis, type CallRecord, isLive, type LiveChange } from "./call-record.ts";
import type { CallViews } from "./call-views.ts";
import { REASONS } from "./reasons.ts";
import type { Story } from "./story.ts";
import { Timers } from "./timers.ts";
import { tellTransfer, tellTurns } from "./turns.ts";

const UNKNOWN_REASON = "satellite_link_lost";

/** How long a web call can be joined. */
export const JOIN_MS = 30_000;

/** How long a call waits for somebody to join or dial in, and how it ends if nobody does. */
const WAITS = {
  join: { patienceMs: JOIN_MS, reason: "error_user_not_joined" },
  dial_in: { patienceMs: 5 * 60_000, reason: "registered_call_timeout" },
} as const;

interface EngineParts {
  book: CallBook;
  views: CallViews;
  announcer: Announcer;
  workspace: Workspace;
  faults: Faults;
  speed: number;
  rerunWebhook: boolean;
}

/** Lets calls live: each step of a call's story happens when its time has come. */
export class CallEngine {
  readonly #parts: EngineParts;
  readonly #timers = new Timers();

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  /** Takes a call in and starts dialling. */
  place(record: CallRecord): void {
    this.#parts.book.save(record);
    this.#dial(record);
  }

  /** Takes a call in and ends it before it has taken a slot, for the reason it was written with. */
  refuse(record: CallRecord): void {
    this.#parts.book.save(record);
    const { reason } = this.#parts.views.storyOf(record);
    this.#timers.at(record.callId, Date.now(), () => this.#end(record, reason, 0, REASONS[reason].status));
  }

  /** The one whom a call waits for is there. */
  connect(record: CallRecord): void {
    const story = this.#parts.views.storyOf(record);
    this.#timers.cancel(record.callId);
    delete record.awaits;
    if (REASONS[story.reason].answered) this.#answer(record, story);
    else this.#end(record, story.reason, 0, REASONS[story.reason].status);
  }

  /** Changes what is still to come of an ongoing call. */
  change(record: CallRecord, change: Omit<LiveChange, "atMs">): void {
    const { views, book } = this.#parts;
    const atMs = views.elapsedMs(record);
    record.liveChanges = [...(record.liveChanges ?? []), { atMs, ...change }];
    views.retell(record);
    book.save(record);
  }

  /** Analyses a finished call again, with the agent as it is now. */
  analyseAgain(record: CallRecord): void {
    const { book, announcer, rerunWebhook } = this.#parts;
    record.analysis = this.#analysisOf(record);
    record.analysisRuns = (record.analysisRuns ?? 1) + 1;
    book.save(record);
    if (rerunWebhook) announcer.announce(record, "call_analyzed");
  }

  /** Takes up calls where a former run of the program left them. */
  resume(): void {
    for (const record of this.#parts.book.all()) {
      if (record.status === "registered") this.#dial(record);
      else if (record.status === "ongoing") this.#talk(record);
      else this.#windUp(record, Date.now());
    }
  }

  /** Ends a live call at once. A call that still rings counts as never connected. */
  stop(record: CallRecord): void {
    this.#timers.cancel(record.callId);
    if (record.status === "registered") {
      this.#end(record, "manual_stopped", 0, "not_connected");
      return;
    }
    const story = this.#parts.views.storyOf(record);
    const elapsed = Math.min(this.#parts.views.elapsedMs(record), story.durationMs);
    this.#end(record, "manual_stopped", elapsed, "ended");
  }

  forget(callId: string): void {
    this.#timers.cancel(callId);
  }

  close(): void {
    this.#timers.close();
  }

  #dial(record: CallRecord): void {
    const { views, speed } = this.#parts;
    const story = views.storyOf(record);
    const due = (ms: number) => record.createdAt + ms / speed;
    if (record.awaits) {
      const { patienceMs, reason } = WAITS[record.awaits];
      this.#timers.at(record.callId, due(patienceMs), () =>
        this.#end(record, reason, 0, REASONS[reason].status),
      );
      return;
    }
    if (!record.twilioCallSid && story.carrierLegMs !== null && record.callType !== "web_call") {
      this.#timers.at(record.callId, due(story.carrierLegMs), () => this.#startRinging(record));
    }
    this.#timers.at(record.callId, due(story.ringMs), () => {
      if (REASONS[story.reason].answered) this.#answer(record, story);
      else this.#end(record, story.reason, 0, REASONS[story.reason].status);
    });
  }

  #startRinging(record: CallRecord): void {
    record.twilioCallSid = `CA${hexIdFrom(32, record.callId, "sid")}`;
    this.#parts.book.save(record);
  }

  /**
   * With a speed above 1 the call's own clock runs ahead of ours by that factor. It is set back at the answer by
   * just so much that both agree at the end: start never moves, and no stamp ever lies in the future.
   */
  #answer(record: CallRecord, story: Story): void {
    const now = Date.now();
    const wholeMs = story.durationMs + (story.transfer?.legMs ?? 0);
    record.status = "ongoing";
    record.answeredAt = now;
    record.startTimestamp = Math.floor(now - wholeMs + wholeMs / this.#parts.speed);
    this.#parts.book.save(record);
    this.#parts.announcer.announce(record, "call_started");
    this.#talk(record);
  }

  #talk(record: CallRecord): void {
    const { views, announcer, speed } = this.#parts;
    const story = views.storyOf(record);
    const answeredAt = record.answeredAt ?? record.createdAt;
    const at = (ms: number, then: () => void) =>
      this.#timers.at(record.callId, answeredAt + ms / speed, then);
    tellTurns(record, story, views, announcer, at);
    tellTransfer(record, story, announcer, at);
    at(story.durationMs, () => {
      const reason = isTakenOver(record) ? "call_take_over" : story.reason;
      this.#end(record, reason, story.durationMs, REASONS[reason].status);
    });
  }

  #end(record: CallRecord, reason: string, durationMs: number, status: CallRecord["status"]): void {
    if (!isLive(record)) return;
    const { book, faults, announcer } = this.#parts;
    this.#timers.cancel(record.callId);
    delete record.awaits;
    record.status = status;
    record.reason = faults.strike("unknownReason", record.storyKey) ? UNKNOWN_REASON : reason;
    record.startTimestamp ??= Date.now();
    record.endTimestamp = record.startTimestamp + durationMs;
    record.durationMs = durationMs;
    book.save(record);
    announcer.announce(record, "call_ended");
    this.#windUp(record, Date.now());
  }

  /** What is left to do after the end: the transfer leg and the analysis. */
  #windUp(record: CallRecord, endedAt: number): void {
    const { views, speed } = this.#parts;
    if (record.analysis && record.reason !== "call_transfer") return;
    const story = views.storyOf(record);
    const legMs = record.reason === "call_transfer" ? (story.transfer?.legMs ?? 0) : 0;
    if (legMs > 0 && record.transferEndTimestamp === undefined) {
      this.#timers.at(record.callId, endedAt + legMs / speed, () => this.#endTransfer(record, legMs));
    }
    if (record.analysis) return;
    this.#timers.at(record.callId, endedAt + story.analysisMs / speed, () => this.#analyse(record));
  }

  #endTransfer(record: CallRecord, legMs: number): void {
    record.transferEndTimestamp = (record.endTimestamp ?? Date.now()) + legMs;
    this.#parts.book.save(record);
    this.#parts.announcer.announce(record, "transfer_ended");
  }

  #analyse(record: CallRecord): void {
    record.analysis = this.#analysisOf(record);
    this.#parts.book.save(record);
    this.#parts.announcer.announce(record, "call_analyzed");
  }

  #analysisOf(record: CallRecord): CallAnalysis {
    const { views, workspace } = this.#parts;
    const story = views.storyOf(record);
    const override = record.agentOverride?.agent?.post_call_analysis_data;
    const fields = Array.isArray(override)
      ? override
      : (workspace.findAgent(record.agentId)?.post_call_analysis_data ?? []);
    const toldToEnd = record.durationMs === story.durationMs;
    const told = { ...story, durationMs: record.durationMs ?? 0 };
    return analyse(told, record.reason ?? story.reason, toldToEnd, fields);
  }
}

export function isTakenOver(record: CallRecord): boolean {
  return record.liveChanges?.some((change) => change.takenOver) ?? false;
}
