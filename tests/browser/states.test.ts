import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../support/browser.ts";
import { ADMIN } from "../support/built-console.ts";
import { askConsoleDatabase } from "../support/console-database.ts";
import { openDeliveries } from "../support/deliveries.ts";

test("a time says when exactly, in the viewer's zone and in UTC, to pointer, keyboard and finger", async ({
  console: page,
}) => {
  await openDeliveries(page);
  await page.goto("/dashboard/webhooks/setup");
  const stop = page.getByRole("button").filter({ has: page.locator("time") });
  const at = (await stop.locator("time").getAttribute("datetime")) ?? "";
  const utc = new Date(at).toISOString().slice(11, 19);
  const tooltip = page.getByRole("tooltip");

  await stop.hover();
  await expect(tooltip).toContainText("America/New York");
  await expect(tooltip).toContainText(utc);
  await page.keyboard.press("Escape");
  await expect(tooltip).toHaveCount(0);
  await page.mouse.move(0, 0);

  await page.keyboard.press("Tab");
  await stop.focus();
  await expect(tooltip).toContainText(utc);
  await expect(stop).toHaveAccessibleDescription(new RegExp(utc));
  await expectAccessible(page, "a tooltip floats");
  await stop.blur();
  await expect(tooltip).toHaveCount(0);

  await stop.click();
  await expect(tooltip).toContainText(utc);
});

test("in a list no time is a stop of the keyboard: the row's own shows it", async ({ console: page }) => {
  await openDeliveries(page);
  const row = page
    .getByRole("row")
    .filter({ has: page.locator("time") })
    .first();
  await expect(row.locator("button, [tabindex='0']")).toHaveCount(0);
  // Others come on top meanwhile, so it is known by its address from here on.
  const address = await row.getByRole("link").first().getAttribute("href");
  const link = page.getByRole("row").locator(`a[href="${address}"]`);
  await page.keyboard.press("Tab");
  await link.focus();
  await expect(page.getByRole("tooltip")).toContainText("UTC");
  await expect(link).toHaveAccessibleDescription(/UTC/);
});

test.describe("without a connection", () => {
  // The browser itself reports each request that got nowhere.
  test.use({ expectedComplaints: [/ERR_INTERNET_DISCONNECTED|Failed to fetch|Failed to load resource/] });

  test("the page stays with what was typed, says what works, and goes on by itself", async ({
    console: page,
    context,
  }) => {
    await page.goto("/dashboard/people");
    await expect(page.getByRole("status", { name: "Changes show by themselves." })).toBeVisible();
    await page.getByLabel("E-mail").fill("half@written");
    const heading = await page.getByRole("heading", { level: 1 }).boundingBox();
    await context.setOffline(true);
    await expect(page.getByText("You are offline")).toBeVisible();
    expect(await page.getByRole("heading", { level: 1 }).boundingBox()).toEqual(heading);
    await expectAccessible(page);
    await page.getByRole("link", { name: "Audit" }).first().click();
    const said = page.getByRole("region", { name: "What has just happened" });
    await expect(said.getByText("No other page can be opened now")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByLabel("E-mail")).toHaveValue("half@written");
    await context.setOffline(false);
    await expect(page.getByText("You are offline")).toHaveCount(0);
    await page.getByRole("link", { name: "Audit" }).first().click();
    await page.waitForURL("**/dashboard/audit");
  });
});

test.describe("where the rest of a page's code cannot be had", () => {
  test.use({ expectedComplaints: [/Failed to load resource/] });

  test("the page stands, says so when it is wanted, and opens it once it can be had", async ({
    console: page,
  }) => {
    const atFirst = await (await page.request.get("/dashboard/calls")).text();
    let isCut = true;
    await page.route("**/_next/static/chunks/*.js", (route) => {
      const name = new URL(route.request().url()).pathname.split("/").at(-1) ?? "";
      return isCut && !atFirst.includes(name) ? route.abort() : route.continue();
    });
    await page.goto("/dashboard/calls");
    const columns = page.getByRole("button", { name: "Columns", exact: true });
    const person = page.getByRole("button", { name: /theme, help, sign out/ }).filter({ visible: true });
    const said = page.getByRole("region", { name: "What has just happened" });
    const words = "This part of the page could not be loaded";
    await columns.click();
    await expect(said.getByText(words).first()).toBeVisible();
    await expect(columns).toHaveAttribute("aria-expanded", "false");
    await expectAccessible(page);
    await expect(said.getByText(words)).toHaveCount(0);
    await person.press("ArrowDown");
    await expect(said.getByText(words).first()).toBeVisible();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Search and commands" })).toHaveCount(0);

    isCut = false;
    await columns.click();
    await expect(
      page.getByRole("dialog", { name: "Columns" }).getByRole("checkbox", { name: "Cost" }),
    ).toBeChecked();
    await page.keyboard.press("Escape");
    await expect(columns).toBeFocused();
    await person.press("ArrowDown");
    await expect(page.getByRole("menuitemradio").first()).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(person).toBeFocused();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: "Search, or say what to do" })).toBeFocused();
  });
});

test.describe("whose session ended", () => {
  test.use({ expectedComplaints: [/status of 401/] });

  test("whoever was typing signs in again and goes on", async ({ page }) => {
    const email = `typing-${crypto.randomUUID()}@example.com`;
    await signInAs(page);
    await page.goto("/dashboard/people");
    await page.getByLabel("E-mail").fill(email);
    await page.context().clearCookies({ name: /session/ });
    // By key, which finds no button to wait for where something else has heard of it first.
    await page.keyboard.press("Enter");
    await page.waitForURL("**/sign-in?next=*");
    await signInHere(page);
    await page.waitForURL("**/dashboard/people");
    await expect(page.getByLabel("E-mail")).toHaveValue(email);
    await expect(page.getByText("What you had typed is back").first()).toBeVisible();
    await page.getByRole("button", { name: "Make an invitation link" }).click();
    await expect(page.getByText("It is shown this once")).toBeVisible();
    const made = await askConsoleDatabase("select 1 from invitations where email = $1", [email]);
    expect(made).toHaveLength(1);
  });
});

async function signInAs(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await signInHere(page);
  await page.waitForURL("**/dashboard/calls");
}

async function signInHere(page: Page): Promise<void> {
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
