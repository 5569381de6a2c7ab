/** How large the bodies are. */
export type BodySize = "4 KB" | "50 KB";

const EVENTS = ["call_started", "call_ended", "call_analyzed"] as const;
/** A large body is one with a long transcript, which a call has once it is over. */
const LARGE_EVENTS = ["call_ended", "call_analyzed"] as const;
/** Other calls' events come between those of one call, as they do where calls take minutes. */
const CALLS_TOGETHER = 500;
/** Chosen so that a body, the events taken together, has the size it is said to have. */
const SIZES = {
  "4 KB": { notes: 2_750, words: 16 },
  "50 KB": { notes: 2_750, words: 784 },
} as const;

export interface CallEvent {
  event: (typeof EVENTS)[number];
  callId: string;
  body: Buffer;
}

/** So many events of calls that nobody heard of before, in the order in which they would come. */
export function writeEvents(count: number, size: BodySize, prefix: string): CallEvent[] {
  const names = size === "4 KB" ? EVENTS : LARGE_EVENTS;
  return Array.from({ length: count }, (_, index) => {
    const together = CALLS_TOGETHER * names.length;
    const within = index % together;
    const call = Math.floor(index / together) * CALLS_TOGETHER + (within % CALLS_TOGETHER);
    const event = names[Math.floor(within / CALLS_TOGETHER)] ?? "call_ended";
    const callId = `call_${prefix}${String(call).padStart(8, "0")}`;
    return {
      event,
      callId,
      body: Buffer.from(JSON.stringify({ event, call: callAt(event, callId, call, size) })),
    };
  });
}

function callAt(event: string, callId: string, call: number, size: BodySize): Record<string, unknown> {
  const start = Date.UTC(2026, 0, 1) + call * 1_000;
  const begun = {
    call_id: callId,
    call_type: "phone_call",
    direction: "outbound",
    from_number: "+14157774444",
    to_number: `+1213555${String(call % 10_000).padStart(4, "0")}`,
    agent_id: "agent_benchmark",
    agent_version: 3,
    agent_name: "Appointment reminder",
    retell_llm_dynamic_variables: {
      customer_name: `Customer ${call}`,
      appointment_time: "Thursday at 9:20",
      notes: text(SIZES[size].notes, call),
    },
    telephony_identifier: { twilio_call_sid: `CA${String(call).padStart(32, "0")}` },
    start_timestamp: start,
  };
  if (event === "call_started") return { ...begun, call_status: "ongoing" };
  const spoken = words(SIZES[size].words);
  const over = {
    ...begun,
    call_status: "ended",
    end_timestamp: start + 61_000,
    duration_ms: 61_000,
    disconnection_reason: "user_hangup",
    transcript: spoken.map(({ role, content }) => `${role}: ${content}`).join("\n"),
    transcript_object: spoken,
    call_cost: { combined_cost: 12.55, product_costs: [{ product: "elevenlabs_tts", cost: 12.55 }] },
  };
  if (event === "call_ended") return over;
  const analysis = { call_summary: "They spoke.", user_sentiment: "Positive", call_successful: true };
  return { ...over, call_analysis: analysis };
}

/** Prose enough that it cannot be packed into nothing. */
function text(characters: number, seed: number): string {
  let state = seed + 1;
  let written = "";
  while (written.length < characters) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    written += `${VOCABULARY[state % VOCABULARY.length]} `;
  }
  return written.slice(0, characters);
}

const VOCABULARY =
  "patient called about the appointment on Tuesday morning and asked whether insurance covers a second visit with doctor Alvarez who prescribed lisinopril twice daily since March".split(
    " ",
  );

function words(count: number) {
  return Array.from({ length: Math.ceil(count / 8) }, (_, turn) => {
    const spoken = VOCABULARY.slice(turn % 16, (turn % 16) + 8);
    return {
      role: turn % 2 === 0 ? "agent" : "user",
      content: spoken.join(" "),
      words: spoken.map((word, place) => ({
        word,
        start: turn * 4 + place / 2,
        end: turn * 4 + place / 2 + 0.4,
      })),
    };
  });
}
