import type { CallBook } from "../calls/call-book.ts";
import type { CallRecord } from "../calls/call-record.ts";
import type { CallViews } from "../calls/call-views.ts";
import type { CallEngine } from "../calls/engine.ts";
import type { CallCounter } from "../calls/place-call.ts";
import type { Faults } from "../faults.ts";
import type { Ledger } from "../ledger.ts";
import type { Settings } from "../settings.ts";
import { absent } from "./refusal.ts";

/** What the routes about calls work with. */
export interface CallDesk {
  book: CallBook;
  views: CallViews;
  engine: CallEngine;
  counter: CallCounter;
  faults: Faults;
  ledger: Ledger;
  settings: Settings;
}

/** Refuses an id that does not exist. */
export function findCall({ book, settings }: CallDesk, callId: string | undefined): CallRecord {
  const record = book.find(callId ?? "");
  if (!record) throw absent(settings.absentStatus);
  return record;
}
