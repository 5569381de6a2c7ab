import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { BatchChange } from "../calls/batch-book.ts";
import type { CallRecord } from "../calls/call-record.ts";
import type { WorkspaceChange } from "../workspace/workspace.ts";
import { readJsonLines } from "./json-lines.ts";

/** When and how a workspace began; its past week is drawn from this again at every start. */
export interface Founding {
  seed: string;
  history: number;
  openedAt: number;
}

export type StateLine =
  | ({ kind: "founding" } & Founding)
  | { kind: "call"; call: CallRecord }
  | { kind: "deleted_call"; callId: string; ordinal: number }
  | BatchChange
  | WorkspaceChange;

/**
 * An append-only file, one JSON line a change, the last line about a thing being the true one. A line torn by a
 * crash is skipped. The file is written anew, and so made short again, whenever it is opened.
 */
export class StateFile {
  readonly #path: string;
  #descriptor: number | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  read(): StateLine[] {
    return readJsonLines<StateLine>(this.#path);
  }

  /** Replaces what is in the file and opens it for appending. */
  begin(lines: readonly StateLine[]): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    const fresh = `${this.#path}.new`;
    writeFileSync(fresh, lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { flush: true });
    renameSync(fresh, this.#path);
    this.#descriptor = openSync(this.#path, "a");
  }

  append(line: StateLine): void {
    if (this.#descriptor !== null) writeSync(this.#descriptor, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}

/** The newest line about each thing, in the order in which the things first appeared. */
export function newestLines(lines: readonly StateLine[]): StateLine[] {
  const newest = new Map<string, StateLine>();
  for (const line of lines) newest.set(subject(line), line);
  return [...newest.values()];
}

function subject(line: StateLine): string {
  switch (line.kind) {
    case "founding":
      return "founding";
    case "call":
      return `call ${line.call.callId}`;
    case "deleted_call":
      return `call ${line.callId}`;
    case "batch":
      return `batch ${line.batch.batchId}`;
    case "batch_progress":
      return `progress of ${line.batchId}`;
    case "agent":
      return `agent ${line.agent.agent_id} ${line.agent.version}`;
    case "deleted_agent_version":
      return `agent ${line.agentId} ${line.version}`;
    case "number":
      return `number ${line.number.phone_number}`;
    case "deleted_number":
      return `number ${line.phoneNumber}`;
  }
}
