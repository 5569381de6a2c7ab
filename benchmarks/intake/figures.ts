import {
  atLeast,
  type Figure,
  type FigureOptions,
  type Row,
  ratioAtLeast,
  ratioAtMost,
} from "../bench/figure.ts";
import { WEBHOOK_KEY } from "../bench/installation.ts";
import { inTurns } from "../bench/rounds.ts";
import type { BodySize } from "../load/events.ts";
import type { LoadFigures } from "../load/plan.ts";
import { openViewers } from "../load/viewers.ts";
import { openStage, type Stage, type Taker } from "./stage.ts";
import { FoldingWatch } from "./watch-folding.ts";

const SAMPLES_A_ROUND = 100;
/** Of a round's events, before the first one: code is compiled and caches are filled by then. */
const WARM_UP_SHARE = 0.5;
const VIEWERS = 100;
const NEXT = "plain Next route";
const NODE = "bare node:http";

interface Scene {
  connections: number;
  events: number;
  size: BodySize;
}

type Measured = LoadFigures & { percentInTime: number } & Record<string, number>;
type Measure = (taker: Taker) => (round: number) => Promise<Measured>;

/** Each on a stage of its own, so that none pays for what another one left behind. */
export const intakeFigures: readonly Figure[] = [
  figure(
    "intake-64",
    { connections: 64, events: 12_000, size: "4 KB" },
    async (stage, measure, { rounds }) => {
      const inTime: number[] = [];
      const watched = async (round: number) => {
        const measured = await measure(stage.ours)(round);
        inTime.push(measured.percentInTime);
        return measured;
      };
      const { ours, next, node } = await inTurns(
        { ours: watched, next: measure(stage.next), node: measure(stage.node) },
        rounds,
      );
      const what = "4 KB webhooks, 64 connections";
      return [
        rate("intake-64", what, ours, { name: NEXT, measured: next }, 4),
        {
          ...{ figure: "intake-64", what: `${what}, p99`, unit: "ms", ours: ours.p99 },
          ...{ baseline: { name: NEXT, value: next.p99 }, target: ratioAtMost(1 / 3) },
        },
        rate("intake-64", what, ours, { name: NODE, measured: node }, 1.2),
        {
          ...{ figure: "intake-64", what: "folded within 50 ms of the acknowledgement", unit: "%" },
          // Of the worst round: what is late once is late.
          ...{ ours: Math.min(...inTime), baseline: null, target: atLeast(100) },
        },
      ];
    },
  ),
  figure(
    "intake-256",
    { connections: 256, events: 12_000, size: "4 KB" },
    async (stage, measure, { rounds }) => {
      const { ours, node } = await inTurns({ ours: measure(stage.ours), node: measure(stage.node) }, rounds);
      const what = "4 KB webhooks, 256 connections";
      return [rate("intake-256", what, ours, { name: NODE, measured: node }, 1.5)];
    },
  ),
  figure("intake-1", { connections: 1, events: 2_000, size: "4 KB" }, async (stage, measure, { rounds }) => {
    const { ours, node } = await inTurns({ ours: measure(stage.ours), node: measure(stage.node) }, rounds);
    return [
      {
        ...{ figure: "intake-1", what: "4 KB webhooks, 1 connection, p50", unit: "ms", ours: ours.p50 },
        ...{ baseline: { name: NODE, value: node.p50 }, target: ratioAtMost(1.5) },
      },
    ];
  }),
  figure(
    "intake-viewers",
    { connections: 64, events: 12_000, size: "4 KB" },
    async (stage, measure, { rounds }) => {
      const cookie = await stage.installation.signIn();
      const alone = measure(stage.ours);
      const watched = async (round: number) => {
        const viewers = await openViewers({
          port: stage.ours.port,
          path: "/api/live",
          cookie,
          viewers: VIEWERS,
        });
        return alone(round).finally(() => viewers.close());
      };
      const measured = await inTurns({ watched, alone }, rounds);
      const what = `4 KB webhooks, 64 connections, ${VIEWERS} live viewers`;
      return [
        rate(
          "intake-viewers",
          what,
          measured.watched,
          { name: "itself with none", measured: measured.alone },
          0.95,
        ),
      ];
    },
  ),
  figure(
    "intake-large",
    { connections: 64, events: 3_000, size: "50 KB" },
    async (stage, measure, { rounds }) => {
      const { ours, next } = await inTurns({ ours: measure(stage.ours), next: measure(stage.next) }, rounds);
      return [
        rate("intake-large", "50 KB webhooks, 64 connections", ours, { name: NEXT, measured: next }, 3),
      ];
    },
  ),
];

function figure(
  name: string,
  scene: Scene,
  rows: (stage: Stage, measure: Measure, options: FigureOptions) => Promise<Row[]>,
): Figure {
  return {
    name,
    async measure(options) {
      const stage = await openStage(options.checkout);
      const scaled = {
        ...scene,
        events: Math.max(scene.connections * 4, Math.round(scene.events * options.scale)),
      };
      const began = Date.now().toString(36);
      let sent = 0;
      const send = async (taker: Taker, events: number): Promise<Measured> => {
        sent += 1;
        const prefix = `${began}${String(sent).padStart(4, "0")}`;
        return measureOne(stage, taker, { ...scaled, events }, prefix);
      };
      try {
        for (const taker of [stage.ours, stage.next, stage.node])
          await send(taker, Math.ceil(scaled.events * WARM_UP_SHARE));
        return await rows(stage, (taker) => () => send(taker, scaled.events), options);
      } finally {
        await stage.stop();
      }
    },
  };
}

async function measureOne(stage: Stage, taker: Taker, scene: Scene, prefix: string): Promise<Measured> {
  // What the side before has left in memory is on its way to disk before this one begins.
  await stage.postgres.pool.query("checkpoint");
  const watch = new FoldingWatch(taker);
  const figures = await stage.load.run(
    {
      ...{ port: taker.port, path: taker.path, key: WEBHOOK_KEY, prefix },
      ...{ connections: scene.connections, events: scene.events, size: scene.size },
      tellEvery: Math.max(1, Math.floor(scene.events / SAMPLES_A_ROUND)),
    },
    (what) => watch.note(what),
  );
  return { ...figures, percentInTime: await watch.percentInTime() };
}

function rate(
  figureName: string,
  what: string,
  ours: Measured,
  baseline: { name: string; measured: Measured },
  limit: number,
): Row {
  return {
    ...{ figure: figureName, what, unit: "/s", ours: ours.perSecond },
    ...{ baseline: { name: baseline.name, value: baseline.measured.perSecond }, target: ratioAtLeast(limit) },
  };
}
