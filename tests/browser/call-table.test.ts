import type { Page, Request } from "@playwright/test";
import pg from "pg";
import { expect, expectAccessible, test } from "../support/browser.ts";

/** More than fit a window many times over. */
const CALLS = 420;

interface Seeded {
  client: pg.Client;
  agent: string;
  ids: string[];
}

/** Finished calls of an agent that no other test knows, one a minute back from long ago, newest first. */
async function withCalls(page: Page, count: number, work: (seeded: Seeded) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const agent = `agent_${crypto.randomUUID().replaceAll("-", "")}`;
  try {
    const { rows } = await client.query<{ id: string }>(
      `insert into retell_calls (retell_call_id, status, phase, dial_state, placed_at, started_at, duration_ms, cost_cents,
         call_type, direction, from_number, to_number, agent_id, agent_name, variables, disconnection_reason)
       select $1 || n, 'completed', 4, 'none', at, at, (n * 37 % 100) * 1000, n * 53 % 100, 'phone_call', 'outbound',
         '+14157774444', '+1213555' || lpad(n::text, 4, '0'), $1, 'Table', jsonb_build_object('clinic', 'North ' || n), 'user_hangup'
       from generate_series(1, $2::int) as n
       cross join lateral (select timestamptz '2026-01-31 12:00Z' - n * interval '1 minute' as at) as moment
       returning id`,
      [agent, count],
    );
    await work({ client, agent, ids: rows.map(({ id }) => id) });
  } finally {
    // Nobody looks any more when they go.
    await page.goto("about:blank");
    await client.query("delete from retell_calls where agent_id = $1", [agent]);
    await client.end();
  }
}

const listOf = (agent: string, more = "") => `/dashboard/calls?q=agent:${agent}${more}`;

/** Shows the list, and waits until it listens: it then has drawn what there is room for, columns or cards. */
async function openList(page: Page, agent: string): Promise<void> {
  await page.goto(listOf(agent));
  await expect(page.locator("tbody tr").first()).toBeAttached();
  const cells = page.locator("tbody tr").first().locator("td");
  const wanted = (page.viewportSize()?.width ?? 0) > 1_000 ? await page.locator("thead th").count() : 1;
  await expect(cells).toHaveCount(wanted);
}

const rowsOf = (page: Page) => page.getByRole("table").locator("tbody tr");
const rowOf = (page: Page, id: string | undefined) => page.locator(`tr[data-call="${id}"]`);
const peek = (page: Page) => page.getByRole("region", { name: "Call beside the list" });
const param = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

