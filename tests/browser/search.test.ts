import type { Page } from "@playwright/test";
import { expect, expectAccessible, pointDown, test } from "../support/browser.ts";

const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";

async function send(page: Page, phoneNumber: string, variables: Record<string, string>): Promise<void> {
  const answer = await page.request.post("/api/calls", {
    data: { phoneNumber, agentId: REMINDER, fromNumber: "+14157774444", variables },
  });
  expect(answer.status()).toBe(201);
}

const field = (page: Page) => page.getByRole("combobox", { name: "Search calls" });
const rows = (page: Page) => page.getByRole("table").locator("tbody tr");
const searchOf = (page: Page) => new URL(page.url()).searchParams.get("q");

/** A key works once what it belongs to is there, which the list of keys tells. */
async function focusByKey(page: Page): Promise<void> {
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys.getByText("Search calls")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(keys).toHaveCount(0);
  await page.keyboard.press("/");
  await expect(field(page)).toBeFocused();
}

test("the keyboard alone finds calls: by fields, then by values that there are", async ({
  console: page,
}) => {
  const id = crypto.randomUUID();
  const name = `Walker ${id}`;
  await send(page, "+12135550101", { customer_name: name });
  await send(page, "+12135550102", { customer_name: name });
  await page.reload();
  await expect(rows(page).nth(1)).toBeVisible();

  await focusByKey(page);
  await page.keyboard.type("var.customer_n");
  const names = page.getByRole("listbox").getByRole("option");
  await expect(names.first()).toContainText("var.customer_name");
  await pointDown(field(page));
  await page.keyboard.press("Enter");
  await expect(field(page)).toHaveValue("var.customer_name:");
  await page.keyboard.type(`"walker ${id.slice(0, 8)}`);
  await expect(names.filter({ hasText: name })).toBeVisible();
  await expectAccessible(page);
  await pointDown(field(page));
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(2);
  expect(searchOf(page)).toBe(`var.customer_name:"${name}"`);
  await expect(page.getByRole("listbox")).toHaveCount(0);

  await page.keyboard.press("End");
  await page.keyboard.type(" 2135550102");
  await page.keyboard.press("Enter");
  await expect(rows(page)).toHaveCount(1);
  // Kept as it was typed.
  expect(searchOf(page)).toBe(`var.customer_name:"${name}" 2135550102`);
  await page.goBack();
  await expect(rows(page)).toHaveCount(2);
  await expect(field(page)).toHaveValue(`var.customer_name:"${name}"`);
  await page.goForward();
  await expect(rows(page)).toHaveCount(1);
  await expect(field(page)).toHaveValue(`var.customer_name:"${name}" 2135550102`);
});

test("escape closes what is offered, then leaves the field, and what was typed stays", async ({
  console: page,
}) => {
  await focusByKey(page);
  await page.keyboard.type("sta");
  await expect(page.getByRole("listbox")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("listbox")).toHaveCount(0);
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(field(page)).not.toBeFocused();
  await expect(field(page)).toHaveValue("sta");
});

test.describe("what means nothing", () => {
  test.use({ expectedComplaints: [/status of 400/] });

  test("Enter finishes a word that means nothing yet, and takes one that does as it is typed", async ({
    console: page,
  }) => {
    await focusByKey(page);
    await page.keyboard.type("status:fa");
    await expect(page.getByRole("status").filter({ hasText: "Enter takes failed" })).toBeAttached();
    await expectAccessible(page);
    await page.keyboard.press("Enter");
    await expect(field(page)).toHaveValue("status:failed");
    await expect(page.getByRole("button", { name: "Failed", pressed: true })).toBeVisible();
    expect(searchOf(page)).toBe("status:failed");
    await page.keyboard.type(",c");
    await pointDown(field(page));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(field(page)).toHaveValue("status:failed,cancelled");
    await page.keyboard.type(" dur");
    await page.keyboard.press("Enter");
    await expect.poll(() => searchOf(page)).toBe("status:failed,cancelled dur");
    await expect(field(page)).toHaveAttribute("aria-invalid", "true");
  });
});

test("a choice by the mouse asks at once", async ({ console: page }) => {
  await field(page).click();
  await page.getByRole("option", { name: /^status:/ }).click();
  await page.getByRole("option", { name: /^failed/ }).click();
  await expect(page.getByRole("button", { name: "Failed", pressed: true })).toBeVisible();
  expect(searchOf(page)).toBe("status:failed");
  await expect(field(page)).toBeFocused();
});

