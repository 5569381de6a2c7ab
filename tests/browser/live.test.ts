import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../support/browser.ts";

const MINUTE_MS = 60_000;
const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";
/** Whoever is called here talks for long. */
const TALKER = "+12135550008";
/** An agent whose phones ring for as long as a test takes, and a number where nobody answers: once it rings nothing changes. */
const PATIENT = "agent_7d1f0c52b8e94a36a1c07f2e55";
const NOBODY_ANSWERS = "+12135550001";
const RING_MS = 300_000;
/** Longer than a strip stays once its call is over, shorter than a silent line is taken for dead. */
const LINGER_MS = 20_000;

async function send(page: Page, mark: string, besides: Record<string, unknown> = {}): Promise<string> {
  const answer = await page.request.post("/api/calls", {
    data: {
      phoneNumber: TALKER,
      agentId: REMINDER,
      fromNumber: "+14157774444",
      variables: { customer_name: mark },
      ...besides,
    },
  });
  expect(answer.status()).toBe(201);
  return (await answer.json()).call.id;
}

const statusOf = async (page: Page, id: string) =>
  (await (await page.request.get(`/api/calls/${id}`)).json()).call.status;

const stop = (page: Page, ...ids: string[]) => page.request.post("/api/calls/stop", { data: { ids } });
const strips = (page: Page) => page.getByRole("list", { name: "Calls under way" }).locator("> li");
const strip = (page: Page, id: string) => page.locator(`li[data-call="${id}"]`);

/** Opens the page on the calls that carry a mark of this test's own, as somebody's address might. */
async function openMarked(page: Page): Promise<string> {
  const mark = `mark-${crypto.randomUUID()}`;
  await page.goto(`/dashboard/live?find=${mark}`);
  await expect(page.getByRole("heading", { name: "Live", exact: true })).toBeVisible();
  await expect(page.getByLabel("Find by number or variable")).toHaveValue(mark);
  return mark;
}

