/** What the plain implementation needs of a pool of pg's. */
export interface PlainPool {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}
