import { listen } from "#database";
import { log } from "#log";
import { type CallsNotice, gatherNotices, type Notice } from "./gather-notices.ts";

const CALLS_CHANNEL = "switchboard_calls";
const PEOPLE_CHANNEL = "switchboard_people";

/** One browser that watches. */
export interface Subscriber {
  personId: string;
  callsChanged(notice: CallsNotice): void;
  /** Notices may have been missed; catch up from the last horizon. */
  mayHaveMissed(): void;
  /** The person's role or session changed; look again whether they may watch. */
  personChanged(): void;
  /** This process stops: whoever watches is to come back, to the next one. */
  sendAway(): void;
}

export interface LiveHub {
  subscribe(subscriber: Subscriber): void;
  unsubscribe(subscriber: Subscriber): void;
  /** Ends every stream in good order. */
  sendAway(): void;
  stop(): Promise<void>;
}

/** One listening connection a process, however many browsers watch. It listens with what it is given. */
export function liveHub(listenTo: typeof listen = listen): LiveHub {
  const subscribers = new Set<Subscriber>();
  const gathering = gatherNotices((notice) => {
    for (const subscriber of subscribers) subscriber.callsChanged(notice);
  });
  const listening = listenTo([CALLS_CHANNEL, PEOPLE_CHANNEL], {
    notice(channel, payload) {
      if (channel === PEOPLE_CHANNEL) {
        for (const subscriber of subscribers) if (subscriber.personId === payload) subscriber.personChanged();
        return;
      }
      const notice = readNotice(payload);
      if (notice) gathering.add(notice);
    },
    connected() {
      for (const subscriber of subscribers) {
        subscriber.mayHaveMissed();
        subscriber.personChanged();
      }
    },
  });
  return {
    subscribe: (subscriber) => void subscribers.add(subscriber),
    unsubscribe: (subscriber) => void subscribers.delete(subscriber),
    sendAway() {
      for (const subscriber of subscribers) subscriber.sendAway();
    },
    stop() {
      gathering.stop();
      return listening.stop();
    },
  };
}

function readNotice(payload: string): Notice | null {
  try {
    return JSON.parse(payload) as Notice;
  } catch {
    log.error({ channel: CALLS_CHANNEL, payload }, "A notice could not be read");
    return null;
  }
}
