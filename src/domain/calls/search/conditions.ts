/** What a search comes to: conditions on the row of a call, of which all must hold. */

export type WordColumn =
  | "status"
  | "direction"
  | "agent_id"
  | "call_type"
  | "disconnection_reason"
  | "user_sentiment"
  | "requested_by";
export type TruthColumn = "call_successful" | "in_voicemail" | "has_recording";
export type NumberColumn = "from_number" | "to_number";
export type AmountColumn = "duration_ms" | "cost_microdollars";

/** From a value on, and before another; null leaves that end open. */
export interface Stretch<Of> {
  from: Of | null;
  before: Of | null;
}

/** Alternatives always: one of the values, one of the stretches. */
export type Condition =
  | { kind: "words"; column: WordColumn; words: string[] }
  /** Either column begins with one of these, in E.164. */
  | { kind: "begins"; columns: NumberColumn[]; beginnings: string[] }
  | { kind: "placed"; stretches: Stretch<Date>[] }
  | { kind: "amount"; column: AmountColumn; stretches: Stretch<number>[] }
  | { kind: "truth"; column: TruthColumn; is: boolean }
  | { kind: "id"; ids: string[]; retellIds: string[] }
  /** A person is to decide whether it was placed. */
  | { kind: "undecided" }
  /** `isCommon`: so many of the newest calls have it that walking the history finds a page of them at once. */
  | { kind: "variable"; name: string; values: string[]; isCommon: boolean }
  /** What the agent was configured to find out; each value in every type that it may be written in. */
  | { kind: "analysis"; name: string; values: (string | number | boolean)[]; isCommon: boolean };

/** With `negated`, the calls of which it does not hold, those of which it is not known among them. */
export type CallCondition = Condition & { negated?: true };

/** Which calls are wanted; they must satisfy all of it. No condition wants every call. */
export interface CallFilters {
  conditions: CallCondition[];
}
