import type { CallBook } from "../calls/call-book.ts";
import type { CallRecord } from "../calls/call-record.ts";
import type { CallViews } from "../calls/call-views.ts";
import { heardBy } from "../calls/transcript.ts";
import { isFileName, isLinkValid, needsSignature } from "../recordings/links.ts";
import { Recording } from "../recordings/recording.ts";
import { readRange } from "./byte-range.ts";
import { type Answer, type Exchange, type Route, route } from "./exchange.ts";
import { notFound, Refusal } from "./refusal.ts";

/** The files of finished calls. Like the platform's storage they ask for no API key. */
export function recordingRoutes(book: CallBook, views: CallViews, secret: string): Route[] {
  function serve({ params, query, headers }: Exchange): Answer {
    const [callId = "", file = ""] = params;
    const record = book.find(callId);
    if (!record?.durationMs || !isFileName(file)) throw notFound();
    if (needsSignature(record) && !isLinkValid(callId, file, query, secret))
      throw new Refusal(403, "Forbidden");
    if (file === "public.log") return { kind: "text", status: 200, text: publicLog(record, views) };
    const channels = file === "recording.wav" ? 1 : 2;
    return serveRange(new Recording(views.storyOf(record), record.durationMs, channels), headers.range);
  }
  return [route("GET", "/recordings/:id/:file", serve, { open: true })];
}

function serveRange(recording: Recording, header: string | undefined): Answer {
  const range = readRange(header, recording.bytes);
  if (range === "unsatisfiable") {
    const headers = { "content-range": `bytes */${recording.bytes}`, "content-length": 0 };
    return { kind: "file", status: 416, headers, chunks: [] };
  }
  const { start, end } = range ?? { start: 0, end: recording.bytes - 1 };
  return {
    kind: "file",
    status: range ? 206 : 200,
    headers: {
      "content-type": "audio/wav",
      "accept-ranges": "bytes",
      "content-length": end - start + 1,
      ...(range && { "content-range": `bytes ${start}-${end}/${recording.bytes}` }),
    },
    chunks: recording.read(start, end),
  };
}

function publicLog(record: CallRecord, views: CallViews): string {
  const heard = heardBy(views.storyOf(record).entries, record.durationMs ?? 0);
  const lines = heard.map((entry) =>
    JSON.stringify("words" in entry ? { ...entry, words: undefined } : entry),
  );
  return [`call ${record.callId}`, ...lines, `ended: ${record.reason}`, ""].join("\n");
}