async function placeNow({ client, agent }: Seeded, at = "now()"): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into retell_calls (status, phase, placed_at, to_number, agent_id, duration_ms)
     values ('completed', 4, ${at}, '+12135559999', $1, 5000) returning id`,
    [agent],
  );
  return rows[0]?.id ?? "";
}

/** Loads pages by scrolling, as a reader does, until so many rows are there. */
async function scrollTo(page: Page, place: number): Promise<void> {
  await expect
    .poll(async () => {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      return Number(await rowsOf(page).last().getAttribute("aria-rowindex"));
    })
    .toBeGreaterThanOrEqual(place);
}

const topOf = async (page: Page, id: string | undefined) => (await rowOf(page, id).boundingBox())?.y;

test("columns are chosen, sized and put in order by keyboard and pointer; the address has them, and so has the next visit", async ({
  console: page,
}) => {
  await withCalls(page, 30, async ({ agent }) => {
    await openList(page, agent);
    const headers = page.getByRole("columnheader");
    await expect(headers).toHaveText([
      "Status",
      "Number",
      "Agent",
      "Started",
      "Duration",
      "Cost",
      "Outcome",
      "Variables",
    ]);
    await page.getByRole("button", { name: "Columns" }).press("Enter");
    await page.getByRole("searchbox", { name: "Search columns" }).fill("clin");
    await page.getByRole("checkbox", { name: /^clinic\b/ }).press("Space");
    await page.getByRole("searchbox", { name: "Search columns" }).fill("");
    await page.getByRole("checkbox", { name: "Agent", exact: true }).uncheck();
    const handle = page.getByRole("button", { name: "Move clinic" });
    await expect(handle).toHaveAccessibleDescription(/arrow keys/);
    await handle.focus();
    await page.keyboard.press("ArrowUp");
    await expect(page.getByText("clinic: place 7 of 8")).toBeAttached();
    await page.keyboard.press("ArrowUp");
    await expect(page.getByText("clinic: place 6 of 8")).toBeAttached();
    await page.keyboard.press("ArrowDown");
    await expect(page.getByText("clinic: place 7 of 8")).toBeAttached();
    await expect(handle).toBeFocused();
    await expect(page.getByRole("checkbox", { name: "Number", exact: true })).toBeDisabled();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await expect(headers).toHaveText([
      "Status",
      "Number",
      "Started",
      "Duration",
      "Cost",
      "Outcome",
      "clinic",
      "Variables",
    ]);
    await expect(rowsOf(page).first().getByRole("cell").nth(6)).toHaveText("North 1");

    const width = page.getByRole("separator", { name: "Width of clinic" });
    await width.press("Home");
    await width.press("ArrowRight");
    await expect(width).toHaveAttribute("aria-valuenow", "72");
    await expect.poll(() => param(page, "cols")).toContain("var.clinic~72px");

    const status = await page.getByRole("columnheader", { name: "Status" }).boundingBox();
    const cost = await page.getByRole("columnheader", { name: "Cost" }).boundingBox();
    if (!status || !cost) throw new Error("The header has no place.");
    await page.mouse.move(status.x + 20, status.y + 10);
    await page.mouse.down();
    await page.mouse.move(cost.x + cost.width - 4, cost.y + 10, { steps: 6 });
    await page.mouse.up();
    const chosen = "number,started,duration,cost,status,outcome,var.clinic~72px,variables";
    await expect.poll(() => param(page, "cols")).toBe(chosen);

    await page.reload();
    await expect(headers.first()).toHaveText("Number");
    // The address says nothing: the server draws the columns that were chosen last.
    await openList(page, agent);
    await expect(headers.nth(6)).toHaveText("clinic");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("button", { name: "Reset" }).click();
    await openList(page, agent);
    await expect(headers.first()).toHaveText("Status");
  });
});

for (const toasts of ["there before", "come after"]) {
  test(`columns that are reset can be had back, and their choice stays open: toasts ${toasts}`, async ({
    console: page,
  }) => {
    await withCalls(page, 3, async ({ agent }) => {
      await page.addInitScript((areWanted) => {
        window.requestIdleCallback = areWanted
          ? (work) => window.setTimeout(() => work({ didTimeout: false, timeRemaining: () => 50 }), 0)
          : () => 0;
      }, toasts === "there before");
      const headers = page.getByRole("columnheader");
      await page.goto(listOf(agent, "&cols=number,status"));
      if (toasts === "there before") {
        await expect(page.getByRole("region", { name: "What has just happened" })).toBeAttached();
      }
      await page.getByRole("button", { name: "Columns" }).click();
      const reset = page.getByRole("button", { name: "Reset" });
      await reset.click();
      await expect(headers.first()).toHaveText("Status");
      await page.getByRole("button", { name: "Undo" }).click();
      await expect(headers.first()).toHaveText("Number");
      await expect(page.getByText("The columns are as they were at first")).toHaveCount(0);
      await expect(reset).toBeEnabled();
      await page.mouse.click(5, 5);
      await expect(reset).toHaveCount(0);
    });
  });
}

test("headers sort both ways, by keyboard too, in the address and back", async ({ console: page }) => {
  await withCalls(page, CALLS, async ({ agent }) => {
    await openList(page, agent);
    const duration = page.getByRole("columnheader", { name: "Duration" });
    const durations = async () =>
      (await page.locator("tbody td:nth-child(5)").allInnerTexts()).map((text) =>
        text.split(":").reduce((sum, part) => sum * 60 + Number(part.replace("–", "0")), 0),
      );
    await page.getByRole("button", { name: "Duration" }).press("Enter");
    await expect(duration).toHaveAttribute("aria-sort", "descending");
    await expect(page.getByRole("button", { name: "Duration" })).toBeFocused();
    expect(param(page, "sort")).toBe("-duration");
    let shown = await durations();
    expect(shown).toEqual(shown.toSorted((a, b) => b - a));
    await page.getByRole("button", { name: "Duration" }).press("Enter");
    await expect(duration).toHaveAttribute("aria-sort", "ascending");
    shown = await durations();
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    await page.reload();
    await expect(duration).toHaveAttribute("aria-sort", "ascending");
    await page.goBack();
    await expect(duration).toHaveAttribute("aria-sort", "descending");
    await page.goto(listOf(agent, "&sort=loudest"));
    await expect(page.getByText("There is no order “loudest”.")).toBeVisible();
    await expect(page.getByRole("table")).toHaveCount(0);
  });
});

test("hundreds of rows are there, few of them are drawn, and back from a call they are where they were", async ({
  console: page,
}) => {
  await withCalls(page, CALLS, async ({ agent, ids }) => {
    await openList(page, agent);
    await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", "-1");
    await scrollTo(page, CALLS + 1);
    await expect(page.getByRole("table")).toHaveAttribute("aria-rowcount", String(CALLS + 1));
    expect(await rowsOf(page).count()).toBeLessThan(80);
    await expect(page.getByText("420 calls, and that is all.")).toBeVisible();
    await page.evaluate(() => window.scrollTo(0, 9_000));
    const id = ids[205];
    await expect(rowOf(page, id)).toBeVisible();
    const before = await topOf(page, id);
    await rowOf(page, id).getByRole("link").click();
    await expect(peek(page)).toBeVisible();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/dashboard/calls/${id}`);
    await page.goBack();
    await expect(peek(page)).toContainText("+1 213 555 0206");
    await expect.poll(() => topOf(page, id)).toBe(before);
    await page.goBack();
    await expect(peek(page)).toHaveCount(0);
    await expect.poll(() => topOf(page, id)).toBe(before);
  });
});

