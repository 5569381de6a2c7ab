import type { Page } from "@playwright/test";
import type { Seeded } from "./seed.ts";

/** A page, or one state of it, as the gallery shows it. */
export interface Shown {
  /** The beginning of its pictures' names. */
  file: string;
  name: string;
  path: (seeded: Seeded) => string;
  /** Brings the page into the state that is shown. */
  prepare?: (page: Page, seeded: Seeded) => Promise<unknown>;
  isSignedOut?: boolean;
}
