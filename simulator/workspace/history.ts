import { analyse } from "../calls/analysis.ts";
import type { CallAnalysis, CallRecord } from "../calls/call-record.ts";
import { draftCall, drawAgent } from "../calls/draft.ts";
import { pastReason } from "../calls/outcome.ts";
import { REASONS } from "../calls/reasons.ts";
import { tellStory } from "../calls/story.ts";
import { hexIdFrom, type Random, randomFrom } from "../random.ts";
import { scriptOf } from "../scripts/index.ts";
import type { Agent } from "./agents.ts";
import type { PhoneNumber } from "./numbers.ts";
import { PEOPLE } from "./people.ts";
import type { Workspace } from "./workspace.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS_BACK = 7;
/** Nothing of the past is so recent that it could still be going on. */
const GAP_MS = 20 * 60_000;
const INBOUND_SHARE = 0.2;
const TYPICAL_TALK_MS = 45_000;

/** The ids that the official SDK's own tests ask for. */
const WELL_KNOWN_IDS = [
  "119c3f8e47135a29e65947eeb34cf12d",
  "call_a4441234567890777c4a4a123e6",
  "call_119c3f8e47135a29e65947eeb34cf12d",
];

/** The past week of a workspace, oldest call first. The same founding always gives the same week. */
export function pastWeek(workspace: Workspace, seed: string, count: number): CallRecord[] {
  const calls = Array.from({ length: count }, (_, index) => pastCall(workspace, seed, index));
  return calls.sort((a, b) => a.createdAt - b.createdAt);
}

function pastCall(workspace: Workspace, seed: string, index: number): CallRecord {
  const random = randomFrom(seed, "past", index);
  const direction = random.chance(INBOUND_SHARE) ? "inbound" : "outbound";
  const { number, agent } = pastNumber(workspace, direction, random);
  const other = otherParty(number, random);
  const outbound = direction === "outbound";
  const reason = pastReason(direction, random);
  const brief = draftCall(
    {
      callId: WELL_KNOWN_IDS[index] ?? `call_${hexIdFrom(27, seed, workspace.openedAt, "past", index)}`,
      storyKey: `${seed} past ${index}`,
      agent,
      direction,
      fromNumber: outbound ? number.phone_number : other,
      toNumber: outbound ? other : number.phone_number,
      ...(outbound && {
        variables: variablesFor(agent, random),
        metadata: { campaign: random.pick(CAMPAIGNS) },
      }),
      outcome: { reason, minimumMs: talkLength(random) },
    },
    workspace,
  );
  return finished(brief, agent, workspace.openedAt, random);
}

const CAMPAIGNS = ["spring-reminders", "open-balances", "patient-voice"];

function pastNumber(workspace: Workspace, direction: "inbound" | "outbound", random: Random) {
  const side = direction === "inbound" ? "inbound_agents" : "outbound_agents";
  const number = random.pick(workspace.listNumbers().filter((candidate) => candidate[side]?.length));
  const drawn = drawAgent(number[side] ?? [], random);
  const agent = workspace.findAgent(drawn?.agent_id ?? "");
  if (!agent) throw new Error(`${number.phone_number} has an agent that does not exist.`);
  return { number, agent };
}

/** Numbers that are set aside for fiction. */
function otherParty(number: PhoneNumber, random: Random): string {
  if (number.phone_number.startsWith("+44")) return `+447700900${random.int(100, 999)}`;
  return `+1${random.pick(["415", "510", "650", "707", "831"])}55501${random.int(10, 99)}`;
}

/** Only what the agent's script speaks of, and the name. */
function variablesFor(agent: Agent, random: Random): Record<string, string> {
  const script = JSON.stringify(scriptOf(agent.agent_id));
  const all = Object.entries(somebody(random));
  return Object.fromEntries(
    all.filter(([name]) => name === "customer_name" || script.includes(`{{${name}}}`)),
  );
}

function somebody(random: Random): Record<string, string> {
  return {
    customer_name: random.pick(PEOPLE),
    appointment_time: `${random.pick(["Monday", "Tuesday", "Thursday"])} at ${random.pick(["9:20", "11:00", "15:40"])}`,
    doctor_name: random.pick(["Dr. Alvarez", "Dr. Chen", "Dr. Novak"]),
    clinic_name: random.pick(["Lakeside Downtown", "Lakeside Harbor", "Lakeside North"]),
    amount_due: `$${random.int(18, 340)}.${random.pick(["00", "50", "75"])}`,
    due_date: random.pick(["the fifteenth", "the end of the month", "next Friday"]),
    visit_date: random.pick(["Monday", "last Friday", "Wednesday"]),
    medication: random.pick(["lisinopril", "metformin", "levotiroxina"]),
  };
}

/** Log-normal, as talk times are. */
function talkLength(random: Random): number {
  const spread = random.float() + random.float() + random.float() - 1.5;
  return Math.round(TYPICAL_TALK_MS * Math.exp(spread * 1.1));
}

function finished(
  brief: ReturnType<typeof draftCall>,
  agent: Agent,
  openedAt: number,
  random: Random,
): CallRecord {
  const story = tellStory(brief);
  const createdAt = officeHour(openedAt, story.ringMs + story.durationMs, random);
  const begins = createdAt + story.ringMs;
  const ends = begins + story.durationMs;
  const analysis: CallAnalysis = analyse(story, story.reason, true, agent.post_call_analysis_data);
  return {
    ...brief,
    createdAt,
    status: REASONS[story.reason].status,
    ...(story.carrierLegMs !== null && { twilioCallSid: `CA${hexIdFrom(32, brief.callId, "sid")}` }),
    ...(story.durationMs > 0 && { answeredAt: begins }),
    startTimestamp: begins,
    endTimestamp: ends,
    durationMs: story.durationMs,
    ...(story.transfer?.legMs && { transferEndTimestamp: ends + story.transfer.legMs }),
    reason: story.reason,
    analysis,
  };
}

/** A moment of the past week, by day, in the clinics' own time zone. */
function officeHour(openedAt: number, lastsMs: number, random: Random): number {
  const latest = openedAt - GAP_MS - lastsMs;
  for (;;) {
    const moment = latest - Math.floor(random.float() * DAYS_BACK * DAY_MS);
    const hourInCalifornia = (Math.floor(moment / HOUR_MS) + 17) % 24;
    if (hourInCalifornia >= 8 && hourInCalifornia < 20) return moment;
  }
}
