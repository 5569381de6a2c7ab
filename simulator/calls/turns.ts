import type { Announcer } from "../webhooks/announcer.ts";
import type { CallRecord } from "./call-record.ts";
import type { CallViews } from "./call-views.ts";
import type { Story } from "./story.ts";
import { heardBy, isUtterance } from "./transcript.ts";

const BRIDGE_MS = 2_000;

type Schedule = (ms: number, then: () => void) => void;

/** Sends the growing transcript after each utterance and once more at the end, to agents that ask for it. */
export function tellTurns(
  record: CallRecord,
  story: Story,
  views: CallViews,
  announcer: Announcer,
  at: Schedule,
): void {
  if (!announcer.wants(record, "transcript_updated")) return;
  const turns = story.entries.filter(
    ({ entry, untilMs }) => isUtterance(entry) && untilMs < story.durationMs,
  );
  for (const ms of [...turns.map(({ untilMs }) => untilMs), story.durationMs]) {
    at(ms, () => {
      const heard = heardBy(views.storyOf(record).entries, ms);
      announcer.announce(record, "transcript_updated", { transcript_with_tool_calls: heard });
    });
  }
}

export function tellTransfer(record: CallRecord, story: Story, announcer: Announcer, at: Schedule): void {
  const { transfer } = story;
  if (!transfer) return;
  const details = {
    transfer_destination: { number: transfer.destination, extension: null },
    transfer_option: { type: "cold_transfer", showTransfereeAsCaller: false },
  };
  at(transfer.atMs, () => announcer.announce(record, "transfer_started", details));
  const settledMs = Math.min(transfer.atMs + BRIDGE_MS, story.durationMs - 1);
  const outcome = transfer.bridged ? "transfer_bridged" : "transfer_cancelled";
  at(settledMs, () => announcer.announce(record, outcome, details));
  if (transfer.bridged && transfer.legMs === 0) {
    at(story.durationMs - 1, () => announcer.announce(record, "transfer_ended"));
  }
}
