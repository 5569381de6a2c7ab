import { atMost, type Figure, type FigureOptions, type Row, ratioAtMost } from "../bench/figure.ts";
import { environmentOf, signIn } from "../bench/installation.ts";
import { inTurns } from "../bench/rounds.ts";
import { startWebProcess } from "../flood/web-process.ts";
import { median } from "../load/percentiles.ts";
import type { Asking } from "./asking.ts";
import { type History, openHistoryToAsk } from "./history.ts";
import { type Question, questionsFor } from "./questions.ts";

const CALLS = 1_000_000;
const FEWER = 100_000;
const DEPTH = 500_000;
/** How often each is asked in each round; the round's figure is the median. */
const TIMES = 20;
/** Two sizes take turns so often within a round: whatever the machine does for a second meets both. */
const TURNS_A_ROUND = 5;

export const historyFigures: readonly Figure[] = [
  { name: "history-depth", measure: measureDepth },
  { name: "history-size", measure: measureSize },
  { name: "history-policies", measure: measurePolicies },
  { name: "history-total", measure: measureTotal },
];

const all: Question = { name: "all", search: "" };

async function measureDepth({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  return withHistories([CALLS * scale], checkout, async ([history]) => {
    const { nextCursor: deep } = await history.ask({ what: "walk", calls: DEPTH * scale });
    const page = (cursor: string | null) => async () => ({
      ms: (await history.ask(asking(all, { cursor }))).ms,
    });
    const rows = [
      depthRow("by the domain", scale, await inTurns({ deep: page(deep), first: page(null) }, rounds)),
    ];
    const environment = environmentOf(history.postgres);
    const web = await startWebProcess({ checkout, environment });
    try {
      const address = `http://127.0.0.1:${web.port}`;
      const cookie = await signIn(address);
      const get = (cursor: string | null) => async () => ({
        ms: await timeGet(`${address}/api/calls${cursor === null ? "" : `?cursor=${cursor}`}`, cookie),
      });
      rows.push(depthRow("over HTTP", scale, await inTurns({ deep: get(deep), first: get(null) }, rounds)));
    } finally {
      await web.stop();
    }
    return rows;
  });
}

function depthRow(
  how: string,
  scale: number,
  { deep, first }: Record<"deep" | "first", { ms: number }>,
): Row {
  return {
    ...{ figure: "history-depth", what: `page at depth ${thousands(DEPTH * scale)}, ${how}`, unit: "ms" },
    ...{ ours: deep.ms, baseline: { name: "page 1", value: first.ms }, target: ratioAtMost(1.5) },
  };
}

async function timeGet(url: string, cookie: string): Promise<number> {
  const took: number[] = [];
  // The first answer compiles what it uses.
  for (let time = 0; time <= TIMES; time += 1) {
    const began = performance.now();
    const answer = await fetch(url, { headers: { cookie } });
    await answer.text();
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
    if (time > 0) took.push(performance.now() - began);
  }
  return median(took);
}

/** The same questions of many calls and of fewer, by turns. */
async function measureSize({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  return withHistories([CALLS * scale, FEWER * scale], checkout, async ([large, small]) => {
    const rows: Row[] = [];
    for (const { name } of questionsFor(large.newest)) {
      const side = (history: History) => async () => {
        const question = questionsFor(history.newest).find((one) => one.name === name) ?? all;
        return { ms: (await history.ask(asking(question, { times: TIMES / TURNS_A_ROUND }))).ms };
      };
      const sides = { large: side(large), small: side(small) };
      const measured = await inTurns(sides, rounds * TURNS_A_ROUND);
      rows.push({
        ...{ figure: "history-size", what: `${thousands(CALLS * scale)} calls: ${name}`, unit: "ms" },
        ...{
          ours: measured.large.ms,
          baseline: { name: thousands(FEWER * scale), value: measured.small.ms },
        },
        target: ratioAtMost(1.3),
      });
    }
    return rows;
  });
}

/** The same statements bound by policies, and past all of them. */
async function measurePolicies({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  return withHistories([CALLS * scale], checkout, async ([history]) => {
    const rows: Row[] = [];
    for (const what of ["page", "count"] as const)
      for (const question of questionsFor(history.newest)) {
        // A count knows no order.
        if (what === "count" && question.sort !== undefined) continue;
        const { pair } = await inTurns(
          {
            pair: async () => {
              const { ms, againstMs } = await history.ask(asking(question, { what, against: "owner" }));
              return { admin: ms, owner: againstMs };
            },
          },
          rounds,
        );
        rows.push({
          ...{ figure: "history-policies", what: `${what}: ${question.name}`, unit: "ms", ours: pair.admin },
          ...{ baseline: { name: "no policies", value: pair.owner }, target: ratioAtMost(1.1) },
        });
      }
    return rows;
  });
}

/** How long the list's total takes, and how far it is off. */
async function measureTotal({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  return withHistories([CALLS * scale], checkout, async ([history]) => {
    const rows: Row[] = [];
    let worst = 0;
    for (const question of questionsFor(history.newest).filter(({ sort }) => sort === undefined)) {
      const total = await history.ask(asking(question, { what: "total" }));
      const exactly = await history.ask(asking(question, { what: "count-all", as: "owner", times: 0 }));
      worst = Math.max(worst, errorOf(total, exactly.count));
      const { ours } = await inTurns(
        { ours: async () => ({ ms: (await history.ask(asking(question, { what: "total" }))).ms }) },
        rounds,
      );
      rows.push({
        ...{ figure: "history-total", unit: "ms", ours: ours.ms },
        what: `total of ${question.name}: ${thousands(total.count)}${total.isMore ? "+" : ""}`,
        ...{ baseline: { name: "exact count", value: exactly.ms }, target: atMost(5) },
      });
    }
    rows.push({
      ...{ figure: "history-total", what: "the largest error of a total", unit: "%", ours: worst },
      ...{ baseline: null, target: atMost(5) },
    });
    return rows;
  });
}

/** In per cent. “N+” is right wherever there are as many; a number is as far off as it differs. */
function errorOf({ count, isMore }: { count: number; isMore: boolean }, exactly: number): number {
  if (isMore) return exactly >= count ? 0 : 100;
  return exactly === 0 ? (count === 0 ? 0 : 100) : (Math.abs(count - exactly) / exactly) * 100;
}

function asking(question: Question, besides: Partial<Asking> = {}): Asking {
  return { what: "page", question, cursor: null, as: "admin", against: null, times: TIMES, ...besides };
}

async function withHistories<const Sizes extends readonly number[]>(
  sizes: Sizes,
  checkout: string,
  work: (histories: { [Place in keyof Sizes]: History }) => Promise<Row[]>,
): Promise<Row[]> {
  const histories: History[] = [];
  try {
    for (const calls of sizes) histories.push(await openHistoryToAsk(checkout, Math.round(calls)));
    return await work(histories as { [Place in keyof Sizes]: History });
  } finally {
    for (const history of histories) await history.stop();
  }
}

const thousands = (count: number) => Math.round(count).toLocaleString("en-US");
