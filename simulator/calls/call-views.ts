import type { Settings } from "../settings.ts";
import type { CallRecord } from "./call-record.ts";
import { withLiveChanges } from "./live-changes.ts";
import { type CallJson, type FileLink, renderCall } from "./render.ts";
import { asListItem, asStored } from "./storage.ts";
import { type Story, tellStory } from "./story.ts";

const STORIES_KEPT = 500;

/** Shows calls as the platform shows them, and remembers the stories told last. */
export class CallViews {
  readonly #speed: number;
  readonly #listRecordings: boolean;
  readonly #link: (record: CallRecord) => FileLink;
  readonly #stories = new Map<string, Story>();

  constructor(settings: Pick<Settings, "speed" | "listRecordings">, link: (record: CallRecord) => FileLink) {
    this.#speed = settings.speed;
    this.#listRecordings = settings.listRecordings;
    this.#link = link;
  }

  storyOf(record: CallRecord): Story {
    const known = this.#stories.get(record.callId);
    if (known) return known;
    const story = withLiveChanges(tellStory(record), record.liveChanges ?? []);
    this.#stories.set(record.callId, story);
    if (this.#stories.size > STORIES_KEPT) {
      const [oldest] = this.#stories.keys();
      if (oldest !== undefined) this.#stories.delete(oldest);
    }
    return story;
  }

  /** Tells the story anew, since something in the call has changed. */
  retell(record: CallRecord): void {
    this.#stories.delete(record.callId);
  }

  /** How far into its story a call is, in the story's own milliseconds. */
  elapsedMs(record: CallRecord): number {
    if (record.answeredAt === undefined) return 0;
    return Math.max(0, Math.floor((Date.now() - record.answeredAt) * this.#speed));
  }

  /** All there is, whatever the storage setting says: webhooks carry it so. */
  whole(record: CallRecord): CallJson {
    return renderCall(record, this.storyOf(record), this.elapsedMs(record), this.#link(record));
  }

  /** What get-call answers. */
  stored(record: CallRecord): CallJson {
    return asStored(this.whole(record), record.scrubbed);
  }

  listItem(record: CallRecord): CallJson {
    return asListItem(this.stored(record), this.#listRecordings);
  }
}
