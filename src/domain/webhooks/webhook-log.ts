import type { FieldChange } from "#domain/calls";
import type { WebhookVerdict } from "./verdict.ts";

/** A stored delivery as the log lists it. */
export interface LoggedWebhook {
  id: string;
  receivedAt: string;
  lastReceivedAt: string;
  /** As sent; null when the body names none. */
  event: string | null;
  verdict: WebhookVerdict;
  /** Why it was not applied. */
  note: string | null;
  callId: string | null;
  retellCallId: string | null;
  /** How often the same bytes came. */
  deliveries: number;
  sizeBytes: number;
}

/** A stored delivery with what it said and did. */
export interface OpenedWebhook extends LoggedWebhook {
  /** What it changed in its call when it was first applied; null when nothing is known of that. */
  changes: FieldChange[] | null;
  body: {
    /** The body to read: JSON laid out, anything else as text in which unreadable bytes are marked. */
    text: string;
    format: "json" | "text";
    /** Whether the text ends before the body does. */
    isCut: boolean;
  };
}
