import type { Chronicle, Post } from "../chronicle.ts";
import { requestIn } from "../wire-watch.ts";
import type { Check, Evidence, Finding } from "./evidence.ts";

const GIVE_UP_AFTER_MS = 15 * 60_000;

interface Row {
  id: string;
  dial_state: string;
  requested_at: Date;
}

interface Doubt {
  call_id: string;
  at: Date;
}

/** As which of Retell's calls an attempt is said to have been accepted. */
interface Placing {
  call_id: string;
  retell_call_id: string;
}

/** What the program said became of a request, against what it could know. */
export const verdicts: Check = {
  name: "verdicts",
  sentence:
    "A call is only said to be refused when Retell said no, only said to be in doubt when nobody waits for the answer any more, and only given up when the answer was lost; no request is taken for another's call; a wish to stop it is not given up early.",
  async look(evidence) {
    const rows = await evidence.real.look<Row>(
      "select id, dial_state, requested_at from retell_calls where requested_at is not null order by id",
    );
    const doubts = await evidence.real.look<Doubt>(
      "select call_id, at from sim.changes where subject = 'dial_state' and became = 'unconfirmed' order by place",
    );
    const wishes = await evidence.real.look<{ call_id: string; ms: number }>(
      `select call_id, extract(epoch from settled_at - wanted_at) * 1000 as ms from call_stops
       where outcome = 'given_up' order by call_id`,
    );
    const placings = await evidence.real.look<Placing>(
      `select call_id, retell_call_id from dial_attempts
       where outcome = 'accepted' and retell_call_id is not null order by id`,
    );
    return [
      ...mistaken(evidence, placings),
      ...rows.flatMap((row) => judge(evidence, row)),
      ...hasty(evidence.chronicle, doubts),
      ...impatient(evidence.chronicle, wishes),
    ];
  },
};

function judge(
  { chronicle }: Evidence,
  { id, dial_state: state, requested_at: requestedAt }: Row,
): Finding[] {
  const last = chronicle.posts.findLast((post) => post.ourId === id);
  if (state === "refused") {
    if (last === undefined)
      return [{ guarantee: 4, message: `The call ${id} is refused and was never sent.` }];
    if (last.known !== "not accepted")
      return [{ guarantee: 3, message: `The call ${id} is said to be refused, and may have been placed.` }];
    const mayGiveUp = last.sentAt - requestedAt.getTime() > GIVE_UP_AFTER_MS;
    if ((last.status === 429 || last.status === null) && !mayGiveUp && chronicle.isClockRight)
      return [{ guarantee: 4, message: `The call ${id} is refused, though Retell only said later.` }];
  }
  if (state === "not_placed" && last !== undefined && isKnown(chronicle, last))
    return [{ guarantee: 4, message: `The call ${id} is given up, though Retell had said ${last.status}.` }];
  return [];
}

function mistaken({ records }: Evidence, placings: readonly Placing[]): Finding[] {
  return placings
    .filter(({ call_id: ourId, retell_call_id: id }) => {
      const record = records.find(({ callId }) => callId === id);
      return requestIn(record?.metadata as Record<string, string> | undefined) !== ourId;
    })
    .map(({ call_id: ourId, retell_call_id: id }) => ({
      guarantee: 2,
      message: `The request ${ourId} is said to have placed ${id}, which is another's call.`,
    }));
}

/** Whether the answer came, and nothing kept whoever heard it from writing it down. */
function isKnown(chronicle: Chronicle, post: Post): boolean {
  return post.known === "not accepted" && !chronicle.wasTroubledSince(post.sentAt);
}

/** A wish to stop a call is asked for again for a quarter of an hour. */
function impatient(chronicle: Chronicle, wishes: readonly { call_id: string; ms: number }[]): Finding[] {
  return wishes
    .filter(({ ms }) => ms < GIVE_UP_AFTER_MS && chronicle.isClockRight)
    .map(({ call_id: id, ms }) => ({
      guarantee: 4,
      message: `The wish to stop ${id} was given up after ${Math.round(ms / 1000)} s.`,
    }));
}

/** While a worker lives and waits for Retell's answer, its request is not in doubt. */
function hasty(chronicle: Chronicle, doubts: readonly Doubt[]): Finding[] {
  if (!chronicle.isClockRight) return [];
  return doubts.flatMap(({ call_id: id, at }) => {
    const moment = at.getTime();
    const waiting = chronicle.posts.find(
      ({ ourId, sentAt, settledAt, from }) =>
        ourId === id &&
        sentAt < moment &&
        (settledAt === null || settledAt > moment + 1) &&
        (from.diedAt === null || from.diedAt > moment),
    );
    if (!waiting || chronicle.wasTroubledBetween(waiting.sentAt, moment)) return [];
    return [
      {
        guarantee: 3,
        message: `The call ${id} was said to be in doubt while its worker waited for the answer.`,
      },
    ];
  });
}
