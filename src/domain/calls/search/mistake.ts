import type { Span } from "#query";

/** What of a search could not be understood, where it stands, and what may have been meant. */
export interface SearchMistake {
  span: Span;
  message: string;
  /** What to write there instead, when something is near. */
  instead: string | null;
}

/** Thrown by whoever reads a part of a search, for whoever reads the whole to collect. */
export class Misread extends Error {
  override readonly name = "Misread";
  readonly mistake: SearchMistake;

  constructor(span: Span, message: string, instead: string | null = null) {
    super(message);
    this.mistake = { span, message, instead };
  }
}
