import type { Agent } from "../workspace/agents.ts";
import type { CallAnalysis } from "./call-record.ts";
import type { Story } from "./story.ts";
import { summaryOf } from "./story.ts";

/** What the platform's own analysis says about a call, once it is over. */
export function analyse(
  story: Story,
  reason: string,
  toldToEnd: boolean,
  fields: Agent["post_call_analysis_data"],
): CallAnalysis {
  const person = story.caller.customer_name ?? "the customer";
  if (story.durationMs === 0) {
    return unknown(
      `The call did not connect (${words(reason)}), so there was no conversation with ${person}.`,
      false,
    );
  }
  if (reason === "voicemail_reached") {
    return unknown(`The call reached the voicemail of ${person}, and the agent left a message.`, true);
  }
  if (reason === "ivr_reached")
    return unknown("The call reached a phone menu, and the agent hung up.", false);
  if (story.complete && toldToEnd) {
    return {
      call_summary: summaryOf(story),
      user_sentiment: story.talk.sentiment,
      call_successful: story.talk.successful,
      in_voicemail: false,
      custom_analysis_data: findings(story.talk.findings, fields),
    };
  }
  return {
    call_summary: `The agent talked with ${person}, but the call was over before its purpose was reached (${words(reason)}).`,
    user_sentiment: "Neutral",
    call_successful: reason === "call_transfer" || reason === "transfer_bridged",
    in_voicemail: false,
    custom_analysis_data: findings({}, fields),
  };
}

function unknown(summary: string, inVoicemail: boolean): CallAnalysis {
  return {
    call_summary: summary,
    user_sentiment: "Unknown",
    call_successful: false,
    in_voicemail: inVoicemail,
  };
}

function words(reason: string): string {
  return reason.replaceAll("_", " ");
}

/** Only the agent's own fields; a yes-or-no question that never came up is answered with no. */
function findings(
  found: Record<string, string | number | boolean>,
  fields: Agent["post_call_analysis_data"],
) {
  const data: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    if (field.type === "system-presets") continue;
    const value = found[field.name];
    if (value !== undefined) data[field.name] = value;
    else if (field.type === "boolean") data[field.name] = false;
  }
  return data;
}
