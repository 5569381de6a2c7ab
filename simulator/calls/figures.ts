import { randomFrom } from "../random.ts";
import type { CallRecord } from "./call-record.ts";
import { isUtterance, type TranscriptEntry } from "./transcript.ts";

const VOICE_CENTS_PER_SECOND = 0.0917;
const LLM_CENTS_PER_SECOND = 0.0333;
const TELEPHONY_CENTS_PER_SECOND = 0.025;
const ANALYSIS_CENTS = 1.7;
const SHORTEST_BILLED_SECONDS = 10;
const MS_PER_SECOND = 1000;

interface ProductCost {
  product: string;
  cost: number;
  unit_price?: number;
  is_transfer_leg_cost?: boolean;
}

export interface CallCost {
  product_costs: ProductCost[];
  total_duration_seconds: number;
  total_duration_unit_price: number;
  combined_cost: number;
}

export const NO_COST: CallCost = {
  product_costs: [],
  total_duration_seconds: 0,
  total_duration_unit_price: 0,
  combined_cost: 0,
};

/** US cents, in fractions. The bill of a transferred call grows once more when the transfer leg is over. */
export function costOf(record: CallRecord): CallCost {
  const durationMs = record.durationMs ?? 0;
  if (durationMs === 0) return NO_COST;
  const seconds = Math.ceil(durationMs / MS_PER_SECOND);
  const billed = Math.max(seconds, SHORTEST_BILLED_SECONDS);
  const telephony = [["us_telephony", TELEPHONY_CENTS_PER_SECOND]] as const;
  const perSecond = [
    ["elevenlabs_tts", VOICE_CENTS_PER_SECOND],
    ["gpt_4_1", LLM_CENTS_PER_SECOND],
    ...(record.callType === "web_call" ? [] : telephony),
  ] as const;
  const products: ProductCost[] = perSecond.map(([product, price]) => ({
    product,
    cost: cents(billed * price),
    unit_price: price,
  }));
  if (record.analysis) {
    const cost = cents(ANALYSIS_CENTS * (record.analysisRuns ?? 1));
    products.push({ product: "post_call_analysis_gpt_4_1_mini", cost });
  }
  if (record.transferEndTimestamp !== undefined && record.endTimestamp !== undefined) {
    const legSeconds = Math.ceil((record.transferEndTimestamp - record.endTimestamp) / MS_PER_SECOND);
    products.push({
      product: "us_telephony",
      cost: cents(legSeconds * TELEPHONY_CENTS_PER_SECOND),
      unit_price: TELEPHONY_CENTS_PER_SECOND,
      is_transfer_leg_cost: true,
    });
  }
  return {
    product_costs: products,
    total_duration_seconds: seconds,
    total_duration_unit_price: cents(perSecond.reduce((sum, [, price]) => sum + price, 0)),
    combined_cost: cents(products.reduce((sum, { cost }) => sum + cost, 0)),
  };
}

function cents(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}

interface LatencyFigures {
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  max: number;
  min: number;
  num: number;
  values: number[];
}

export type CallLatency = Partial<Record<"e2e" | "llm" | "tts" | "asr", LatencyFigures>>;

/** End to end is the very pause that can be heard in the recording; its parts add up to a little less. */
export function latencyOf(storyKey: string, agentPausesMs: readonly number[]): CallLatency {
  if (agentPausesMs.length === 0) return {};
  const random = randomFrom(storyKey, "latency");
  const asr = agentPausesMs.map(() => random.int(30, 90));
  const tts = agentPausesMs.map(() => random.int(140, 260));
  const llm = agentPausesMs.map(
    (pause, turn) => pause - (asr[turn] ?? 0) - (tts[turn] ?? 0) - random.int(10, 60),
  );
  return { e2e: figures(agentPausesMs), llm: figures(llm), tts: figures(tts), asr: figures(asr) };
}

function figures(values: readonly number[]): LatencyFigures {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return {
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    min: at(0),
    num: values.length,
    values: [...values],
  };
}

/** The prompt is read again at every turn, so requests grow as the talk goes on. */
export function tokenUsageOf(storyKey: string, heard: readonly TranscriptEntry[]) {
  const random = randomFrom(storyKey, "tokens");
  let size = random.int(900, 1_500);
  const values: number[] = [];
  for (const entry of heard) {
    if (!isUtterance(entry)) continue;
    size += entry.words.length * 2;
    if (entry.role === "agent") values.push(size);
  }
  if (values.length === 0) return undefined;
  const average = Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
  return { values, average, num_requests: values.length };
}
