import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
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
  page: async ({ page, expectedComplaints }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
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
}

/** No violation of WCAG 2.2 AA that axe can find. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)).toEqual(
    [],
  );
}
