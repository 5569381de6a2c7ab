import { listen } from "#database";
import { log } from "#log";

const CALLS_CHANNEL = "switchboard_calls";
const PEOPLE_CHANNEL = "switchboard_people";

/** One browser that watches. */
export interface Subscriber {
  personId: string;
  /** Calls changed. `horizon` is a resume point: nothing that changed before it is untold. */
  callsChanged(notice: { horizon: string; ids: readonly string[] }): void;
  /** Notices may have been missed; catch up from the last horizon. */
  mayHaveMissed(): void;
  /** The person's role or session changed; look again whether they may watch. */
  personChanged(): void;
  /** This process stops: whoever watches is to come back, to the next one. */
  sendAway(): void;
}

export interface LiveHub {
  subscribe(subscriber: Subscriber): () => void;
  /** Ends every stream in good order. */
  sendAway(): void;
  stop(): Promise<void>;
}

/** One listening connection a process, however many browsers watch. It listens with what it is given. */
export function liveHub(listenTo: typeof listen = listen): LiveHub {
  const subscribers = new Set<Subscriber>();
  const listening = listenTo([CALLS_CHANNEL, PEOPLE_CHANNEL], {
    notice(channel, payload) {
      if (channel === PEOPLE_CHANNEL) {
        for (const subscriber of subscribers) if (subscriber.personId === payload) subscriber.personChanged();
        return;
      }
      const notice = readNotice(payload);
      if (notice) for (const subscriber of subscribers) subscriber.callsChanged(notice);
    },
    connected() {
      for (const subscriber of subscribers) {
        subscriber.mayHaveMissed();
        subscriber.personChanged();
      }
    },
  });
  return {
    subscribe(subscriber) {
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    sendAway() {
      for (const subscriber of subscribers) subscriber.sendAway();
    },
    stop: () => listening.stop(),
  };
}

function readNotice(payload: string): { horizon: string; ids: string[] } | null {
  try {
    return JSON.parse(payload) as { horizon: string; ids: string[] };
  } catch {
    log.error({ channel: CALLS_CHANNEL, payload }, "A notice could not be read");
    return null;
  }
}
