import type { Visit } from "./visit.ts";

const FRAME_MS = 1000 / 60;
/** A brisk turn of the wheel, for four seconds. */
const PX_A_SECOND = 3_000;
const PX = 12_000;

/** Loads pages by going to the end of the list, until so many rows were read. */
export async function loadRows({ page }: Visit, rows: number): Promise<void> {
  await page.goto("/dashboard/calls");
  await page.locator("tbody tr").first().waitFor();
  await page.evaluate(async (wanted) => {
    const lastPlace = () =>
      Number([...document.querySelectorAll("tbody tr")].at(-1)?.getAttribute("aria-rowindex") ?? 0);
    while (lastPlace() <= wanted) {
      window.scrollTo(0, document.body.scrollHeight);
      await new Promise(requestAnimationFrame);
    }
  }, rows);
}

/** A table of as many rows with nothing behind it: what the browser itself can do here. */
export async function showPlainTable({ page }: Visit, rows: number): Promise<void> {
  await page.goto("about:blank");
  await page.evaluate((count) => {
    const cells = [
      "Completed",
      "+12135550142",
      "Front desk",
      "3 hours ago",
      "2m 10s",
      "$0.12",
      "Success",
      "patient P-1",
    ];
    const table = document.createElement("table");
    const row = `<tr style="height: 40px">${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
    table.innerHTML = `<tbody>${row.repeat(count)}</tbody>`;
    table.style.width = "100%";
    document.body.replaceChildren(table);
  }, rows);
}

/**
 * The share of frames that came in time while somebody scrolls, in per cent. A browser begins frames on its 60 ticks a
 * second; what lies between two that our script was called for is as many ticks, of which all but one were missed.
 */
export async function measureScrolling({ page, cdp, throttle }: Visit): Promise<number> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.waitForTimeout(500);
  await throttle();
  await page.evaluate(() => {
    const frames: number[] = [];
    const note = (at: number) => {
      frames.push(at);
      if (frames.length > 0) requestAnimationFrame(note);
    };
    Object.assign(window, { frames });
    requestAnimationFrame(note);
  });
  await cdp.send("Input.synthesizeScrollGesture", {
    ...{ x: 700, y: 600, yDistance: -PX, speed: PX_A_SECOND, gestureSourceType: "mouse" },
  });
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.slice());
  await throttle(1);
  const ticks = frames
    .slice(1)
    .map((at, index) => Math.max(1, Math.round((at - (frames[index] ?? at)) / FRAME_MS)));
  return (ticks.filter((count) => count === 1).length / ticks.reduce((sum, count) => sum + count, 0)) * 100;
}