test("a call opens beside the list, is walked on from, opened and closed without the mouse", async ({
  console: page,
  context,
}) => {
  await withCalls(page, 30, async ({ agent, ids }) => {
    await openList(page, agent);
    await page.keyboard.press("j");
    await expect(rowOf(page, ids[0]).getByRole("link")).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await expect(peek(page).getByRole("heading", { level: 2 }).first()).toContainText("+1 213 555 0002");
    await expect.poll(() => param(page, "peek")).toBe(ids[1]);
    await expect(peek(page).getByText("North 2")).toBeVisible();
    await expectAccessible(page, "a tooltip floats");
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, "a tooltip floats");

    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await expect(peek(page).getByText("North 3")).toBeVisible();
    await expect(rowOf(page, ids[2]).getByRole("link")).toBeFocused();
    await expect.poll(() => param(page, "peek")).toBe(ids[2]);
    await page.keyboard.press("Escape");
    await expect(peek(page)).toHaveCount(0);
    await expect(rowOf(page, ids[2]).getByRole("link")).toBeFocused();
    expect(param(page, "peek")).toBeNull();

    await page.keyboard.press("Enter");
    await expect(peek(page)).toBeVisible();
    const width = page.getByRole("separator", { name: "Width of the call beside the list" });
    await width.press("ArrowLeft");
    await expect(width).toHaveAttribute("aria-valuenow", "496");
    await page.reload();
    await expect(peek(page).getByText("North 3")).toBeVisible();
    await expect(width).toHaveAttribute("aria-valuenow", "496");
    await rowOf(page, ids[2]).getByRole("link").press("Enter");
    await page.waitForURL(`**/dashboard/calls/${ids[2]}`);

    await openList(page, agent);
    const [tab] = await Promise.all([
      context.waitForEvent("page"),
      rowOf(page, ids[4]).getByRole("link").click({ button: "middle" }),
    ]);
    await tab.waitForURL(`**/dashboard/calls/${ids[4]}`);
    expect(param(page, "peek")).toBeNull();
  });
});

