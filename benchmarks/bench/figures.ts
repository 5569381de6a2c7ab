import { callsPageFigures } from "../calls-page/figures.ts";
import { historyFigures } from "../history/figures.ts";
import { intakeFigures } from "../intake/figures.ts";
import { memoryFigures } from "../memory/figures.ts";
import { pageFigures } from "../page/figures.ts";
import { peekFigures } from "../peek/figures.ts";
import { sendFigures } from "../send/figures.ts";
import { startFigures } from "../start/figures.ts";
import { streamFigures } from "../stream/figures.ts";
import type { Figure } from "./figure.ts";

/** Everything that `pnpm bench` measures, in its order. */
export const figures: readonly Figure[] = [
  ...intakeFigures,
  ...streamFigures,
  ...sendFigures,
  ...startFigures,
  ...memoryFigures,
  ...pageFigures,
  ...historyFigures,
  ...callsPageFigures,
  ...peekFigures,
];