test("switches, panel and chips edit the text and leave the rest of it as typed", async ({
  console: page,
}) => {
  await page.goto("/dashboard/calls?q=-status:ringing++agent:reminder");
  await page.getByRole("button", { name: "Completed", pressed: false }).click();
  await expect(field(page)).toHaveValue("-status:ringing  agent:reminder status:completed");
  await page.getByRole("button", { name: "Failed", pressed: false }).click();
  await expect(field(page)).toHaveValue("-status:ringing  agent:reminder status:completed,failed");
  await page.getByRole("button", { name: "Completed", pressed: true }).click();
  await expect(field(page)).toHaveValue("-status:ringing  agent:reminder status:failed");
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await page.getByLabel("Lasts at least").fill("1m");
  await page.getByRole("button", { name: "Last 7 days" }).click();
  await page.getByRole("button", { name: "Apply filters" }).click();
  const edited = "-status:ringing  agent:reminder status:failed started:7d duration:>=1m";
  await expect(field(page)).toHaveValue(edited);
  await expect(page).toHaveURL(/zone=America(\/|%2F)New_York/);
  expect(searchOf(page)).toBe(edited);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Remove filter Agent: reminder" }).click();
  await expect(field(page)).toHaveValue("-status:ringing  status:failed started:7d duration:>=1m");
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page).toHaveURL(/\/dashboard\/calls$/);
  await expect(field(page)).toHaveValue("");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`what is not understood is marked, said under the field and mended by a press, in ${colorScheme} colours`, async ({
    console: page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("/dashboard/calls?q=statsu:failed");
    const said = page.getByRole("alert").filter({ hasText: "There is no field “statsu”." });
    await expect(said).toBeVisible();
    await expect(field(page)).toHaveAttribute("aria-invalid", "true");
    await expect(field(page)).toHaveAccessibleDescription(/There is no field “statsu”/);
    await expect(page.getByRole("table")).toHaveCount(0);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Write status", exact: true }).click();
    await expect(page.getByRole("button", { name: "Failed", pressed: true })).toBeVisible();
    await expect(said).toHaveCount(0);
    expect(searchOf(page)).toBe("status:failed");
    await expectAccessible(page);
  });
}

test("an address from before there were searches shows the same calls", async ({ console: page }) => {
  await page.goto("/dashboard/calls?status=failed&status=cancelled&zone=America/New_York&from=2020-01-01");
  await expect(page).toHaveURL(/q=/);
  expect(searchOf(page)).toBe("status:failed,cancelled started:>=2020-01-01");
  expect(new URL(page.url()).searchParams.get("zone")).toBe("America/New_York");
  await expect(rows(page).first()).toBeVisible();
});

test("the colours lie on the letters, also where a long text has moved on", async ({ console: page }) => {
  await focusByKey(page);
  await field(page).fill(`agent:${"very-long-name-".repeat(30)} status:failed`);
  await field(page).press("End");
  const shift = await field(page).evaluate((input: HTMLInputElement) => {
    const colours = input.parentElement?.querySelector("[aria-hidden][class*='whitespace-pre']");
    return { field: input.scrollLeft, colours: colours?.scrollLeft ?? -1 };
  });
  expect(shift.field).toBeGreaterThan(0);
  expect(Math.abs(shift.field - shift.colours)).toBeLessThan(1);
});

test.describe("where rows cannot be read", () => {
  test.use({ expectedComplaints: [/status of (503|400|422)/] });

  test("another search reads rows alone, says when it cannot, and what is wrong with it the page says", async ({
    console: page,
  }) => {
    await page.goto("/dashboard/calls");
    const pages: string[] = [];
    page.on("request", (request) => {
      if (/\/dashboard\/calls\?.*_rsc/.test(request.url()) && !request.headers()["next-router-prefetch"])
        pages.push(request.url());
    });
    await page.route("**/api/calls?q=*", (route) => route.fulfill({ status: 503, body: "" }));
    await page.getByRole("button", { name: "Failed", exact: true }).click();
    await expect(page.getByRole("alert").filter({ hasText: "The calls could not be read" })).toBeVisible();
    await page.unroute("**/api/calls?q=*");
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "could not be read" })).toHaveCount(0);
    await expect(page.locator("tbody tr").filter({ hasNotText: "Failed" })).toHaveCount(0);
    expect(pages).toEqual([]);

    await field(page).fill("status:failed duration:>often");
    await page.keyboard.press("Enter");
    await expect(page.getByText("The search is not understood")).toBeVisible();
    await page.goBack();
    await expect(page.getByText("The search is not understood")).toHaveCount(0);
    await expect(page.locator("tbody tr").first()).toContainText("Failed");
    await expect(field(page)).not.toHaveAttribute("aria-invalid");
  });
});
