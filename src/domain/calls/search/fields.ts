import { callStatuses } from "../call.ts";

/** A word that a field takes, and how people call it. */
export interface FieldChoice {
  value: string;
  label: string;
}

/** What searches may ask for, as pages need to know it to help with the writing. */
export interface SearchField {
  /** How it is written. One that ends in a dot is followed by a name: `var.clinic_name`. */
  name: string;
  /** Other ways to write it. */
  aliases: string[];
  label: string;
  /** What to write after the colon. */
  hint: string;
  /** All that may be written; or where more may be, what is often wanted. */
  choices: FieldChoice[];
  /** Whether values that calls have are to be asked for, besides the choices. */
  isSeen: boolean;
  /** Whether only the choices, or values that calls have, mean anything, each in full. */
  isClosed: boolean;
}

const yesOrNo: FieldChoice[] = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];

const statusLabels: Record<(typeof callStatuses)[number], string> = {
  initiated: "Asked for, not ringing yet",
  ringing: "A phone rings",
  in_progress: "People talk",
  completed: "Ended after a connection",
  failed: "Never connected, or ended by an error",
  cancelled: "Stopped by a person before it connected",
};

export const searchFields = [
  field("status", "Status", "completed, failed, in_progress …", {
    choices: callStatuses.map((value) => ({ value, label: statusLabels[value] })),
    isClosed: true,
  }),
  field("agent", "Agent", "part of a name, or an id", { isSeen: true }),
  field("number", "Number", "how it begins: +1415, or (213) 777 in quotes", { isSeen: true }),
  field("to", "Number called", "how it begins: +1415", { isSeen: true }),
  field("from", "Number calling", "how it begins: +1415", { isSeen: true }),
  field("started", "Started", "today, 7d, 24h, 2026-11-30, 2026-11, 2026-11-01..2026-11-07, >=2026-11-30", {
    aliases: ["placed"],
    choices: [
      { value: "today", label: "Since midnight" },
      { value: "yesterday", label: "The day before" },
      { value: "24h", label: "The last 24 hours" },
      { value: "7d", label: "The last 7 days" },
      { value: "30d", label: "The last 30 days" },
    ],
  }),
  field("duration", "Duration", ">2m, 90s, 1m30s..5m", {
    choices: [
      { value: ">2m", label: "Longer than two minutes" },
      { value: "<30s", label: "Shorter than half a minute" },
      { value: "1m..5m", label: "From one to five minutes" },
    ],
  }),
  field("cost", "Cost", "dollars: >0.50, 0.10..0.25", {
    choices: [
      { value: ">0.50", label: "More than 50 cents" },
      { value: "0.10..0.25", label: "From 10 to 25 cents" },
    ],
  }),
  field("reason", "Why it ended", "Retell's word: user_hangup, dial_no_answer …", {
    isSeen: true,
    isClosed: true,
  }),
  field("outcome", "Successful", "yes or no, as the analysis has it", {
    aliases: ["successful"],
    choices: yesOrNo,
    isClosed: true,
  }),
  field("sentiment", "Sentiment", "positive, neutral, negative, unknown", {
    isSeen: true,
    isClosed: true,
  }),
  field("voicemail", "Reached voicemail", "yes or no", { choices: yesOrNo, isClosed: true }),
  field("recording", "Has a recording", "yes or no", { choices: yesOrNo, isClosed: true }),
  field("direction", "Direction", "inbound or outbound", {
    choices: [
      { value: "outbound", label: "We called" },
      { value: "inbound", label: "We were called" },
    ],
    isClosed: true,
  }),
  field("type", "Phone or web", "phone or web", {
    choices: [
      { value: "phone", label: "By telephone" },
      { value: "web", label: "In a browser" },
    ],
    isClosed: true,
  }),
  field("by", "Asked for by", "part of a name or address, or me", {
    choices: [{ value: "me", label: "Calls that you asked for" }],
    isSeen: true,
  }),
  field("decision", "Decision", "needed", {
    choices: [{ value: "needed", label: "Nobody could find out whether it was placed" }],
    isClosed: true,
  }),
  field("var.", "Variable", "its name, a colon and the exact value", { isSeen: true }),
  field("analysis.", "Analysis", "the field's name, a colon and the exact value", { isSeen: true }),
  field("id", "Id", "Retell's id of a call, or ours", {}),
] as const satisfies SearchField[];

export type SearchFieldName = (typeof searchFields)[number]["name"];

function field<Name extends string>(
  name: Name,
  label: string,
  hint: string,
  besides: Partial<Pick<SearchField, "aliases" | "choices" | "isSeen" | "isClosed">>,
) {
  return { aliases: [], choices: [], isSeen: false, isClosed: false, ...besides, name, label, hint };
}

/** The field that a search calls so, and for a dotted one the name after the dot. */
export function findField(written: string): { name: SearchFieldName; of: string } | null {
  for (const { name, aliases } of searchFields) {
    if (name.endsWith(".") && written.startsWith(name) && written.length > name.length)
      return { name, of: written.slice(name.length) };
    if (name === written.toLowerCase() || (aliases as string[]).includes(written.toLowerCase()))
      return { name, of: "" };
  }
  return null;
}
