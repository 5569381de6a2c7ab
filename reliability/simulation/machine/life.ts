import { AsyncLocalStorage } from "node:async_hooks";

/** Which of the program's processes: the web process, or one of the workers. */
export type ProcessName = "web" | "worker a" | "worker b";

/**
 * One life of a process, from its start to its death. Whatever it waits for when it dies never comes:
 * nothing of it runs on, as after `kill -9`.
 */
export interface Life {
  process: ProcessName;
  /** Counts the lives of the process. */
  number: number;
  isAlive: boolean;
  /** In virtual time; null while it lives. */
  diedAt: number | null;
}

const lives = new AsyncLocalStorage<Life | null>();

/** The life that the running code belongs to; null for Retell, people and the weather. */
export function currentLife(): Life | null {
  return lives.getStore() ?? null;
}

export function within<T>(life: Life | null, work: () => T): T {
  return lives.run(life, work);
}

export function nameOf(life: Life | null): string {
  return life === null ? "outside" : `${life.process}#${life.number}`;
}
