import type { Chronicle, Post } from "./chronicle.ts";
import type { Reply } from "./machine/http.ts";
import type { Exchange } from "./machine/network.ts";
import type { VirtualClock } from "./machine/virtual-clock.ts";
import { digestOf, KEY, OUR_HOST, RETELL_HOST } from "./retell.ts";

const CREATE_PATH = "/v2/create-phone-call";
const TOLERANCE_MS = 5 * 60_000;
/** An answer may have waited so long for a database that was away. */
const DATABASE_PATIENCE_MS = 5_000;

/** Whoever could not store a delivery by then says so, rather than let Retell wait. */
const ANSWER_BY_MS = 1_000;

type Verdict = "good" | "wrong" | "stale";

/** Watches what goes over the network: requests to place calls, and what Retell is told of its deliveries. */
export class WireWatch {
  readonly #clock: VirtualClock;
  readonly #chronicle: Chronicle;
  readonly #ourClock: () => number;
  readonly #isDatabaseSlow: () => boolean;
  readonly #posts = new Map<Exchange, Post>();
  readonly #verdicts = new Map<Exchange, Verdict>();
  readonly #arrivedAt = new Map<Exchange, number>();

  /** `isDatabaseSlow`: commits take so long that the door rightly turns deliveries away. */
  constructor(
    clock: VirtualClock,
    chronicle: Chronicle,
    ourClock: () => number,
    isDatabaseSlow: () => boolean,
  ) {
    this.#isDatabaseSlow = isDatabaseSlow;
    this.#clock = clock;
    this.#chronicle = chronicle;
    this.#ourClock = ourClock;
  }

  /**
   * Guarantee 3: while an earlier request for the same call may have been accepted, there is no second one.
   * Answers which of our calls it is to place; null when it is none.
   */
  sent(exchange: Exchange): string | null {
    if (exchange.host !== RETELL_HOST || exchange.path !== CREATE_PATH || exchange.from === null) return null;
    const ourId = ourIdIn(exchange.body);
    const earlier = this.#chronicle.posts.find(
      (post) => post.ourId === ourId && post.known !== "not accepted",
    );
    if (earlier !== undefined)
      this.#chronicle.violated(
        3,
        "one request at a time",
        `The call ${ourId} was sent to Retell while an earlier request was ${earlier.known === "maybe" ? "perhaps" : "surely"} accepted.`,
      );
    const post: Post = {
      ourId,
      sentAt: this.#clock.now,
      from: exchange.from,
      known: "maybe",
      status: null,
      settledAt: null,
    };
    this.#posts.set(exchange, post);
    this.#chronicle.posts.push(post);
    return ourId;
  }

  /** Whoever sent it knows the answer: only some answers say that the call was not placed. */
  heard(exchange: Exchange, status: number): void {
    const post = this.#posts.get(exchange);
    if (!post) return;
    post.status = status;
    post.settledAt ??= this.#clock.now;
    if (status >= 200 && status < 300) post.known = "accepted";
    else if (status >= 400 && status < 500 && status !== 408 && status !== 409) post.known = "not accepted";
  }

  failed(exchange: Exchange, code: string): void {
    const post = this.#posts.get(exchange);
    if (!post) return;
    post.settledAt ??= this.#clock.now;
    if (code === "ECONNREFUSED") post.known = "not accepted";
  }

  /** Signatures are judged by the clock that whoever answers sees when the delivery comes. */
  arrived(exchange: Exchange): void {
    if (exchange.host !== OUR_HOST) return;
    this.#verdicts.set(exchange, this.#judge(exchange));
    this.#arrivedAt.set(exchange, this.#clock.now);
  }

  /** Our answer to a delivery, whether it arrives or not. */
  answered(exchange: Exchange, reply: Reply): void {
    if (exchange.host !== OUR_HOST || reply.kind !== "answer") return;
    const { status } = reply;
    const verdict = this.#verdicts.get(exchange);
    if (status >= 200 && status < 300) {
      this.#chronicle.acknowledged.push({ body: exchange.body, at: this.#clock.now });
      if (verdict !== "good")
        this.#chronicle.violated(0, "signatures", `A delivery with a ${verdict} signature was taken.`);
    } else if (status >= 500) {
      const isLate = this.#clock.now - (this.#arrivedAt.get(exchange) ?? this.#clock.now) >= ANSWER_BY_MS;
      if (
        !isLate &&
        !this.#isDatabaseSlow() &&
        !this.#chronicle.wasDatabaseAway(this.#clock.now, DATABASE_PATIENCE_MS)
      )
        this.#chronicle.violated(
          0,
          "webhook door",
          `A delivery was answered ${status} while the database was there.`,
        );
    } else if (verdict === "good") {
      this.#chronicle.violated(1, "webhook door", `A good delivery was refused with ${status}.`);
    }
  }

  #judge({ headers, body }: Exchange): Verdict {
    const [, stamp = "", digest = ""] =
      /^v=(\d+),d=([0-9a-f]+)$/.exec(headers["x-retell-signature"] ?? "") ?? [];
    if (digestOf(body, KEY, Number(stamp)) !== digest) return "wrong";
    return Math.abs(this.#ourClock() - Number(stamp)) <= TOLERANCE_MS ? "good" : "stale";
  }
}

function ourIdIn(body: Buffer): string | null {
  const { metadata } = JSON.parse(body.toString()) as { metadata?: Record<string, string> };
  return requestIn(metadata);
}

/** By what the program, or the plain one, tells its own requests apart. */
export function requestIn(metadata: Record<string, string> | undefined): string | null {
  return metadata?.switchboard_call_id ?? metadata?.request_id ?? null;
}
