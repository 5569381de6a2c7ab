import { z } from "zod";
import { Problem } from "#domain/problems";
import { type WebhookEventName, webhookEventNames } from "#retell";

const URL_CHARACTERS_MAX = 2_000;
const AGENT_ID_CHARACTERS_MAX = 200;

/** Where an agent's events go, and which; what it replaces is what the confirmation showed. */
export interface WebhookSetting {
  url: string;
  events: WebhookEventName[];
  replaces: { url: string | null; events: string[] | null };
}

const settingShape = z.object({
  url: z.string().max(URL_CHARACTERS_MAX),
  events: z.array(z.enum(webhookEventNames)).min(1).max(webhookEventNames.length),
  replaces: z.object({
    url: z.string().nullable(),
    events: z.array(z.string()).nullable(),
  }),
});

const words: Record<string, string> = {
  url: "Give the whole address, such as https://your-domain.com/api/webhooks/retell.",
  events: `Choose at least one of ${webhookEventNames.join(", ")}.`,
  replaces: "Say which setting is to be replaced: {url, events}, as it was shown.",
};

/** Reads a webhook setting as a form or the API sends it. Throws a Problem with each wrong field. */
export function readWebhookSetting(input: unknown): WebhookSetting {
  const parsed = settingShape.safeParse(input);
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? "url")));
    throw wrong(Object.fromEntries([...names].map((name) => [name, words[name] ?? "Not understood."])));
  }
  const { url, events, replaces } = parsed.data;
  if (!isWebAddress(url)) throw wrong({ url: words.url ?? "" });
  return { url, events: [...new Set(events)], replaces };
}

export function readAgentId(text: string): string {
  if (text === "" || text.length > AGENT_ID_CHARACTERS_MAX || text.includes("\0"))
    throw new Problem("not_found", "There is no such agent. Choose one from the list.");
  return text;
}

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text) || text.includes("\0")) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}

function wrong(fields: Record<string, string>): Problem {
  return new Problem(
    "invalid_input",
    `The webhook was not changed. ${Object.values(fields).join(" ")}`,
    fields,
  );
}