test("the next call is read before anybody goes to it, and one that was passed loads its recording no more", async ({
  console: page,
}) => {
  await withCalls(page, 10, async ({ client, agent, ids }) => {
    await client.query("update retell_calls set has_recording = true where agent_id = $1", [agent]);
    const [asked, arrived, ended]: [string[], string[], string[]] = [[], [], []];
    const reading = (id: string | undefined, part = "") => `/api/calls/${id}${part}`;
    const isNext = (path: string) => path === reading(ids[1]);
    const pathOf = (request: Request) => new URL(request.url()).pathname;
    page.on("request", (request) => void asked.push(pathOf(request)));
    page.on("requestfinished", (request) => void arrived.push(pathOf(request)));
    page.on("requestfailed", (request) => void ended.push(pathOf(request)));
    // A recording that never comes, as from far away.
    await page.route("**/recording*", () => {});
    await openList(page, agent);
    await rowOf(page, ids[0]).getByRole("link").press("Enter");
    await expect.poll(() => arrived).toContain(reading(ids[1]));
    // What is heard of it makes that reading old, and it is read once more.
    await client.query("update retell_calls set variables = $2 where id = $1", [ids[1], { clinic: "South" }]);
    await expect(rowOf(page, ids[1])).toContainText("South");
    const underWay = () => asked.filter(isNext).length - arrived.filter(isNext).length;
    await expect.poll(underWay).toBe(0);
    // Held here, it cannot end by being thrown away.
    const audio = await peek(page).locator("audio").elementHandle();
    await expect.poll(() => asked).toContain(reading(ids[0], "/recording"));

    // Whatever is asked from now on about the next call has no answer.
    await page.route(`**${reading(ids[1])}`, () => {});
    await page.keyboard.press("j");
    await expect(peek(page).getByText("South", { exact: true })).toBeVisible();
    await expect.poll(() => asked).toContain(reading(ids[2]));
    await expect.poll(() => ended).toContain(reading(ids[0], "/recording"));
    expect(ended).not.toContain(reading(ids[1], "/recording"));
    await audio?.dispose();
  });
});

