import type { Browser, Page } from "@playwright/test";
import { anAddress, expect, expectAccessible, test } from "../support/browser.ts";
import { askConsoleDatabase, makePerson } from "../support/console-database.ts";

const PASSWORD = "correct horse battery staple";

// They have one admin and one list of views between them.
test.describe.configure({ mode: "default" });

/** Works with ten calls of an agent that no other test knows: seven failed, three completed. */
async function withCalls(page: Page, work: (agent: string) => Promise<void>): Promise<void> {
  const agent = `agent_${crypto.randomUUID().replaceAll("-", "")}`;
  try {
    await askConsoleDatabase(
      `insert into retell_calls (status, phase, placed_at, to_number, agent_id, agent_name)
       select case when n <= 7 then 'failed' else 'completed' end, 4, timestamptz '2026-01-31 12:00Z' - n * interval '1 minute',
         '+1213555' || lpad(n::text, 4, '0'), $1, 'Views' from generate_series(1, 10) as n`,
      [agent],
    );
    await work(agent);
  } finally {
    await page.goto("about:blank");
    await askConsoleDatabase("delete from retell_calls where agent_id = $1", [agent]);
    await askConsoleDatabase("delete from call_views");
  }
}

const button = (page: Page, name: string) => page.getByRole("button", { name: `View: ${name}`, exact: true });
const popup = (page: Page) => page.getByRole("dialog", { name: "Views" });
const changed = (page: Page) => page.getByRole("status").filter({ hasText: /^Changed$/ });
const rows = (page: Page) => page.locator("tbody tr[data-call]");
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole("combobox", { name: "Search calls" }).fill(text);
  await page.getByRole("combobox", { name: "Search calls" }).press("Enter");
}

