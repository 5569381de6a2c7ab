import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

const LOG_MAX_BYTES = 10_000_000;

/** A child's log. It keeps between one and two times the limit: when full it becomes `.1` and begins anew. */
export class LogFile {
  readonly #path: string;
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(line: string): void {
    try {
      if (this.#bytes > LOG_MAX_BYTES) {
        renameSync(this.#path, `${this.#path}.1`);
        this.#bytes = 0;
      }
      appendFileSync(this.#path, `${line}\n`);
      this.#bytes += Buffer.byteLength(line) + 1;
    } catch {
      // A full disk must not end the processes whose words are lost.
    }
  }
}
