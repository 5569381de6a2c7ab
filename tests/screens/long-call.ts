import { createHmac } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";

const WORD_SECONDS = 0.5;
const PAUSE_SECONDS = 0.8;
const MS = 1000;
/** The same lines again, so that they fill more than a screen. */
const ROUNDS = 6;

/** What somebody says who is called for a reminder, in the languages of a waiting room. */
const said: [role: "agent" | "user", content: string][] = [
  ["agent", "Lakeside Health, good morning. How can I help you?"],
  ["user", "مرحبا، أريد تغيير موعدي يوم الخميس إلى الأسبوع القادم إذا أمكن ذلك."],
  ["agent", "بالتأكيد. هل يناسبك يوم Tuesday الساعة 9:30 في Lakeside Health؟"],
  ["user", "כן, תודה. התור הוא על שם יעל בן־דוד, והטלפון 054-123-4567."],
  ["agent", "I have you down for Tuesday at half past nine. You will get a message with the address."],
  [
    "user",
    `It is on the letter, the long number: ${"4071-9926-".repeat(12)}. And they wrote <b>bring it along</b> at the end.`,
  ],
];

const variables = {
  customer_name: "ياسمين بنت عبد الرحمن الخوري",
  appointment_time: "9:30 AM",
  clinic_name:
    "Lakeside Health and Rehabilitation Centre for Children, Young People and Everybody Who Comes Along With Them",
  directions_for_whoever_comes_by_car_or_with_a_wheelchair: `Enter from the north side, past the pharmacy. ${"The lift is behind the second door on the left; somebody at the desk has its key. ".repeat(6)}`,
  booking_link: `https://book.example.com/${"a7f3c9e1d5".repeat(14)}`,
  notes: "She said: <script>alert('hello')</script> & laughed",
};

/** Tells the console, as Retell would, of a long call in several scripts, and gives our id of it. */
export async function longCall(admin: APIRequestContext): Promise<string> {
  const retellId = "call_5e1d7c0b9a384f26b1d0c7e2f4a";
  const transcript = spoken();
  const length = (transcript.at(-1)?.words.at(-1)?.end ?? 0) * MS;
  const end = Date.now() - 600 * MS;
  await deliver(admin, {
    event: "call_analyzed",
    call: {
      call_id: retellId,
      call_status: "ended",
      direction: "inbound",
      from_number: "+972541234567",
      to_number: "+14157774444",
      start_timestamp: end - length,
      end_timestamp: end,
      duration_ms: length,
      disconnection_reason: "user_hangup",
      retell_llm_dynamic_variables: variables,
      transcript_with_tool_calls: transcript,
      call_analysis: { call_summary: said.map(([, content]) => content).join(" "), call_successful: true },
    },
  });
  const answer = await admin.get("/api/calls?limit=200");
  const { calls }: { calls: { id: string; retellCallId: string }[] } = await answer.json();
  const found = calls.find(({ retellCallId }) => retellCallId === retellId);
  if (!found) throw new Error("The long call did not arrive.");
  return found.id;
}

/** One line after the other, word by word. */
function spoken() {
  let at = 0;
  return Array.from({ length: ROUNDS }, () => said).flatMap((lines) =>
    lines.map(([role, content]) => {
      const words = content.split(" ").map((word) => {
        const start = at;
        at += WORD_SECONDS;
        return { word, start, end: at };
      });
      at += PAUSE_SECONDS;
      return { role, content, words };
    }),
  );
}

async function deliver(admin: APIRequestContext, body: Record<string, unknown>): Promise<void> {
  const data = JSON.stringify(body);
  const stamp = Date.now();
  const digest = createHmac("sha256", "key_simulated").update(data).update(String(stamp)).digest("hex");
  const answer = await admin.post("/api/webhooks/retell", {
    headers: { "content-type": "application/json", "x-retell-signature": `v=${stamp},d=${digest}` },
    data,
  });
  if (!answer.ok()) throw new Error(`The delivery was answered ${answer.status()}: ${await answer.text()}`);
}
