import { retellClient } from "./client.ts";
import { failureOf, RetellFailure } from "./failure.ts";
import { isObject, type RetellCall, readRetellCall } from "./retell-call.ts";
import { storable } from "./storable-json.ts";

/** The metadata key that carries our own id to Retell and back. */
export const OUR_ID_KEY = "switchboard_call_id";

/** How long we wait for create-phone-call before its outcome counts as unknown. */
const PLACE_TIMEOUT_MS = 30_000;
const LIST_TIMEOUT_MS = 60_000;
/** Of an id that is no id so much is shown. */
const SHOWN_ID_CHARACTERS_MAX = 200;
/** A person waits for this one. */
const STOP_TIMEOUT_MS = 8_000;

export interface PlacementRequest {
  ourId: string;
  fromNumber: string;
  toNumber: string;
  agentId: string;
  variables: Record<string, string>;
}

/**
 * Sends one create-phone-call, once: the SDK's silent retries are off, because Retell has no
 * idempotency key and each retry could ring the person again. Throws a RetellFailure whose kind says
 * whether the call may exist.
 */
export async function placeCall(request: PlacementRequest): Promise<RetellCall> {
  try {
    const answer = await retellClient().call.createPhoneCall(
      {
        from_number: request.fromNumber,
        to_number: request.toNumber,
        override_agent_id: request.agentId,
        retell_llm_dynamic_variables: request.variables,
        metadata: { [OUR_ID_KEY]: request.ourId },
      },
      { maxRetries: 0, timeout: PLACE_TIMEOUT_MS },
    );
    return readOrFail(answer);
  } catch (error) {
    throw failureOf(error);
  }
}

/** Throws a RetellFailure; its kind is `absent` when Retell knows no such call. */
export async function getCall(retellCallId: string): Promise<RetellCall> {
  try {
    return readOrFail(await retellClient().call.retrieve(retellCallId));
  } catch (error) {
    throw failureOf(error);
  }
}

/** Which calls are wanted; what is left out wants all. */
export interface CallsWanted {
  /** Milliseconds since 1970, as Retell's clock tells them. A call that never started matches no time. */
  startedFrom?: number;
  endedFrom?: number;
  statuses?: ("not_connected" | "error" | "ongoing" | "ended")[];
  toNumber?: string;
}

export interface CallPage {
  calls: RetellCall[];
  /** Items that are no call we can read: what stands for their id, and why. */
  unreadable: { retellCallId: string; reason: string }[];
  nextKey: string | null;
}

/** One page of Retell's list by start, newest first unless told otherwise. Transcripts are not in it. */
export async function listCalls(
  options: CallsWanted & { limit: number; order?: "ascending" | "descending"; pageKey?: string | null },
): Promise<CallPage> {
  try {
    const page = await retellClient().call.list(
      {
        sort_order: options.order ?? "descending",
        limit: options.limit,
        ...(options.pageKey ? { pagination_key: options.pageKey } : {}),
        filter_criteria: criteriaOf(options),
      },
      { timeout: LIST_TIMEOUT_MS },
    );
    return { ...readItems(page.items), nextKey: nextKeyIn(page, options.pageKey ?? null) };
  } catch (error) {
    throw failureOf(error);
  }
}

function criteriaOf({ startedFrom, endedFrom, statuses, toNumber }: CallsWanted) {
  const from = (value: number) => ({ type: "number", op: "ge", value }) as const;
  return {
    ...(startedFrom === undefined ? {} : { start_timestamp: from(startedFrom) }),
    ...(endedFrom === undefined ? {} : { end_timestamp: from(endedFrom) }),
    ...(statuses === undefined ? {} : { call_status: { type: "enum", op: "in", value: statuses } as const }),
    ...(toNumber === undefined ? {} : { to_number: { type: "string", op: "eq", value: toNumber } as const }),
  };
}

/** Each by itself: one item that cannot be read takes no other with it. */
function readItems(items: readonly unknown[]): Pick<CallPage, "calls" | "unreadable"> {
  const read: Pick<CallPage, "calls" | "unreadable"> = { calls: [], unreadable: [] };
  for (const item of items) {
    try {
      const call = readRetellCall(storable(item));
      if (call) read.calls.push(call);
      else
        read.unreadable.push({ retellCallId: idWords(item), reason: "It has no call_id that can be one." });
    } catch (error) {
      // Nested too deep to be copied.
      if (!(error instanceof RangeError)) throw error;
      read.unreadable.push({ retellCallId: idWords(item), reason: error.message });
    }
  }
  return read;
}

function idWords(item: unknown): string {
  const id = isObject(item) ? item.call_id : undefined;
  return String(
    storable(typeof id === "string" && id !== "" ? id.slice(0, SHOWN_ID_CHARACTERS_MAX) : "(no id)"),
  );
}

/** A list that breaks off, or goes round in a circle, must not pass for one that was read to its end. */
function nextKeyIn(
  page: { has_more: boolean; pagination_key?: string },
  pageKey: string | null,
): string | null {
  if (!page.has_more) return null;
  const next = page.pagination_key;
  if (!next) throw new RetellFailure("unknown", "Retell's list has more pages and does not say where.");
  if (next === pageKey)
    throw new RetellFailure("unknown", "Retell's list gives the same page again and again.");
  return next;
}

/** What a look-up by our id brought. */
export interface LookUp {
  /** The call that carries our id, if Retell shows it. */
  found: RetellCall | null;
  /** Retell gave calls whose metadata it leaves out: one of them may be ours, and nobody can tell. */
  isUnclear: boolean;
}

/**
 * Looks for the call that carries our id in its metadata. Throws a RetellFailure also when Retell did not
 * search for it: only an answer to the question that was asked may say that there is no such call.
 */
export async function lookUpByOurId(ourId: string): Promise<LookUp> {
  try {
    const page = await retellClient().call.list({
      limit: 10,
      filter_criteria: { metadata: [{ key: OUR_ID_KEY, type: "string", op: "eq", value: ourId }] },
    });
    const { calls, unreadable } = readItems(page.items);
    const found = calls.find((call) => ourIdIn(call) === ourId) ?? null;
    if (found === null && calls.some((call) => call.metadata !== null))
      throw new RetellFailure(
        "unknown",
        "Retell's list showed other calls than the one that was looked for.",
      );
    return { found, isUnclear: found === null && calls.length + unreadable.length > 0 };
  } catch (error) {
    throw failureOf(error);
  }
}

/** Asks once to end a call that is ringing or in progress; whoever wants it tries again. Throws a RetellFailure. */
export async function stopCall(retellCallId: string): Promise<void> {
  try {
    await retellClient().call.stop(retellCallId, { maxRetries: 0, timeout: STOP_TIMEOUT_MS });
  } catch (error) {
    throw failureOf(error);
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Our id for the call, if it was placed by us. */
export function ourIdIn(call: RetellCall): string | null {
  const id = call.metadata?.[OUR_ID_KEY];
  return typeof id === "string" && uuid.test(id) ? id : null;
}

function readOrFail(answer: unknown): RetellCall {
  const call = readRetellCall(storable(answer));
  if (call === null) throw new RetellFailure("unknown", "Retell's answer holds no call.");
  return call;
}
