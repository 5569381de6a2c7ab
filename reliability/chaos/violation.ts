export interface Violation {
  /** Which of the guarantees does not hold, by its number; 0 for what is refused to forgers. */
  guarantee: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
  what: string;
}
