import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../support/browser.ts";

const LIGHT = "#eff3f4";
const DARK = "#0c1112";

const theme = (page: Page) => page.locator("html").getAttribute("data-theme");
const ground = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const barColours = (page: Page) =>
  page
    .locator('meta[name="theme-color"]')
    .evaluateAll((all) => all.map((meta) => meta.getAttribute("content")));

test("the theme is chosen at one's name, by a command and in the settings, and outlasts the page", async ({
  console: page,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground(page);
  await page
    .getByRole("button", { name: /theme, help, sign out/ })
    .filter({ visible: true })
    .click();
  await expect(page.getByRole("menuitemradio", { name: "As the system" })).toBeChecked();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.getByRole("menuitemradio", { name: "Dark" })).toBeChecked();
  expect(await ground(page)).not.toBe(light);
  expect(await barColours(page)).toEqual([DARK, DARK]);
  await expectAccessible(page, "a menu floats");
  await page.keyboard.press("Escape");

  await page.reload();
  expect(await theme(page)).toBe("dark");
  expect(await barColours(page)).toEqual([DARK, DARK]);
  await page.goto("/dashboard/settings");
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await page.getByText("As the system", { exact: true }).click();
  expect(await theme(page)).toBeNull();
  expect(await barColours(page)).toEqual([LIGHT, DARK]);

  // The palette's own code need not be there yet.
  await page.keyboard.press("Control+k");
  await page.keyboard.type("theme light");
  await expect(page.locator('[role="option"][data-highlighted]')).toContainText("Theme: light");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: "Light" })).toBeChecked();
  expect(await barColours(page)).toEqual([LIGHT, LIGHT]);
});

test.describe("without any script", () => {
  test.use({ javaScriptEnabled: false, colorScheme: "light" });

  test("the first paint has the chosen colours: they come with the page", async ({
    page,
    context,
    baseURL,
  }) => {
    await page.goto("/sign-in");
    const light = await page.screenshot();
    await context.addCookies([{ name: "switchboard-theme", value: "dark", url: baseURL ?? "" }]);
    await page.goto("/sign-in");
    expect(await theme(page)).toBe("dark");
    await expect(page.locator('meta[name="color-scheme"]')).toHaveAttribute("content", "dark");
    expect((await page.screenshot()).equals(light)).toBe(false);
    // What the cookie says is no markup, and nonsense is no theme.
    await context.addCookies([{ name: "switchboard-theme", value: "x%22%3E%3Cb%3E", url: baseURL ?? "" }]);
    await page.goto("/sign-in");
    expect(await theme(page)).toBeNull();
  });
});

test("no frame of a page that opens has other colours than the chosen", async ({
  console: page,
  context,
  baseURL,
}) => {
  await page.emulateMedia({ colorScheme: "light" });
  await context.addCookies([{ name: "switchboard-theme", value: "dark", url: baseURL ?? "" }]);
  await page.addInitScript(() => {
    const seen = new Set<string>();
    Object.assign(window, { seen });
    const look = () => {
      if (document.body) seen.add(getComputedStyle(document.documentElement).backgroundColor);
      requestAnimationFrame(look);
    };
    look();
  });
  for (const path of ["/dashboard/calls", "/dashboard/settings", "/help"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen]);
    expect(seen, path).toEqual([await ground(page)]);
  }
});
