import type { CallBook } from "../calls/call-book.ts";
import type { CallViews } from "../calls/call-views.ts";
import type { CallEngine } from "../calls/engine.ts";
import type { CallCounter } from "../calls/place-call.ts";
import type { Faults } from "../faults.ts";
import type { Ledger } from "../ledger.ts";
import type { Settings } from "../settings.ts";

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
