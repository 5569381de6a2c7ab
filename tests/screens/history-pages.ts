import type { Page } from "@playwright/test";
import type { Shown } from "./shown.ts";

const FAILED = "status:failed,cancelled";

/** The history of calls and everything that opens in it. */
export const historyPages: Shown[] = [
  { file: "calls", name: "History", path: () => "/dashboard/calls" },
  { file: "calls-filtered", name: "History, filtered", path: () => `/dashboard/calls?q=${FAILED}` },
  { file: "calls-none", name: "History, nothing found", path: () => "/dashboard/calls?q=number:%2B4999" },
  {
    file: "calls-wrong",
    name: "History, a filter nobody understands",
    path: () => "/dashboard/calls?q=colour:blue",
  },
  {
    file: "calls-search",
    name: "History, what the search offers",
    path: () => "/dashboard/calls",
    prepare: async (page) => {
      await page.getByRole("combobox", { name: "Search calls" }).click();
      await page.keyboard.type("status:failed var.");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    file: "calls-filters",
    name: "History, filters to choose from",
    path: () => `/dashboard/calls?q=${FAILED}`,
    prepare: async (page) => {
      await page.getByRole("button", { name: "Filters" }).click();
      await page.getByRole("form", { name: "Filters" }).waitFor();
    },
  },
  {
    file: "calls-peek",
    name: "History, a call beside it",
    path: ({ finished }) => `/dashboard/calls?peek=${finished}`,
    prepare: (page) => page.getByRole("heading", { name: "Transcript" }).waitFor(),
  },
  {
    file: "columns",
    name: "History, its columns",
    path: () => "/dashboard/calls",
    // A phone shows no columns, and orders its calls instead.
    prepare: async (page) => {
      const button = page.getByRole("button", { name: "Columns" });
      if (!(await button.isVisible())) return;
      await button.click();
      await page.getByRole("checkbox", { name: "customer_name" }).waitFor();
    },
  },
  {
    file: "export",
    name: "History, exported",
    path: () => `/dashboard/calls?q=${FAILED}`,
    prepare: async (page) => {
      await page.getByRole("button", { name: "Export" }).click();
      await page
        .getByRole("dialog", { name: "Export these calls" })
        .getByText(/\d call/)
        .waitFor();
    },
  },
  {
    file: "views",
    name: "Saved views",
    path: ({ view }) => `/dashboard/calls?view=${view}`,
    prepare: async (page) => {
      await openViews(page);
      await page
        .getByRole("dialog", { name: "Views" })
        .getByText(/^\d+ calls$/)
        .first()
        .waitFor();
    },
  },
  {
    file: "view-changed",
    name: "A saved view, changed since",
    path: ({ view }) => `/dashboard/calls?view=${view}&q=status:failed&sort=-duration`,
  },
  {
    file: "view-save",
    name: "A view is saved",
    path: () => `/dashboard/calls?q=${FAILED}`,
    prepare: async (page) => {
      await page.getByRole("button", { name: "Save view…" }).click();
      await page.getByLabel("Name").fill("Nobody reached");
    },
  },
];

async function openViews(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^View:/ }).click();
  await page.getByRole("dialog", { name: "Views" }).waitFor();
}
