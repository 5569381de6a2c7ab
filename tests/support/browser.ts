import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { ADMIN } from "./built-console.ts";

interface Fixtures {
  /** What a test itself brings the console to say. */
  expectedComplaints: RegExp[];
  /** A page where the admin is signed in. */
  console: Page;
}

/** Every page of a test fails it when the browser's console shows an error or a warning. */
export const test = base.extend<Fixtures>({
  expectedComplaints: [[], { option: true }],
  // Playwright reads the fixtures a function wants from its first parameter, which must be a pattern.
  // biome-ignore lint/correctness/noEmptyPattern: see above.
  baseURL: async ({}, use) => {
    await use(process.env.CONSOLE_URL);
  },
  // biome-ignore lint/correctness/noEmptyPattern: see above.
  extraHTTPHeaders: async ({}, use) => {
    await use({ "x-forwarded-for": anAddress() });
  },
  page: async ({ page, expectedComplaints, javaScriptEnabled }, use) => {
    if (javaScriptEnabled) waitUntilItListens(page);
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await use(page);
    const unexpected = complaints.filter(
      (text) => !expectedComplaints.some((expected) => expected.test(text)),
    );
    expect(unexpected, "the browser's console stays quiet").toEqual([]);
  },
  console: async ({ page }, use) => {
    await signIn(page);
    await use(page);
  },
});

export { expect };

/**
 * A page hears no key and no press until its code has come, which is also when it connects. Nobody is as quick as a test,
 * so here a page is open once it listens.
 */
function waitUntilItListens(page: Page): void {
  const { goto, reload } = page;
  page.goto = async (...how) => {
    const answer = await goto.apply(page, how);
    await expectToListen(page);
    return answer;
  };
  page.reload = async (...how) => {
    const answer = await reload.apply(page, how);
    await expectToListen(page);
    return answer;
  };
}

async function expectToListen(page: Page): Promise<void> {
  await expect(page.getByText("Connecting…")).toHaveCount(0);
}

/** Sign-in limits tries by address, so every visitor of a test comes from one of their own. */
export function anAddress(): string {
  const byte = () => Math.floor(Math.random() * 256);
  return `10.${byte()}.${byte()}.${byte()}`;
}

export async function signIn(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard/calls");
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await expectToListen(page);
}

/**
 * To the first of what a field offers. A key that comes within the few milliseconds in which the list opens is not for
 * it yet; nobody can press so soon.
 */
export async function pointDown(field: Locator): Promise<void> {
  await expect(async () => {
    await field.press("ArrowDown");
    await expect(field).toHaveAttribute("aria-activedescendant", /.+/, { timeout: 1_000 });
  }).toPass();
}

/**
 * No violation of WCAG 2.2 AA that axe can find. What floats over a page, a menu or a tooltip, belongs to no landmark.
 * Under a popup, what it half covers counts as too small to press, so there only the popup is looked at.
 */
export async function expectAccessible(
  page: Page,
  floats: "a menu floats" | "a tooltip floats" | "a popup covers the page" | null = null,
): Promise<void> {
  // What is being read anew, or fades in or out, has other colours meanwhile.
  await expect(page.locator("main [aria-busy='true']")).toHaveCount(0);
  await page.evaluate(async () => {
    const passing = document
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
  const axe = new AxeBuilder({ page });
  if (floats === "a popup covers the page") axe.include("[role='dialog']");
  const { violations } = await axe
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .disableRules(floats ? ["region"] : [])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual(
    [],
  );
}
