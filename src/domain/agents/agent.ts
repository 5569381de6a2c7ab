/** An agent of the workspace, as Retell last described it. */
export interface Agent {
  agentId: string;
  name: string | null;
  channel: string | null;
  language: string | null;
  /** What the agent says first, with its `{{variables}}` unfilled. */
  beginMessage: string | null;
  /** The names its prompts use as `{{name}}`, Retell's own system variables left out. */
  promptVariables: string[];
  /** Where each of them is used, in Retell's names for the parts: `general_prompt`, `begin_message`, `nodes` … */
  variablePlaces: Record<string, string[]>;
  /** Whether Retell holds its prompts; those of a custom LLM are elsewhere, and so is what they use. */
  hasKnownPrompts: boolean;
  /** Values that the agent falls back on when a call brings none. */
  defaultVariables: Record<string, string>;
  webhookUrl: string | null;
  /** The events its webhook setting asks for; null means Retell's usual three. */
  webhookEvents: string[] | null;
}

/** A phone number that calls can be placed from. */
export interface PhoneNumber {
  phoneNumber: string;
  nickname: string | null;
  type: string | null;
  /** Agents that Retell draws from when a call names none. */
  outboundAgentIds: string[];
}
