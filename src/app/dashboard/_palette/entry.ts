import type { LucideIcon } from "lucide-react";

/** One line of the palette: what it is called, and what choosing it does. */
export interface Entry {
  /** The same thing has the same id, whichever search brought it. */
  id: string;
  title: string;
  /** What tells it from others of that name. */
  note?: string;
  Icon: LucideIcon;
  /** The colour of its icon, where that says something. */
  ink?: string;
  keys?: string;
  /** When it happened. */
  at?: string;
  /** Where it leads; deeds lead nowhere. */
  href?: string;
  run: () => void;
}

export interface EntryGroup {
  name: string;
  items: Entry[];
}
