import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { LedgerLine } from "../ledger-lines.ts";
import { readJsonLines } from "./json-lines.ts";

const NEWLINE = "\n";

/** An append-only file, one JSON line an entry, written at once: what was answered is in it, whoever is killed. */
export class LedgerFile {
  readonly #path: string;
  #descriptor: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  read(): LedgerLine[] {
    return readJsonLines<LedgerLine>(this.#path);
  }

  /** Opens it for appending. A line that a crash tore is closed, so that the next one does not stick to it. */
  begin(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    this.#descriptor = openSync(this.#path, "a+");
    if (isTorn(this.#descriptor)) writeSync(this.#descriptor, NEWLINE);
  }

  append(line: LedgerLine): void {
    if (this.#descriptor !== null) writeSync(this.#descriptor, `${JSON.stringify(line)}${NEWLINE}`);
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}

function isTorn(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== NEWLINE;
}
