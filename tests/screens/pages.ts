import type { Page } from "@playwright/test";
import { askConsoleDatabase } from "../support/console-database.ts";
import { historyPages } from "./history-pages.ts";
import type { Shown } from "./shown.ts";

/** Every page and state of the gallery, in its order. One line brings in another. */
export const shownPages: Shown[] = [
  { file: "sign-in", name: "Sign-in", path: () => "/sign-in", isSignedOut: true },
  { file: "live", name: "Live", path: () => "/dashboard/live" },
  {
    file: "live-end-all",
    name: "Live, all ended at once",
    path: () => "/dashboard/live",
    prepare: async (page) => {
      await page.getByRole("button", { name: /^End all/ }).click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  {
    file: "call-in-progress",
    name: "A call in progress",
    path: ({ talking }) => `/dashboard/calls/${talking}`,
  },
  { file: "call-ringing", name: "A phone that rings", path: ({ ringing }) => `/dashboard/calls/${ringing}` },
  ...historyPages,
  { file: "send", name: "Send a call", path: () => "/dashboard/calls/send" },
  {
    file: "send-number",
    name: "Send a call, whom it offers",
    path: () => "/dashboard/calls/send",
    prepare: async (page) => {
      await page.getByLabel("Phone number").click();
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    file: "send-again",
    name: "Send a call again",
    path: ({ finished }) => `/dashboard/calls/send?again=${finished}`,
  },
  {
    file: "call",
    name: "A finished call",
    path: ({ finished }) => `/dashboard/calls/${finished}`,
    prepare: async (page) => {
      await page.locator("main svg[preserveAspectRatio]").first().waitFor({ state: "attached" });
      await page
        .getByRole("button", { name: /^Play from/ })
        .first()
        .waitFor();
      await page.keyboard.press("ArrowRight");
      await page.getByText("0:05 /").first().waitFor();
      await page.keyboard.press("ArrowRight");
    },
  },
  {
    file: "call-long",
    name: "A long call, in several scripts",
    path: ({ long }) => `/dashboard/calls/${long}`,
  },
  {
    file: "call-failed",
    name: "A call nobody answered",
    path: ({ unanswered }) => `/dashboard/calls/${unanswered}`,
  },
  {
    file: "call-unknown",
    name: "No such call",
    path: () => "/dashboard/calls/00000000-0000-0000-0000-000000000000",
  },
  { file: "webhooks", name: "Webhook deliveries", path: () => "/dashboard/webhooks" },
  {
    file: "webhook",
    name: "One delivery",
    path: () => "/dashboard/webhooks",
    prepare: async (page) => {
      await page.getByRole("link", { name: "call_analyzed" }).first().click();
      await page.getByRole("button", { name: "Replay" }).waitFor();
    },
  },
  { file: "webhook-setup", name: "Webhook set-up", path: () => "/dashboard/webhooks/setup" },
  { file: "people", name: "People", path: () => "/dashboard/people" },
  { file: "invite", name: "An invitation", path: ({ invitation }) => invitation, isSignedOut: true },
  { file: "audit", name: "Audit log", path: () => "/dashboard/audit" },
  { file: "settings", name: "Settings", path: () => "/dashboard/settings" },
  {
    file: "palette",
    name: "Search and commands",
    path: () => "/dashboard/calls",
    prepare: (page) => openPalette(page),
  },
  {
    file: "palette-found",
    name: "Search and commands, found",
    path: () => "/dashboard/calls",
    prepare: async (page) => {
      await openPalette(page);
      await page.keyboard.type("doe");
      await page.getByRole("option", { name: /Doe/ }).first().waitFor();
    },
  },
  {
    file: "shortcuts",
    name: "Keyboard shortcuts",
    path: () => "/dashboard/calls",
    prepare: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    },
  },
  {
    file: "person-menu",
    name: "Theme, help, sign out",
    path: () => "/dashboard/calls",
    prepare: async (page) => {
      await page
        .getByRole("button", { name: /theme, help, sign out/ })
        .filter({ visible: true })
        .click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    file: "confirm",
    name: "Asked before a deed",
    path: () => "/dashboard/people",
    prepare: async (page) => {
      await page
        .getByRole("button", { name: /^Deactivate/ })
        .first()
        .click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  {
    file: "offline",
    name: "Without a connection",
    path: () => "/dashboard/calls",
    prepare: async (page) => {
      await page.context().setOffline(true);
      await page.getByText("You are offline").waitFor();
    },
  },
  { file: "help", name: "Help", path: () => "/help" },
  { file: "not-found", name: "No such page", path: () => "/nowhere" },
  { file: "dashboard-not-found", name: "No such page of the console", path: () => "/dashboard/nowhere" },
  {
    file: "error",
    name: "A page that failed",
    path: () => "/dashboard/webhooks",
    prepare: (page) => breakWebhooks(page),
  },
  // Nobody can be pictured on the line after this one.
  {
    file: "live-none",
    name: "Live, nobody on the line",
    path: () => "/dashboard/live",
    prepare: async (page, { ringing, talking }) => {
      await page.request.post("/api/calls/stop", { data: { ids: [ringing, talking] } });
      await page.getByText("Nobody is on the line").waitFor();
    },
  },
];

/** Takes a table that only this page reads away for as long as it is asked for. */
async function breakWebhooks(page: Page): Promise<void> {
  await askConsoleDatabase("alter table webhook_refusals rename to webhook_refusals_away");
  try {
    await page.reload();
    await page.getByText("This page could not be shown").waitFor();
  } finally {
    await askConsoleDatabase("alter table webhook_refusals_away rename to webhook_refusals");
  }
}

/** By the button that is there on every screen; its code may still be on its way. */
async function openPalette(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Search or do…" }).filter({ visible: true }).click();
  await page.getByRole("combobox", { name: "Search, or say what to do" }).waitFor();
}
