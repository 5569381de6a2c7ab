import { expect, test } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, type PhoneCall, place, start } from "./support.ts";

const HEADER_BYTES = 44;
const RATE = 8_000;
const LOUD = 500;
const QUIET = 80;

interface Wav {
  channels: number;
  /** Samples by channel. */
  tracks: Int16Array[];
  durationMs: number;
}

function readWav(bytes: Buffer): Wav {
  expect(bytes.toString("ascii", 0, 4)).toBe("RIFF");
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
  expect(bytes.toString("ascii", 8, 16)).toBe("WAVEfmt ");
  expect(bytes.readUInt16LE(20)).toBe(1);
  expect(bytes.readUInt32LE(24)).toBe(RATE);
  expect(bytes.readUInt16LE(34)).toBe(16);
  expect(bytes.readUInt32LE(40)).toBe(bytes.length - HEADER_BYTES);
  const channels = bytes.readUInt16LE(22);
  const frames = (bytes.length - HEADER_BYTES) / 2 / channels;
  const tracks = Array.from({ length: channels }, (_, channel) =>
    Int16Array.from({ length: frames }, (_, frame) =>
      bytes.readInt16LE(HEADER_BYTES + (frame * channels + channel) * 2),
    ),
  );
  return { channels, tracks, durationMs: (frames / RATE) * 1000 };
}

async function download(url: string | undefined, headers: Record<string, string> = {}) {
  const response = await fetch(url ?? "", { headers });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** Root mean square between two moments, in seconds. */
function loudness(track: Int16Array | undefined, from: number, to: number): number {
  const part = track?.subarray(Math.ceil(from * RATE), Math.floor(to * RATE)) ?? new Int16Array();
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / Math.max(1, part.length));
}

async function aCall(): Promise<PhoneCall> {
  const { retell } = await start();
  const { call_id } = await place(retell, { override_agent_id: AGENT_IDS.refillSpanish });
  return analysed(retell, call_id);
}

test("the recording is a WAV file as long as the call, loud where words are and quiet between turns", async () => {
  const call = await aCall();
  const { response, bytes } = await download(call.recording_url);
  expect(response.headers.get("content-type")).toBe("audio/wav");
  expect(response.headers.get("accept-ranges")).toBe("bytes");
  const { channels, tracks, durationMs } = readWav(bytes);
  expect(channels).toBe(1);
  expect(durationMs).toBe(call.duration_ms);
  let silentSince = 0;
  for (const { words } of call.transcript_object ?? []) {
    for (const { start = 0, end = 0 } of words) {
      if (start - silentSince > 0.1) expect(loudness(tracks[0], silentSince, start)).toBeLessThan(QUIET);
      expect(loudness(tracks[0], start, end)).toBeGreaterThan(LOUD);
      silentSince = end;
    }
  }
  expect(loudness(tracks[0], 0, 0.4)).toBeGreaterThan(0);
});

test("the multi-channel recording has the agent on the left and the other party on the right", async () => {
  const call = await aCall();
  const { tracks, channels, durationMs } = readWav((await download(call.recording_multi_channel_url)).bytes);
  expect(channels).toBe(2);
  expect(durationMs).toBe(call.duration_ms);
  for (const { role, words } of call.transcript_object ?? []) {
    const [own, other] = role === "agent" ? tracks : tracks.toReversed();
    for (const { start = 0, end = 0 } of words) {
      expect(loudness(own, start, end)).toBeGreaterThan(LOUD);
      expect(loudness(other, start, end)).toBeLessThan(QUIET);
    }
  }
});

test("any range is the same bytes as in the whole file", async () => {
  const call = await aCall();
  const url = call.recording_multi_channel_url;
  const { bytes: whole } = await download(url);
  const last = whole.length - 1;
  const ranges: [string, number, number][] = [
    ["bytes=0-0", 0, 0],
    ["bytes=10-43", 10, 43],
    ["bytes=40-51", 40, 51],
    ["bytes=45-45", 45, 45],
    ["bytes=70001-141234", 70_001, 141_234],
    [`bytes=${last}-`, last, last],
    ["bytes=-1001", whole.length - 1001, last],
    ["bytes=0-", 0, last],
    [`bytes=500-${last + 900}`, 500, last],
  ];
  for (const [header, from, to] of ranges) {
    const { response, bytes } = await download(url, { range: header });
    expect(response.status, header).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${from}-${to}/${whole.length}`);
    expect(bytes.equals(whole.subarray(from, to + 1)), header).toBe(true);
  }
});

test("a range beyond the end is 416, an odd one gets the whole file, and HEAD tells the size", async () => {
  const call = await aCall();
  const { response } = await download(call.recording_url, { range: "bytes=99999999-" });
  expect(response.status).toBe(416);
  const size = HEADER_BYTES + (call.duration_ms ?? 0) * 16;
  expect(response.headers.get("content-range")).toBe(`bytes */${size}`);
  expect((await download(call.recording_url, { range: "pages=1-2" })).response.status).toBe(200);
  const head = await fetch(call.recording_url ?? "", { method: "HEAD" });
  expect(head.headers.get("content-length")).toBe(String(size));
});

test("no file exists for a call that did not connect, or under another name", async () => {
  const { retell, simulator } = await start();
  const { call_id } = await place(retell, { to_number: "+12137770001" });
  await analysed(retell, call_id);
  expect((await fetch(`${simulator.url}/recordings/${call_id}/recording.wav`)).status).toBe(404);
  expect((await fetch(`${simulator.url}/recordings/${call_id}/..%2Fsecret`)).status).toBe(404);
});

test("signed links work until they expire, and each look brings fresh ones", async () => {
  const { retell } = await start();
  const agent = { opt_in_signed_url: true };
  const { call_id } = await place(retell, {
    override_agent_id: AGENT_IDS.frontDesk,
    agent_override: { agent },
  });
  await retell.agent.update(AGENT_IDS.frontDesk, { signed_url_expiration_ms: 400 });
  const call = await analysed(retell, call_id);
  const url = call.recording_url ?? "";
  expect((await download(url)).response.status).toBe(200);
  expect((await download(url.replace(/signature=./, "signature=x"))).response.status).toBe(403);
  expect((await download(url.split("?")[0])).response.status).toBe(403);
  await expect.poll(async () => (await download(url)).response.status, { timeout: 5_000 }).toBe(403);
  const again = (await analysed(retell, call_id)).recording_url;
  expect(again).not.toBe(url);
});
