import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import pg from "pg";
import { expect, expectAccessible, test } from "../support/browser.ts";
import { readCsv } from "../support/read-csv.ts";

const CALLS = 24;
/** All rows of the list are drawn in a window of this height. */
const TALL = { width: 1440, height: 2_000 };

/** Finished calls of an agent that no other test knows, one of them with what a caller should not be able to do. */
async function withCalls(page: Page, work: (agent: string) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const agent = `agent_${crypto.randomUUID().replaceAll("-", "")}`;
  try {
    await client.query(
      `insert into retell_calls (retell_call_id, status, phase, dial_state, placed_at, started_at, duration_ms, cost_cents,
         call_type, direction, from_number, to_number, agent_id, agent_name, variables, disconnection_reason)
       select $1 || n, 'completed', 4, 'none', at, at, n * 37000, n * 53, 'phone_call', 'outbound',
         '+14157774444', '+1213555' || lpad(n::text, 4, '0'), $1, 'مساعد, "South"',
         jsonb_build_object('clinic', case when n = 3 then '=HYPERLINK("http://x")' else 'North ' || n end), 'user_hangup'
       from generate_series(1, $2::int) as n
       cross join lateral (select timestamptz '2026-01-31 12:00Z' - n * interval '1 minute' as at) as moment`,
      [agent, CALLS],
    );
    await work(agent);
  } finally {
    await page.goto("about:blank");
    await client.query("delete from retell_calls where agent_id = $1", [agent]);
    await client.end();
  }
}

const columns = "status,number,agent,duration,cost,outcome,var.clinic~120px";

async function openList(page: Page, agent: string): Promise<void> {
  await page.goto(`/dashboard/calls?q=agent:${agent}&sort=-cost&cols=${columns}`);
  await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(CALLS);
  await expect(page.locator("tbody tr").first().locator("td")).toHaveCount(7);
}

const panel = (page: Page) => page.getByRole("dialog", { name: "Export these calls" });

/** As in a browser that lets no page write to disk. */
async function withoutPicker(page: Page): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
}

/** The picker gives a file of the page's own, in place of the person who would choose one. */
async function withPicker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
        const folder = await navigator.storage.getDirectory();
        Object.assign(window, { picked: suggestedName });
        return folder.getFileHandle(suggestedName, { create: true });
      },
    });
  });
}

/** The text of the picked file; null when there is none. */
function pickedFile(page: Page): Promise<string | null> {
  return page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>)
      if (name === (window as { picked?: string }).picked) return (await handle.getFile()).text();
    return null;
  });
}

test("what is saved is what the list shows: its calls, its order, its columns; nothing in it is a formula", async ({
  console: page,
}) => {
  await page.setViewportSize(TALL);
  await withoutPicker(page);
  await withCalls(page, async (agent) => {
    await openList(page, agent);
    const shown = await page
      .getByRole("table")
      .locator("tr")
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent.trim())));
    await page.getByRole("button", { name: "Export" }).click();
    await expect(panel(page).getByRole("status")).toHaveText(`${CALLS} calls`);
    const downloading = page.waitForEvent("download");
    await panel(page).getByRole("button", { name: "Export" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^calls-\d{4}-\d\d-\d\d\.csv$/);
    await expect(page.getByText(`${CALLS} calls exported`)).toBeVisible();

    const text = await readFile(await download.path(), "utf8");
    expect(text.charCodeAt(0)).toBe(0xfeff);
    const [header, ...lines] = readCsv(text.slice(1));
    expect(header).toEqual(shown[0]);
    expect(lines.map(asShown)).toEqual(shown.slice(1));
    expect(lines.find(([, number]) => number === "+12135550003")?.[6]).toBe('\'=HYPERLINK("http://x")');
  });
});

