/** What somebody who watches sees of a call. */
export interface SeenCall {
  id: string;
  /** Which change it shows, from a program that has viewers: the number of the transaction that made it. */
  version?: string;
  [field: string]: unknown;
}
