/** What Retell announces when an agent asks for nothing in particular. */
export const usualEvents = ["call_started", "call_ended", "call_analyzed"];

/** Everything an agent can ask for, with what it is good for. */
export const eventChoices = [
  { name: "call_started", about: "The call connected." },
  { name: "call_ended", about: "It is over: how, how long, recording, transcript." },
  { name: "call_analyzed", about: "Summary, sentiment, your own analysis fields, final cost." },
  { name: "transcript_updated", about: "The transcript grows on the open page while people talk." },
  { name: "transfer_started", about: "A transfer began." },
  { name: "transfer_bridged", about: "The transfer joined both parties." },
  { name: "transfer_cancelled", about: "The transfer was given up." },
  { name: "transfer_ended", about: "The transferred part is over." },
] as const;

export function eventWords(events: string[] | null): string {
  if (events === null) return `Events: ${usualEvents.join(", ")} (Retell's usual ones)`;
  return events.length === 0 ? "No events" : `Events: ${events.join(", ")}`;
}
