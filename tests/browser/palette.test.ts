import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../support/browser.ts";

const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";

const field = (page: Page) => page.getByRole("combobox", { name: "Search, or say what to do" });
const chosen = (page: Page) => page.locator('[role="option"][data-highlighted]');

async function open(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

test("the palette opens from anywhere, does what is chosen by keyboard, and gives the keyboard back", async ({
  console: page,
}) => {
  await page.goto("/dashboard/people");
  await page.getByLabel("E-mail").focus();
  await open(page);
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("E-mail")).toBeFocused();

  await open(page);
  await page.keyboard.type("audi");
  await expect(chosen(page)).toContainText("Audit");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard/audit");
  await expect(field(page)).toHaveCount(0);

  // What was chosen stands first from now on, in this tab.
  await open(page);
  await expect(page.getByRole("group", { name: "Chosen of late" }).getByRole("option")).toHaveText([/Audit/]);
  await page.keyboard.press("ArrowDown");
  await expect(chosen(page)).toContainText("Calls");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard/calls");

  // What opens something of its own has the keyboard there.
  await open(page);
  await page.keyboard.type("shortcuts");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("calls, agents, numbers and people are found in it, and nothing moves meanwhile", async ({
  console: page,
}) => {
  const name = `Ada ${crypto.randomUUID()}`;
  const answer = await page.request.post("/api/calls", {
    data: {
      phoneNumber: "+12135550002",
      agentId: REMINDER,
      fromNumber: "+14157774444",
      variables: { customer_name: name },
    },
  });
  const { call } = await answer.json();
  await open(page);
  const frame = page.getByRole("dialog", { name: "Search and commands" });
  const before = await frame.boundingBox();
  await page.keyboard.type(name.slice(0, 20).toUpperCase());
  await expect(chosen(page)).toContainText("+1 213 555 0002");
  await expect(chosen(page)).toContainText(name);
  expect(await frame.boundingBox()).toEqual(before);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/dashboard/calls/${call.id}`);

  await open(page);
  await page.keyboard.type("appointment rem");
  await expect(chosen(page)).toContainText("Appointment reminder");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === 'agent:"Appointment reminder"');

  await open(page);
  await page.keyboard.type("admin@example");
  await page.getByRole("option", { name: /admin@example\.com/ }).click();
  await page.waitForURL("**/dashboard/audit?person=*");

  await open(page);
  await page.keyboard.type("no such thing anywhere");
  await expect(page.getByText("Nothing found.")).toBeVisible();
  await expectAccessible(page);
});

test.describe("where the search fails", () => {
  test.use({ expectedComplaints: [/status of 500/] });

  test("the palette says so, and its commands still work", async ({ console: page }) => {
    await page.route("**/api/search?*", (route) => route.fulfill({ status: 500, body: "" }));
    await open(page);
    await page.keyboard.type("people");
    await expect(page.getByRole("alert").filter({ hasText: "could not be searched" })).toBeVisible();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/dashboard/people");
  });
});

test("on a phone the palette opens by its button, and the places beyond the bar by More", async ({
  console: page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: "Search or do…" }).filter({ visible: true }).click();
  await expect(field(page)).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  const bar = page.getByRole("navigation", { name: "Main" }).filter({ visible: true });
  await expect(bar.getByRole("listitem")).toHaveCount(5);
  await bar.getByRole("button", { name: "More" }).click();
  await expectAccessible(page, "a menu floats");
  await page.getByRole("menuitem", { name: "Settings" }).click();
  await page.waitForURL("**/dashboard/settings");
});
