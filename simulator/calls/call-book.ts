import { type CallRecord, isLive } from "./call-record.ts";

export type BookChange =
  | { kind: "call"; call: CallRecord }
  | { kind: "deleted_call"; callId: string; ordinal: number };

/** Every call of the workspace, and how many were ever placed in it. */
export class CallBook {
  readonly #calls = new Map<string, CallRecord>();
  readonly #live = new Map<string, CallRecord>();
  #placed = 0;
  #onChange: (change: BookChange) => void = () => {};

  onChange(listener: (change: BookChange) => void): void {
    this.#onChange = listener;
  }

  /** Puts in what is known already; nobody is told. */
  restore(change: BookChange): void {
    if (change.kind === "deleted_call") {
      this.#forget(change.callId);
      this.#placed = Math.max(this.#placed, change.ordinal);
    } else {
      this.#keep(change.call);
      this.#placed = Math.max(this.#placed, change.call.ordinal ?? 0);
    }
  }

  nextOrdinal(): number {
    this.#placed += 1;
    return this.#placed;
  }

  find(callId: string): CallRecord | undefined {
    return this.#calls.get(callId);
  }

  /** Writes down what the call has become. */
  save(call: CallRecord): void {
    this.#keep(call);
    this.#onChange({ kind: "call", call });
  }

  delete(callId: string): boolean {
    const call = this.#calls.get(callId);
    if (!call) return false;
    this.#forget(callId);
    this.#onChange({ kind: "deleted_call", callId, ordinal: call.ordinal ?? 0 });
    return true;
  }

  all(): CallRecord[] {
    return [...this.#calls.values()];
  }

  /** Those that ring or talk now. */
  live(): CallRecord[] {
    return [...this.#live.values()];
  }

  #keep(call: CallRecord): void {
    this.#calls.set(call.callId, call);
    if (isLive(call)) this.#live.set(call.callId, call);
    else this.#live.delete(call.callId);
  }

  #forget(callId: string): void {
    this.#calls.delete(callId);
    this.#live.delete(callId);
  }
}
