/** What somebody who watches sees of a call. */
export interface SeenCall {
  id: string;
  [field: string]: unknown;
}
