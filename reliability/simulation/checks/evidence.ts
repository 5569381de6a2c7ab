import type { CallRecord, OpenSimulator } from "../../../simulator/index.ts";
import type { Chronicle, Violation } from "../chronicle.ts";
import type { RealDatabase } from "../database/real-database.ts";
import type { SeenCall } from "../seen-call.ts";

/** What is left of a run once all is at rest. */
export interface Evidence {
  chronicle: Chronicle;
  simulator: OpenSimulator;
  records: CallRecord[];
  real: RealDatabase;
  /** What is still to be done although nothing prevents it. */
  unfinished: string[];
  /** What each viewer sees, and what a new one would be shown. */
  seen: ReadonlyMap<string, SeenCall>[];
  shown: SeenCall[];
}

export type Finding = Omit<Violation, "check">;

/** One check: what it holds, in a sentence, and how it is looked for. */
export interface Check {
  name: string;
  sentence: string;
  look(evidence: Evidence): Promise<Finding[]> | Finding[];
}
