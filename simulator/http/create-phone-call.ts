import type { CallRecord } from "../calls/call-record.ts";
import type { FaultName, FaultSetting } from "../faults.ts";
import type { Limit } from "../ledger-lines.ts";
import type { CallDesk } from "./call-desk.ts";
import { type Answer, json, refused } from "./exchange.ts";
import { LimitRefusal, Refusal, rateLimited, serverError } from "./refusal.ts";

const BEFORE_ACCEPTING = [
  "timeoutBeforeAccepting",
  "resetBeforeAccepting",
  "rateLimit",
  "errorBeforeAccepting",
] as const;
const AFTER_ACCEPTING = ["timeoutAfterAccepting", "resetAfterAccepting", "errorAfterAccepting"] as const;

interface Outcome {
  answer: Answer;
  call: CallRecord | null;
  limit: Limit | null;
  fault: FaultName | null;
}

/** Places a call, unless a fault comes in between, and writes it into the ledger before anybody hears of it. */
export function createPhoneCall(desk: CallDesk, body: unknown): Answer {
  const at = Date.now();
  const { answer, call, limit, fault } = order(desk, body, `create ${desk.ledger.createsEver}`);
  desk.ledger.recordCreate({
    at,
    body,
    accepted: call !== null,
    status: "status" in answer ? answer.status : null,
    call_id: call?.callId ?? null,
    refused_for: limit,
    fault,
  });
  return answer;
}

function order(desk: CallDesk, body: unknown, key: string): Outcome {
  const { faults, counter, views, settings } = desk;
  const before = faults.strikeFirst(BEFORE_ACCEPTING, key);
  if (before) return { call: null, limit: null, fault: before.name, answer: spoiled(desk, before) };
  try {
    const call = counter.place(body);
    const after = faults.strikeFirst(AFTER_ACCEPTING, key);
    const answer = after ? spoiled(desk, after) : json(201, views.stored(call));
    return { call, limit: null, fault: after?.name ?? null, answer };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const limit = error instanceof LimitRefusal ? error.limit : null;
    return { call: null, limit, fault: null, answer: refused(error, settings.errorKey) };
  }
}

type Spoiler = (typeof BEFORE_ACCEPTING)[number] | (typeof AFTER_ACCEPTING)[number];

function spoiled(desk: CallDesk, { name, setting }: { name: Spoiler; setting: FaultSetting }): Answer {
  switch (name) {
    case "timeoutBeforeAccepting":
    case "timeoutAfterAccepting":
      return { kind: "silence" };
    case "resetBeforeAccepting":
    case "resetAfterAccepting":
      return { kind: "reset" };
    case "rateLimit":
      return refused(rateLimited(setting.ms), desk.settings.errorKey);
    case "errorBeforeAccepting":
    case "errorAfterAccepting":
      return refused(serverError(), desk.settings.errorKey);
  }
}