test("the keys of a call’s own page work on the call beside the list", async ({ console: page }) => {
  await withCalls(page, 5, async ({ agent, ids }) => {
    await openList(page, agent);
    await page.keyboard.press("r");
    await expect(page).toHaveURL(/\/dashboard\/calls\?/);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await expect(peek(page).getByRole("link", { name: "Call again" })).toBeVisible();
    await page.keyboard.press("Shift+?");
    await expect(page.getByRole("dialog").getByText("Call again")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await page.keyboard.press("r");
    await page.waitForURL(`**/dashboard/calls/send?again=${ids[0]}`);
  });
});

test("the server writes times in the viewer's zone, from the first list after the sign-in on", async ({
  console: page,
  context,
}) => {
  await withCalls(page, 1, async ({ client, agent, ids }) => {
    const at = new Date(Date.now() - 3 * 24 * 60 * 60 * 1000);
    await client.query("update retell_calls set started_at = $2 where id = $1", [ids[0], at]);
    const timeIn = (timeZone: string) =>
      new Intl.DateTimeFormat("en-GB", {
        ...{ weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone },
      }).format(at);
    const written = async () => {
      const html = await (await page.request.get(listOf(agent))).text();
      return />([^<]+)<\/time>/.exec(html)?.[1];
    };
    expect(await written()).toBe(timeIn("America/New_York"));
    await openList(page, agent);
    await expect(rowOf(page, ids[0]).locator("time")).toHaveText(timeIn("America/New_York"));

    const name = "switchboard-zone";
    await context.addCookies([{ name, value: "Mars/Olympus", url: process.env.CONSOLE_URL ?? "" }]);
    expect(await written()).toBe(timeIn("UTC"));
    await context.clearCookies({ name });
    expect(await written()).toBe(timeIn("UTC"));
    // Whoever comes so sees their own zone all the same, and is known from then on.
    await openList(page, agent);
    await expect(rowOf(page, ids[0]).locator("time")).toHaveText(timeIn("America/New_York"));
    await expect.poll(written).toBe(timeIn("America/New_York"));
  });
});

test("news moves nothing under the pointer: shown calls change in place, new ones wait for a word", async ({
  console: page,
}) => {
  await withCalls(page, 30, async (seeded) => {
    const { client, agent, ids } = seeded;
    await openList(page, agent);
    await rowOf(page, ids[3]).hover();
    const before = await topOf(page, ids[3]);
    const fresh = await placeNow(seeded);
    await expect(page.getByRole("button", { name: "1 new" })).toBeVisible();
    await client.query("update retell_calls set status = 'failed' where id = $1", [ids[3]]);
    await expect(rowOf(page, ids[3])).toContainText("Failed");
    await client.query("delete from retell_calls where id = $1", [ids[5]]);
    await expect(rowOf(page, ids[5])).toHaveCount(0);
    await client.query("update retell_calls set agent_id = 'another' where id = $1", [ids[4]]);
    await expect(rowOf(page, ids[4]).getByRole("img", { name: /No longer matches/ })).toBeVisible();
    expect(await topOf(page, ids[3])).toBe(before);
    await page.getByRole("button", { name: "1 new" }).click();
    await expect(rowsOf(page).first()).toHaveAttribute("data-call", fresh);
    // Nobody is in the list now: the next one comes by itself.
    await page.mouse.move(5, 5);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const next = await placeNow(seeded);
    await expect(rowsOf(page).first()).toHaveAttribute("data-call", next);
    await client.query("update retell_calls set agent_id = $1 where agent_id = 'another'", [agent]);
  });
});

test("far down the list nothing jumps, whatever happens above", async ({ console: page }) => {
  await withCalls(page, CALLS, async (seeded) => {
    const { client, agent, ids } = seeded;
    await openList(page, agent);
    await scrollTo(page, 250);
    await page.evaluate(() => window.scrollTo(0, 8_000));
    const id = ids[190];
    await expect(rowOf(page, id)).toBeVisible();
    const before = await topOf(page, id);
    await client.query("delete from retell_calls where id = any($1)", [[ids[3], ids[40], ids[100]]]);
    await placeNow(seeded);
    await expect(page.getByRole("button", { name: "1 new" })).toBeVisible();
    // Three rows are gone above, so its place in the list is another one, and its place in the window the same.
    await expect(rowOf(page, id)).toHaveAttribute("aria-rowindex", String(190 + 2 - 3));
    expect(await topOf(page, id)).toBe(before);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("calls are cards that open from below, and the list never scrolls sideways", async ({
    console: page,
  }) => {
    await withCalls(page, CALLS, async ({ agent, ids }) => {
      await openList(page, agent);
      await page.getByLabel("Order of the calls").selectOption("Oldest first");
      await expect(rowsOf(page).first()).toHaveAttribute("data-call", ids[CALLS - 1] ?? "");
      await scrollTo(page, 120);
      expect(await rowsOf(page).count()).toBeLessThan(60);
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBeLessThanOrEqual(0);
      await page.evaluate(() => window.scrollTo(0, 0));
      await rowOf(page, ids[CALLS - 2])
        .getByRole("link")
        .tap();
      const drawer = page.getByRole("dialog", { name: "Call" });
      await expect(drawer.getByText(`North ${CALLS - 1}`)).toBeVisible();
      await expectAccessible(page);
      await drawer.getByRole("button", { name: /^Next call/ }).tap();
      await expect(drawer.getByText(`North ${CALLS - 2}`)).toBeVisible();
      await drawer.getByRole("button", { name: /^Close/ }).tap();
      await expect(drawer).toHaveCount(0);
      expect(param(page, "peek")).toBeNull();
    });
  });
});
