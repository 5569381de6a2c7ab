import type { Browser, CDPSession, Page } from "@playwright/test";

/** A slow laptop, or a telephone. */
const THROTTLE = 4;
const VIEWPORT = { width: 1440, height: 900 };
/** The largest paint and late shifts have come by then. */
const SETTLE_MS = 2_000;

export interface Visit {
  page: Page;
  /** By how much the processor is slowed from now on; 1 for not at all. */
  throttle(rate?: number): Promise<void>;
  cdp: CDPSession;
  close(): Promise<void>;
}

/** A browser that was never there before, but is signed in. */
export async function visit(browser: Browser, address: string, cookie: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: VIEWPORT, baseURL: address });
  await context.addCookies(
    cookie.split("; ").map((pair) => {
      const at = pair.indexOf("=");
      return { name: pair.slice(0, at), value: pair.slice(at + 1), url: address };
    }),
  );
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  return {
    page,
    cdp,
    throttle: async (rate = THROTTLE) => void (await cdp.send("Emulation.setCPUThrottlingRate", { rate })),
    close: () => context.close(),
  };
}

interface Paints {
  lcp: number;
  cls: number;
}

/** Milliseconds from the navigation to the largest paint, and how much of the page has moved by itself. */
export async function measureLoad({ page, throttle }: Visit): Promise<Paints> {
  await page.addInitScript(() => {
    const paints = { lcp: 0, cls: 0 };
    Object.assign(window, { paints });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) paints.lcp = entry.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) paints.cls += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await throttle();
  await page.goto("/dashboard/calls");
  await page.locator("tbody tr").first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  return page.evaluate(() => (window as unknown as { paints: Paints }).paints);
}

/** Milliseconds from the click on a status to the frame in which every row in sight has it. */
export async function measureFilter({ page }: Visit): Promise<number> {
  await page.evaluate(() => {
    const painted = new Promise<number>((resolve) => {
      document.addEventListener(
        "click",
        ({ timeStamp }) => {
          const look = () => {
            const rows = [...document.querySelectorAll("tbody tr")];
            if (rows.length === 0 || !rows.every((row) => row.textContent?.includes("Failed")))
              return requestAnimationFrame(look);
            // What is posted in a frame comes when it was drawn.
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve(performance.now() - timeStamp);
            return port2.postMessage(null);
          };
          requestAnimationFrame(look);
        },
        { capture: true, once: true },
      );
    });
    Object.assign(window, { painted });
  });
  await page.getByRole("button", { name: "Failed", exact: true }).click();
  return page.evaluate(() => (window as unknown as { painted: Promise<number> }).painted);
}
