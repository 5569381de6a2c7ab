import type { Story } from "../calls/story.ts";

const BUILT_IN = new Set(["end_call", "transfer_call"]);

interface UsedTool {
  name: string;
  type: string;
  latencyMs: number;
  success: boolean;
}

/** The tools that a call had used by then, with how long each took. */
export function toolCallsOf(story: Story, elapsedMs: number): UsedTool[] {
  const heard = story.entries.filter(({ atMs }) => atMs <= elapsedMs);
  return heard.flatMap(({ atMs, entry }) => {
    if (entry.role !== "tool_call_invocation") return [];
    const result = heard.find(
      (other) => other.entry.role === "tool_call_result" && other.entry.tool_call_id === entry.tool_call_id,
    );
    if (result?.entry.role !== "tool_call_result") return [];
    const type = BUILT_IN.has(entry.name) ? entry.name : "custom";
    return [{ name: entry.name, type, latencyMs: result.atMs - atMs, success: result.entry.successful }];
  });
}
