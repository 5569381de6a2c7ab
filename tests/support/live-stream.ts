import { eventually } from "./eventually.ts";
import { world } from "./world.ts";

export interface LiveEvent {
  id: string | null;
  event: string;
  data: { ids?: string[] };
}

/** A browser that watches. */
export interface Watcher {
  status: number;
  events: LiveEvent[];
  /** Whether the server has ended the stream. */
  ended(): boolean;
  lastEventId(): string;
  /** Waits until every one of these calls has been named. */
  hasHeardOf(...callIds: string[]): Promise<void>;
  hasHeard(event: string): Promise<LiveEvent>;
  leave(): void;
}

/** Watches the live stream as the cookie's owner, from an event on if one is given. */
export async function watch(cookie: string, lastEventId?: string): Promise<Watcher> {
  const leaving = new AbortController();
  world.onClose(async () => leaving.abort());
  const answer = await fetch(`${world.appUrl}/api/live`, {
    headers: { cookie, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) },
    signal: leaving.signal,
  });
  const events: LiveEvent[] = [];
  let isOver = false;
  const reading = read(answer.body, events);
  reading.then(
    () => {
      isOver = true;
    },
    () => {
      isOver = true;
    },
  );
  return {
    status: answer.status,
    events,
    ended: () => isOver,
    lastEventId: () => events.findLast(({ id }) => id !== null)?.id ?? "",
    async hasHeardOf(...callIds) {
      await eventually(
        () => new Set(events.flatMap(({ data }) => data.ids ?? [])),
        (heard) => callIds.every((id) => heard.has(id)),
      );
    },
    async hasHeard(name) {
      const heard = await eventually(
        () => events.find(({ event }) => event === name) ?? null,
        (found) => found !== null,
      );
      if (heard === null) throw new Error(`${name} was not heard.`);
      return heard;
    },
    leave: () => leaving.abort(),
  };
}

async function read(body: ReadableStream<Uint8Array> | null, events: LiveEvent[]): Promise<void> {
  if (body === null) return;
  let rest = "";
  for await (const chunk of body.pipeThrough(
    new TextDecoderStream() as TransformStream<Uint8Array, string>,
  )) {
    const blocks = `${rest}${chunk}`.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const fields = new Map(
        block
          .split("\n")
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      );
      const event = fields.get("event");
      if (event !== undefined)
        events.push({ id: fields.get("id") ?? null, event, data: JSON.parse(fields.get("data") ?? "{}") });
    }
  }
}
