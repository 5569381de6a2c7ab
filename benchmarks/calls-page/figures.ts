import { atLeast, atMost, type Figure, type FigureOptions, type Row } from "../bench/figure.ts";
import { inBrowser, type Screen } from "../bench/in-browser.ts";
import { inTurns } from "../bench/rounds.ts";
import { loadRows, measureScrolling, showPlainTable } from "./scrolling.ts";
import { measureFilter, measureLoad, type Visit, visit } from "./visit.ts";

const CALLS = 1_000_000;
const ROWS = 10_000;

export const callsPageFigures: readonly Figure[] = [{ name: "calls-page", measure }];

/** The calls page in a browser on a slow processor, with a million calls behind it. */
async function measure({ checkout, rounds, scale }: FigureOptions): Promise<Row[]> {
  return inBrowser(checkout, Math.round(CALLS * scale), (screen) =>
    measureOn(screen, { rounds, rows: Math.round(ROWS * scale) }),
  );
}

async function measureOn(
  { browser, address, cookie }: Screen,
  { rounds, rows }: { rounds: number; rows: number },
): Promise<Row[]> {
  const load = async () => {
    const visitor = await visit(browser, address, cookie);
    const paints = await measureLoad(visitor);
    const filterMs = await measureFilter(visitor);
    await visitor.close();
    return { ...paints, filterMs };
  };
  // The first visit of all compiles the page on the server.
  await load();
  const { ours } = await inTurns({ ours: load }, rounds);
  const [list, plain] = [await visit(browser, address, cookie), await visit(browser, address, cookie)];
  await loadRows(list, rows);
  await showPlainTable(plain, rows);
  const scroll = (visitor: Visit) => async () => {
    await visitor.page.bringToFront();
    return { share: await measureScrolling(visitor) };
  };
  const frames = await inTurns({ ours: scroll(list), plain: scroll(plain) }, rounds);
  const row = (what: string, rest: Omit<Row, "figure" | "what">): Row => ({
    ...{ figure: "calls-page", what: `${what}, processor slowed 4×` },
    ...rest,
  });
  return [
    row("largest paint", { unit: "ms", ours: ours.lcp, baseline: null, target: atMost(1_200) }),
    row("layout shift", { unit: "", ours: ours.cls, baseline: null, target: atMost(0.02) }),
    row("filter click → painted", { unit: "ms", ours: ours.filterMs, baseline: null, target: atMost(150) }),
    row(`frames in time, scrolling ${rows.toLocaleString("en-US")} rows`, {
      ...{ unit: "%", ours: frames.ours.share, target: atLeast(95) },
      baseline: { name: "plain table", value: frames.plain.share },
    }),
  ];
}
