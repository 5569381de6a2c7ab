import { atMost, type Figure, type FigureOptions, type Row } from "../bench/figure.ts";
import { inBrowser } from "../bench/in-browser.ts";
import { inTurns } from "../bench/rounds.ts";
import { visit } from "../calls-page/visit.ts";
import { ascending, median, percentile } from "../load/percentiles.ts";
import { walkDown } from "./walk.ts";

const CALLS = 2_000;
const STEPS = 30;

export const peekFigures: readonly Figure[] = [{ name: "peek", measure }];

/** The call beside the list, walked from one to the next by key, on a processor that is not slowed. */
async function measure({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  return inBrowser(checkout, CALLS, async ({ browser, address, cookie }) => {
    const walk = async () => {
      const visitor = await visit(browser, address, cookie);
      const times = await walkDown(visitor.page, Math.max(1, Math.round(STEPS * scale)));
      await visitor.close();
      return { p50: median(times), p95: percentile(ascending(times), 0.95) };
    };
    const { ours } = await inTurns({ ours: walk }, rounds);
    return [
      row("J → next call beside the list, p50", ours.p50, 50),
      row("J → next call beside the list, p95", ours.p95, 100),
    ];
  });
}

function row(what: string, ours: number, limit: number): Row {
  return { figure: "peek", what, unit: "ms", ours, baseline: null, target: atMost(limit) };
}
