import { chromium } from "@playwright/test";
import { ensureChromium } from "../../tests/support/chromium.ts";
import { atMost, type Figure, type FigureOptions, type Row } from "../bench/figure.ts";
import { environmentOf, prepareDatabase, signIn } from "../bench/installation.ts";
import { inTurns } from "../bench/rounds.ts";
import { visit } from "../calls-page/visit.ts";
import { startWebProcess } from "../flood/web-process.ts";
import { openHistory } from "../history/kept.ts";
import { ascending, median, percentile } from "../load/percentiles.ts";
import { walkDown } from "./walk.ts";

const CALLS = 2_000;
const STEPS = 30;

export const peekFigures: readonly Figure[] = [{ name: "peek", measure }];

/** The call beside the list, walked from one to the next by key, on a processor that is not slowed. */
async function measure({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  const postgres = await openHistory(checkout, CALLS);
  try {
    const environment = environmentOf(postgres);
    prepareDatabase(checkout, environment);
    const web = await startWebProcess({ checkout, environment });
    const browser = await chromium.launch({ executablePath: ensureChromium() });
    try {
      const address = `http://127.0.0.1:${web.port}`;
      const cookie = await signIn(address);
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
    } finally {
      await browser.close();
      await web.stop();
    }
  } finally {
    await postgres.stop();
  }
}

function row(what: string, ours: number, limit: number): Row {
  return { figure: "peek", what, unit: "ms", ours, baseline: null, target: atMost(limit) };
}