/** A line of the file in the words of the list. */
function asShown(line: string[]): string[] {
  const [status = "", number = "", agent = "", duration = "", cost = "", outcome = "", clinic = ""] = line;
  const seconds = Number(duration);
  return [
    status.charAt(0).toUpperCase() + status.slice(1),
    number.replace(/^\+1(...)(...)(....)$/, "+1 $1 $2 $3"),
    agent,
    `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`,
    `$${Number(cost).toFixed(2)}`,
    outcome,
    clinic.replace(/^'=/, "="),
  ];
}

test("by keyboard alone, from the palette to a file on disk; and it can be read and used in both themes", async ({
  console: page,
}) => {
  await page.setViewportSize(TALL);
  await withPicker(page);
  await withCalls(page, async (agent) => {
    await openList(page, agent);
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: "Search, or say what to do" })).toBeFocused();
    await page.keyboard.type("export these");
    await expect(page.getByRole("option", { name: /Export these calls/ })).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(panel(page).getByRole("radio", { name: "CSV" })).toBeFocused();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
    await page.keyboard.press("ArrowDown");
    await expect(panel(page).getByRole("radio", { name: "JSON", exact: true })).toBeChecked();
    // Only cells of a sheet can be formulas.
    await expect(panel(page).getByRole("checkbox")).toHaveCount(0);
    await page.keyboard.press("Tab");
    await expect(panel(page).getByRole("radio", { name: "The columns shown" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByText(`${CALLS} calls exported`)).toBeVisible();
    const calls = JSON.parse((await pickedFile(page)) ?? "");
    expect(calls).toHaveLength(CALLS);
    expect(calls[0]).toMatchObject({ status: "completed", agent: 'مساعد, "South"', analysis: null });
    await expect(panel(page)).toBeHidden();
    await expect(page.getByRole("button", { name: "Export" })).toBeFocused();
  });
});

test("it is cancelled on request, and leaves no file behind", async ({ console: page }) => {
  await page.setViewportSize(TALL);
  await withPicker(page);
  await page.addInitScript(() => {
    // A page without a secure address has no disk.
    if (!("FileSystemWritableFileStream" in window)) return;
    // The disk takes its time until the test says so.
    const mayWrite = new Promise((resolve) => window.addEventListener("go on", resolve));
    const write = FileSystemWritableFileStream.prototype.write;
    FileSystemWritableFileStream.prototype.write = async function (part) {
      await mayWrite;
      return write.call(this, part);
    };
  });
  await withCalls(page, async (agent) => {
    await openList(page, agent);
    await page.getByRole("button", { name: "Export" }).click();
    await panel(page).getByRole("button", { name: "Export" }).click();
    await expect(panel(page).getByRole("progressbar", { name: "Exporting" })).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
    await expect(panel(page).getByRole("button", { name: "Cancel" })).toBeFocused();
    await page.keyboard.press("Enter");
    await page.evaluate(() => window.dispatchEvent(new Event("go on")));
    await expect(page.getByText("Export cancelled")).toBeVisible();
    await expect.poll(() => pickedFile(page)).toBe(null);
    await expect(panel(page).getByRole("button", { name: "Export" })).toBeFocused();
  });
});

test("where the connection breaks off nothing is saved, and it says what to do", async ({
  console: page,
}) => {
  await page.setViewportSize(TALL);
  await withPicker(page);
  await page.addInitScript(() => {
    const fetched = window.fetch;
    window.fetch = async (address, init) => {
      if (!String(address).startsWith("/api/calls/export")) return fetched(address, init);
      let isBegun = false;
      const body = new ReadableStream({
        pull(controller) {
          if (isBegun) return controller.error(new TypeError("network error"));
          isBegun = true;
          controller.enqueue(new TextEncoder().encode("Status\r\ncompleted\r\n"));
        },
      });
      return new Response(body);
    };
  });
  await withCalls(page, async (agent) => {
    await openList(page, agent);
    await page.getByRole("button", { name: "Export" }).click();
    await panel(page).getByRole("button", { name: "Export" }).click();
    await expect(
      panel(page).getByText("The connection broke off after 1 call, and nothing was saved."),
    ).toBeVisible();
    await expect.poll(() => pickedFile(page)).toBe(null);
    await expectAccessible(page);
  });
});

test("what is too large for memory the browser downloads by itself", async ({ console: page }) => {
  await page.setViewportSize(TALL);
  await withoutPicker(page);
  await page.addInitScript(() => {
    const fetched = window.fetch;
    const megabyte = new Uint8Array(1024 * 1024);
    window.fetch = async (address, init) => {
      if (!String(address).startsWith("/api/calls/export")) return fetched(address, init);
      return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(megabyte) }));
    };
  });
  await withCalls(page, async (agent) => {
    await openList(page, agent);
    await page.getByRole("button", { name: "Export" }).click();
    const downloading = page.waitForEvent("download");
    await panel(page).getByRole("button", { name: "Export" }).click();
    const download = await downloading;
    expect(new URL(download.url()).pathname).toBe("/api/calls/export");
    await expect(page.getByText("Your browser goes on by itself")).toBeVisible();
    const text = await readFile(await download.path(), "utf8");
    expect(readCsv(text.slice(1))).toHaveLength(CALLS + 1);
  });
});
