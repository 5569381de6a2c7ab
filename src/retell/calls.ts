import { retellClient } from "./client.ts";
import { failureOf, RetellFailure } from "./failure.ts";
import { type RetellCall, readRetellCall } from "./retell-call.ts";
import { storable } from "./storable-json.ts";

/** The metadata key that carries our own id to Retell and back. */
export const OUR_ID_KEY = "switchboard_call_id";

/** How long we wait for create-phone-call before its outcome counts as unknown. */
const PLACE_TIMEOUT_MS = 30_000;
const LIST_TIMEOUT_MS = 60_000;
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

export interface CallPage {
  calls: RetellCall[];
  nextKey: string | null;
}

/** One page of Retell's list, newest first, from a start time on. Transcripts are not in it. */
export async function listCalls(options: {
  startedFrom?: number;
  limit: number;
  pageKey?: string | null;
}): Promise<CallPage> {
  try {
    const page = await retellClient().call.list(
      {
        sort_order: "descending",
        limit: options.limit,
        ...(options.pageKey ? { pagination_key: options.pageKey } : {}),
        ...(options.startedFrom === undefined
          ? {}
          : {
              filter_criteria: { start_timestamp: { type: "number", op: "ge", value: options.startedFrom } },
            }),
      },
      { timeout: LIST_TIMEOUT_MS },
    );
    return {
      calls: page.items.flatMap((item) => readRetellCall(storable(item)) ?? []),
      nextKey: (page.has_more && page.pagination_key) || null,
    };
  } catch (error) {
    throw failureOf(error);
  }
}

/** The calls that carry our id in their metadata: none, one, or the proof of a fault. */
export async function findCallsByOurId(ourId: string): Promise<RetellCall[]> {
  try {
    const page = await retellClient().call.list({
      limit: 10,
      filter_criteria: { metadata: [{ key: OUR_ID_KEY, type: "string", op: "eq", value: ourId }] },
    });
    // A filter that Retell ignored must not hand us a stranger's call.
    return page.items
      .flatMap((item) => readRetellCall(storable(item)) ?? [])
      .filter((call) => ourIdIn(call) === ourId);
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
