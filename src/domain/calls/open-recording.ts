import { type Actor, asActor, type Db } from "#database";
import { Problem } from "#domain/problems";
import { fetchRecording, getCall, RetellFailure } from "#retell";
import { isCallId } from "./call-id.ts";

export interface RecordingRequest {
  callId: string;
  /** 1 is everybody in one; 2 is one speaker a channel. */
  channels: 1 | 2;
  /** The Range header, passed on as it is. */
  range: string | null;
  signal: AbortSignal;
}

/**
 * Opens a call's recording where Retell keeps it. Links run out and move, so where the one we know does
 * not work, Retell is asked for a fresh one. Throws a Problem or a RetellFailure.
 */
export async function openRecording(actor: Actor, request: RecordingRequest): Promise<Response> {
  const known = await asActor(actor, (db) => findRecording(db, request));
  if (known === null) throw new Problem("not_found", "This call has no recording.");
  const answer = await fetchRecording(known.url, request.range, request.signal).catch(failedAnswer);
  if (answer instanceof Response && isPlayable(answer)) return answer;
  if (answer instanceof Response) await answer.body?.cancel();
  const fresh = await getCall(known.retellCallId);
  const url = request.channels === 2 ? fresh.recordingMultiChannelUrl : fresh.recordingUrl;
  if (url === null) throw new Problem("not_found", "Retell no longer keeps this recording.");
  const second = await fetchRecording(url, request.range, request.signal);
  if (isPlayable(second)) return second;
  await second.body?.cancel();
  throw new RetellFailure(
    "refused",
    `The recording could not be fetched: its host answered ${second.status}.`,
    second.status,
  );
}

/** A range that does not exist is an answer too: players ask for it and cope. */
function isPlayable(answer: Response): boolean {
  return answer.ok || answer.status === 416;
}

function failedAnswer(error: unknown): RetellFailure {
  if (error instanceof RetellFailure) return error;
  throw error;
}

async function findRecording(
  db: Db,
  { callId, channels }: RecordingRequest,
): Promise<{ retellCallId: string; url: string } | null> {
  if (!isCallId(callId)) return null;
  const found = await db
    .selectFrom("retell_calls")
    .innerJoin("retell_call_details", "retell_call_details.call_id", "retell_calls.id")
    .select(["retell_call_id", "recording_url", "recording_multi_channel_url"])
    .where("id", "=", callId)
    .executeTakeFirst();
  const url = channels === 2 ? found?.recording_multi_channel_url : found?.recording_url;
  return found?.retell_call_id && url ? { retellCallId: found.retell_call_id, url } : null;
}