test("calls appear as they are sent, in the order of their coming, and are walked and ended by the keyboard alone", async ({
  console: page,
}) => {
  const mark = await openMarked(page);
  const [first, second] = [await send(page, mark), await send(page, mark)];
  await expect(strips(page)).toHaveCount(2);
  await expect(strip(page, second)).toContainText("In progress");
  await expect(strip(page, second).getByRole("timer")).toHaveText(/^\d+:\d\d$/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // Links keep the colours of the theme before for a moment; a page that begins in a theme has its own.
    await page.reload();
    await expect(strips(page)).toHaveCount(2);
    await expectAccessible(page);
  }

  // It ticks, so the page has come to life and hears keys.
  const shownAt = (await strip(page, second).getByRole("timer").textContent()) ?? "";
  await expect(strip(page, second).getByRole("timer")).not.toHaveText(shownAt);
  await page.keyboard.press("j");
  await expect(strip(page, first).getByRole("link")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(strip(page, second).getByRole("link")).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await expect(strip(page, first).getByRole("button", { name: /^End now/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(strip(page, first).getByRole("button", { name: /^End: / })).toBeVisible();
  expect(await statusOf(page, first)).toBe("in_progress");
  await page.keyboard.press("x");
  await page.keyboard.press("x");
  await expect(strip(page, first)).toContainText("Ended by Admin");
  await expect(strip(page, first).getByRole("link")).toBeFocused();
  await expect(strip(page, second)).toContainText("In progress");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/dashboard/calls/${second}`);
  await page.goBack();
  await expect(strips(page)).toHaveCount(1);
  await stop(page, second);
});

test("a double click asks, and ends nothing", async ({ console: page }) => {
  const mark = await openMarked(page);
  const id = await send(page, mark);
  await strip(page, id)
    .getByRole("button", { name: /^End: / })
    .dblclick();
  await expect(strip(page, id).getByRole("button", { name: /^End now/ })).toBeVisible();
  expect(await statusOf(page, id)).toBe("in_progress");
  await strip(page, id)
    .getByRole("button", { name: /^End now/ })
    .click();
  await expect(strip(page, id)).toContainText("Ended by Admin");
});

test("nothing moves under the pointer: what is over above it leaves when the pointer has left", async ({
  console: page,
}) => {
  await page.clock.install();
  const mark = await openMarked(page);
  const [above, here, below] = [await send(page, mark), await send(page, mark), await send(page, mark)];
  await expect(strips(page)).toHaveCount(3);
  for (const id of [above, here, below]) await expect(strip(page, id)).toContainText("In progress");
  await strip(page, here).hover();
  const place = await strip(page, here).boundingBox();
  await stop(page, above, below);
  for (const id of [above, below]) await expect(strip(page, id)).toContainText("Ended by Admin");
  const later = await send(page, mark);
  await expect(strip(page, later)).toBeVisible();
  await page.clock.fastForward(LINGER_MS);
  await expect(strip(page, below)).toHaveCount(0);
  await expect(strip(page, above)).toBeVisible();
  expect(await strip(page, here).boundingBox()).toEqual(place);
  await page.getByRole("heading", { name: "Live", exact: true }).hover();
  await page.clock.fastForward(LINGER_MS);
  await expect(strip(page, above)).toHaveCount(0);
  await stop(page, here, later);
});

test("all that match are ended once their number is typed, and only those that were seen", async ({
  console: page,
}) => {
  const mark = await openMarked(page);
  const seen = [await send(page, mark), await send(page, mark)];
  await expect(strips(page)).toHaveCount(2);
  for (const id of seen) await expect(strip(page, id)).toContainText("In progress");
  await page.getByRole("button", { name: "End 2 that match…" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("2 in conversation");
  await expectAccessible(page);
  const unseen = await send(page, mark);
  await expect(strip(page, unseen)).toContainText("In progress");
  const sure = dialog.getByRole("button", { name: "End 2" });
  await expect(sure).toBeDisabled();
  await dialog.getByLabel("Type “end 2” to end them").fill("end 3");
  await page.keyboard.press("Enter");
  await expect(sure).toBeDisabled();
  await dialog.getByLabel("Type “end 2” to end them").fill("END 2 ");
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("2 of 2 ended.");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(strip(page, unseen)).toContainText("In progress");
  for (const id of seen) expect(await statusOf(page, id)).toBe("completed");
  expect(await statusOf(page, unseen)).toBe("in_progress");
  await stop(page, unseen);
});

test("the browser's tab tells of calls on the line on every page", async ({ console: page }) => {
  const id = await send(page, "tab");
  await expect(page).toHaveTitle(/^\(\d+\) Calls · Switchboard$/);
  // Browsers show the last.
  const icon = page.locator("link[rel='icon']").last();
  await expect(icon).toHaveAttribute("href", "/icon-live.svg");
  const drawn = await page.request.get("/icon-live.svg");
  expect(drawn.headers()["content-type"]).toContain("image/svg+xml");
  await expect(page.getByRole("link", { name: /^Live \d+ on the line$/ })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page).toHaveTitle(/^\(\d+\) People · Switchboard$/);
  await expect(icon).toHaveAttribute("href", "/icon-live.svg");
  await stop(page, id);
});

test("what happens while a page is on its way to the browser is on it", async ({ console: page }) => {
  const patient = await page.request.patch(`${process.env.SIMULATOR_URL}/update-agent/${PATIENT}`, {
    headers: { authorization: "Bearer key_simulated" },
    data: { ring_duration_ms: RING_MS },
  });
  expect(patient.ok()).toBe(true);
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: /^Live$/ })
      .last(),
  ).toBeVisible();
  let id = "";
  await page.route(/\/dashboard\/live\?/, async (route) => {
    const answer = await route.fetch();
    if (id === "" && route.request().headers()["next-router-prefetch"] === undefined) {
      id = await send(page, "on the way", { phoneNumber: NOBODY_ANSWERS, agentId: PATIENT });
      await expect.poll(() => statusOf(page, id)).toBe("ringing");
    }
    await route.fulfill({ response: answer });
  });
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  // The page is held back until a phone rings.
  await expect.poll(() => id, { timeout: MINUTE_MS }).not.toBe("");
  await expect(page.getByRole("heading", { name: "Live", exact: true })).toBeVisible({ timeout: MINUTE_MS });
  await expect(strip(page, id)).toBeVisible();
  await stop(page, id);
});

test.describe("without a network", () => {
  test.use({ expectedComplaints: [/ERR_INTERNET_DISCONNECTED|Failed to load resource/] });

  test("the page says since when it is stale, and reads everything again once it is back", async ({
    console: page,
    context,
  }) => {
    const mark = await openMarked(page);
    const id = await send(page, mark);
    await expect(strip(page, id)).toContainText("In progress");
    const indicator = page
      .locator("p[title]")
      .filter({ hasText: /^(Live|Offline|Reconnecting)/ })
      .filter({ visible: true });
    await expect(indicator).toHaveText("Live");
    await context.setOffline(true);
    await expect(indicator).toHaveText(/^Offline since \d\d:\d\d:\d\d$/);
    // Seen in two places, and said aloud once.
    await expect(page.getByRole("status").filter({ hasText: /offline/i })).toHaveCount(1);
    await stop(page, id);
    await context.setOffline(false);
    await expect(indicator).toHaveText("Live");
    await expect(strip(page, id)).toContainText("Ended by Admin");
  });
});
