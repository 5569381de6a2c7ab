export interface Word {
  word: string;
  /** Seconds since the call was answered. */
  start: number;
  end: number;
}

export interface Utterance {
  role: "agent" | "user" | "transfer_target";
  content: string;
  words: Word[];
}

export type TranscriptEntry =
  | Utterance
  | { role: "tool_call_invocation"; tool_call_id: string; name: string; arguments: string }
  | { role: "tool_call_result"; tool_call_id: string; content: string; successful: boolean }
  | {
      role: "node_transition";
      former_node_id: string;
      former_node_name: string;
      new_node_id: string;
      new_node_name: string;
      transition_type: "normal";
    }
  | { role: "dtmf"; digit: string }
  /** What the agent was told from outside. */
  | { role: "injected"; content: string; time_sec: number };

export interface TimedEntry {
  atMs: number;
  untilMs: number;
  entry: TranscriptEntry;
}

export function isUtterance(entry: TranscriptEntry): entry is Utterance {
  return "words" in entry;
}

/** What had been said `elapsedMs` after the call was answered; whoever is speaking is cut off at a word. */
export function heardBy(entries: readonly TimedEntry[], elapsedMs: number): TranscriptEntry[] {
  const heard: TranscriptEntry[] = [];
  for (const { atMs, untilMs, entry } of entries) {
    if (atMs > elapsedMs) break;
    if (!isUtterance(entry) || untilMs <= elapsedMs) {
      heard.push(entry);
      continue;
    }
    const words = entry.words.filter((word) => word.end * 1000 <= elapsedMs);
    if (words.length > 0) heard.push({ ...entry, content: words.map((word) => word.word).join(" "), words });
  }
  return heard;
}

const SPEAKERS = { agent: "Agent", user: "User", transfer_target: "Transfer Target" } as const;

/** The plain text form: a line an utterance, tool calls left out. */
export function plainText(utterances: readonly Utterance[]): string {
  return utterances.map((said) => `${SPEAKERS[said.role]}: ${said.content}\n`).join("");
}
