import type { Page } from "@playwright/test";
import { expect, test } from "../support/browser.ts";

/** In px. Lines of text may round to another. */
const NEAR = 3;

/** The heading and what follows it; what comes below depends on how much there is. */
const COMPARED = 2;

const places = [
  { name: "Calls", path: "/dashboard/calls", from: "/dashboard/people" },
  { name: "Live", path: "/dashboard/live", from: "/dashboard/people" },
  { name: "Webhooks", path: "/dashboard/webhooks", from: "/dashboard/people" },
  { name: "People", path: "/dashboard/people", from: "/dashboard/live" },
  { name: "Audit", path: "/dashboard/audit", from: "/dashboard/live" },
  { name: "Settings", path: "/dashboard/settings", from: "/dashboard/live" },
];

/** The page's own answer waits; what was fetched ahead of it is shown meanwhile. */
async function holdPage(page: Page, path: string): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      const headers = route.request().headers();
      if ("rsc" in headers && !("next-router-prefetch" in headers)) await held;
      await route.continue();
    },
  );
  return letGo;
}

/** Where the blocks of the page's content begin, from the top of the window. */
function blocks(page: Page): Promise<number[]> {
  return page.locator("main").evaluate((main) => {
    let content = main.querySelector("[aria-busy='true']") ?? main;
    while (content.children.length === 1 && content.firstElementChild) content = content.firstElementChild;
    return [...content.children]
      .map((block) => block.getBoundingClientRect())
      .filter(({ height }) => height > 0)
      .map(({ top }) => Math.round(top));
  });
}

for (const { name, path, from } of places)
  test(`what stands for ${name} while it loads is where ${name} comes to stand`, async ({
    console: page,
  }) => {
    await page.goto(from);
    await page.waitForLoadState("networkidle");
    const letGo = await holdPage(page, path);
    await page.getByRole("navigation").getByRole("link", { name }).filter({ visible: true }).first().click();
    await expect(page.locator("main [aria-busy='true']")).toBeVisible();
    const before = await blocks(page);
    letGo();
    await expect(page.locator("main [aria-busy='true']")).toHaveCount(0);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const after = await blocks(page);
    expect(after.length).toBeGreaterThanOrEqual(COMPARED);
    for (const [index, top] of before.slice(0, COMPARED).entries())
      expect(Math.abs((after[index] ?? 0) - top), `block ${index + 1}`).toBeLessThanOrEqual(NEAR);
  });
