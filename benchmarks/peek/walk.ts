import type { Page } from "@playwright/test";

/** Whoever skims calls gives each hardly more. */
const LOOK_MS = 100;

/**
 * Opens the first call beside the list and walks down with J. Gives, for each step, the milliseconds from the key to
 * the frame after the one that shows the next call whole: its transcript, not what stands there while it is read.
 */
export async function walkDown(page: Page, steps: number): Promise<number[]> {
  await page.goto("/dashboard/calls");
  await page.locator("tbody tr a").first().click();
  await page.evaluate(waitForPeek);
  const times: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    await page.waitForTimeout(LOOK_MS);
    await page.evaluate(timeNextStep);
    await page.keyboard.press("j");
    times.push(await page.evaluate(() => (window as unknown as { step: Promise<number> }).step));
  }
  return times;
}

/** Until the call whose row is marked stands beside the list, read. */
function waitForPeek(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const region = document.querySelector("[aria-label='Call beside the list']");
      if (region?.querySelector("h2") && !region.querySelector("[aria-busy]")) resolve();
      else requestAnimationFrame(look);
    };
    look();
  });
}

function timeNextStep(): void {
  const region = document.querySelector("[aria-label='Call beside the list']");
  const next = document.querySelector("tr[aria-current]")?.nextElementSibling;
  if (!region || !next) throw new Error("No call is open, or the list ends here.");
  const shown = region.querySelector("h2");
  const isThere = () =>
    next.getAttribute("aria-current") === "true" &&
    region.querySelector("h2") !== shown &&
    region.querySelector("h2")?.textContent === next.querySelector("a")?.textContent &&
    !region.querySelector("[aria-busy]");
  const step = new Promise<number>((resolve) => {
    document.addEventListener(
      "keydown",
      ({ timeStamp }) => {
        const observer = new MutationObserver(() => {
          if (!isThere()) return;
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - timeStamp)));
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      },
      { capture: true, once: true },
    );
  });
  Object.assign(window, { step });
}