/** Saves what is shown under the name, by the popover. */
async function save(page: Page, name: string, isShared = false): Promise<void> {
  await button(page, "All calls").click();
  await popup(page).getByRole("button", { name: "Save view…" }).click();
  await popup(page).getByLabel("Name").fill(name);
  if (isShared) await popup(page).getByLabel("Share with all admins").check();
  await popup(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(button(page, name)).toBeVisible();
}

async function asAnother(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const email = `another-${crypto.randomUUID()}@example.com`;
  await makePerson(email, PASSWORD, "admin");
  const context = await browser.newContext({
    baseURL: process.env.CONSOLE_URL ?? "",
    extraHTTPHeaders: { "x-forwarded-for": anAddress() },
  });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/dashboard/calls");
  try {
    await work(page);
  } finally {
    await context.close();
  }
}

test.describe("with a name that is taken", () => {
  test.use({ expectedComplaints: [/409 \(Conflict\).*\/api\/views/] });

  test("a view is saved, changed, saved again and reset, and the address has it all along", async ({
    console: page,
  }) => {
    await withCalls(page, async (agent) => {
      await page.goto(`/dashboard/calls?q=agent:${agent}`);
      await expect(rows(page)).toHaveCount(10);
      await save(page, "All of them");
      await expect(changed(page)).toHaveCount(0);
      const id = param(page, "view");
      expect(id).not.toBeNull();

      await search(page, `agent:${agent} status:failed`);
      await expect(rows(page)).toHaveCount(7);
      await expect(changed(page)).toBeVisible();
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectAccessible(page);
      await page.getByRole("button", { name: "Reset" }).click();
      await expect(rows(page)).toHaveCount(10);
      await expect(changed(page)).toHaveCount(0);

      await search(page, `agent:${agent} status:failed`);
      await page.getByRole("button", { name: "Cost" }).click();
      await expect.poll(() => param(page, "sort")).toBe("-cost");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(changed(page)).toHaveCount(0);

      // The permalink alone shows what was saved last.
      await page.goto(`/dashboard/calls?view=${id}`);
      await expect(rows(page)).toHaveCount(7);
      expect([param(page, "q"), param(page, "sort"), param(page, "view")]).toEqual([
        `agent:${agent} status:failed`,
        "-cost",
        id,
      ]);
      await expect(page.getByRole("columnheader", { name: "Cost" })).toHaveAttribute(
        "aria-sort",
        "descending",
      );
      await expect(button(page, "All of them")).toBeVisible();

      // An empty search is a change too, not the permalink.
      await page.getByRole("button", { name: "Clear the search" }).click();
      await expect.poll(() => param(page, "q")).toBe("");
      await expect(changed(page)).toBeVisible();
      await page.reload();
      await expect(changed(page)).toBeVisible();
      await page.getByRole("button", { name: "Save as new" }).click();
      await popup(page).getByLabel("Name").fill("all OF them");
      await popup(page).getByRole("button", { name: "Save", exact: true }).click();
      await expect(popup(page).getByText("There is a view “All of them” already.")).toBeVisible();
      await expect(popup(page).getByLabel("Name")).toHaveValue("all OF them");
      await popup(page).getByLabel("Name").fill("Everything");
      await popup(page).getByLabel("Name").press("Enter");
      await expect(button(page, "Everything")).toBeVisible();
      await expect(changed(page)).toHaveCount(0);
      expect(param(page, "view")).not.toBe(id);
    });
  });
});

test("columns belong to the view: those that the person has elsewhere stay as they are", async ({
  console: page,
}) => {
  await withCalls(page, async (agent) => {
    await page.goto(`/dashboard/calls?q=agent:${agent}&cols=status,number,cost`);
    await expect(page.getByRole("columnheader")).toHaveText(["Status", "Number", "Cost"]);
    await save(page, "Narrow");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Cost", exact: true }).uncheck();
    await page.keyboard.press("Escape");
    await expect(changed(page)).toBeVisible();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(changed(page)).toHaveCount(0);
    await page.goto(`/dashboard/calls?q=agent:${agent}`);
    await expect(page.getByRole("columnheader")).toHaveCount(8);
    await page.goto(`/dashboard/calls?view=${await idOf("Narrow")}`);
    await expect(page.getByRole("columnheader")).toHaveText(["Status", "Number"]);
  });
});

async function idOf(name: string): Promise<string> {
  const [found] = await askConsoleDatabase<{ id: string }>("select id from call_views where name = $1", [
    name,
  ]);
  return found?.id ?? "";
}

test("another admin opens the link of a shared view, may copy it and not change it; of a personal one they learn nothing", async ({
  console: page,
  browser,
}) => {
  await withCalls(page, async (agent) => {
    await page.goto(`/dashboard/calls?q=agent:${agent}+status:failed`);
    await save(page, "Callbacks", true);
    await page.goto("/dashboard/calls");
    await save(page, "Secret");
    const [shared, personal] = [await idOf("Callbacks"), await idOf("Secret")];
    await asAnother(browser, async (other) => {
      await other.goto(`/dashboard/calls?view=${shared}`);
      await expect(rows(other)).toHaveCount(7);
      await search(other, `agent:${agent}`);
      await expect(changed(other)).toBeVisible();
      await expect(other.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
      await button(other, "Callbacks").click();
      await expect(popup(other).getByRole("heading", { name: "Shared by others" })).toBeVisible();
      await expect(popup(other).getByRole("link")).toHaveText([/^All calls/, /^Callbacks.*7 calls$/]);
      await popup(other).getByRole("button", { name: "More for “Callbacks”" }).click();
      await expect(other.getByRole("menuitem")).toHaveText(["Copy link"]);
      await other.goto(`/dashboard/calls?view=${personal}`);
      await expect(other.getByText("There is no such view")).toBeVisible();
      await expect(button(other, "All calls")).toBeVisible();
      await expect(other.getByText("Secret")).toHaveCount(0);
    });
  });
});

test("views are walked, opened, renamed and deleted without the mouse, deleting is undone, and the palette leads to each", async ({
  console: page,
}) => {
  await withCalls(page, async (agent) => {
    await page.goto(`/dashboard/calls?q=agent:${agent}`);
    await save(page, "Beta");
    await page.goto(`/dashboard/calls?q=agent:${agent}+status:completed`);
    await save(page, "Alpha");
    await page.goto("/dashboard/calls");
    // Drawn for columns alone, it listens.
    await expect(rows(page).first().locator("td")).toHaveCount(8);

    await page.keyboard.press("v");
    await expect(popup(page).getByRole("link")).toHaveText([/^All calls/, /^Alpha3 calls/, /^Beta10 calls/]);
    await expect(popup(page).getByRole("link", { name: "All calls" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await expect(popup(page).getByRole("link", { name: /^Beta/ })).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expectAccessible(page, "a popup covers the page");
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, "a popup covers the page");
    await page.keyboard.press("Enter");
    await expect(rows(page)).toHaveCount(3);
    await expect(button(page, "Alpha")).toBeVisible();

    await page.keyboard.press("v");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    await expect(popup(page).getByRole("button", { name: "More for “Alpha”" })).toBeFocused();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Rename…" }).press("Enter");
    await expect(popup(page).getByLabel("Name")).toBeFocused();
    await expectAccessible(page, "a popup covers the page");
    await page.keyboard.type("Zeta");
    await page.keyboard.press("Enter");
    await expect(popup(page).getByRole("link")).toHaveText([/^All calls/, /^Beta/, /^Zeta/]);
    await popup(page).getByRole("button", { name: "More for “Zeta”" }).press("Enter");
    await page.getByRole("menuitem", { name: "Share with all admins" }).press("Enter");
    await expect(popup(page).getByRole("img", { name: "shared" })).toBeVisible();
    await popup(page).getByRole("button", { name: "More for “Zeta”" }).press("Enter");
    await page.getByRole("menuitem", { name: "Delete" }).press("Enter");
    await expect(popup(page).getByRole("link")).toHaveText([/^All calls/, /^Beta/]);
    // What is shown stays, under no name.
    await expect(rows(page)).toHaveCount(3);
    await expect.poll(() => param(page, "view")).toBeNull();
    await page.keyboard.press("Escape");
    await expect(button(page, "All calls")).toBeFocused();
    await page
      .locator("[data-beside]", { hasText: "is deleted" })
      .getByRole("button", { name: "Undo" })
      .press("Enter");
    await expect(button(page, "Zeta")).toBeVisible();
    await expect.poll(() => param(page, "view")).not.toBeNull();

    await page.goto("/dashboard/settings");
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByPlaceholder("A command, number").fill("beta");
    await page.getByRole("option", { name: "View: Beta" }).click();
    await page.waitForURL("**/dashboard/calls?view=*");
    await expect(rows(page)).toHaveCount(10);
    await expect(button(page, "Beta")).toBeVisible();
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("a long name, and what was changed, fit; nothing scrolls sideways", async ({ console: page }) => {
    await withCalls(page, async (agent) => {
      await page.goto(`/dashboard/calls?q=agent:${agent}`);
      await save(page, "Whatever the front desk in the north wing did not hear today");
      await search(page, `agent:${agent} status:failed`);
      await expect(changed(page)).toBeVisible();
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBeLessThanOrEqual(0);
      await page.getByRole("button", { name: "Save as new" }).tap();
      await expectAccessible(page, "a popup covers the page");
      const box = await popup(page).boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true);
    });
  });
});
