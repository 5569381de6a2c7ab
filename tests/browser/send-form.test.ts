import type { Page } from "@playwright/test";
import { expect, expectAccessible, pointDown, test } from "../support/browser.ts";
import { askConsoleDatabase } from "../support/console-database.ts";

const SEND = "/dashboard/calls/send";
const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";
const number = (page: Page) => page.getByLabel("Phone number");
const variable = (page: Page, name: string) => page.getByLabel(name, { exact: true });

/** A call of ours as the database holds it; nobody dials it or asks Retell about it. */
async function placed(call: {
  to: string;
  status?: string;
  placedAt?: string;
  agentId?: string;
  variables?: object;
}) {
  const [row] = await askConsoleDatabase<{ id: string }>(
    `insert into retell_calls (status, direction, to_number, from_number, agent_id, agent_name, placed_at, variables, requested_by)
     select $2, 'outbound', $1, '+14157774444', $3, 'Appointment reminder', coalesce($4::timestamptz, now()), $5, id
     from users where role = 'admin' order by created_at limit 1 returning id`,
    [
      call.to,
      call.status ?? "completed",
      call.agentId ?? REMINDER,
      call.placedAt ?? null,
      call.variables ?? {},
    ],
  );
  return row?.id ?? "";
}

/** Makes it night where every number is answered. */
async function makeItNight(page: Page): Promise<void> {
  await page.route("**/api/calls/callee?*", async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    body.callee.callingHours = { from: "08:00", to: "21:00" };
    body.callee.localTimes = [
      {
        timeZone: "America/Los_Angeles",
        time: "03:00",
        offsetMinutes: 0,
        isWithinHours: false,
        changesAt: null,
      },
    ];
    await route.fulfill({ response: answer, json: body });
  });
}

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}

test("a call is sent by keyboard alone, from anywhere, and leads to itself", async ({ console: page }) => {
  await expect(page.getByRole("table").getByRole("row").nth(1)).toBeVisible();
  await page.keyboard.press("c");
  await page.waitForURL(`**${SEND}`);
  await expect(number(page)).toBeFocused();
  await page.keyboard.type("+442079460811");
  await expect(number(page)).toHaveValue("+44 20 7946 0811");
  await page.keyboard.press("Enter");
  await expect(variable(page, "customer_name")).toBeFocused();
  await page.keyboard.type("Jane Roe");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("(mornings)");
  await expect(variable(page, "customer_name")).toHaveValue("Jane Roe\n(mornings)");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(variable(page, "appointment_time")).toBeFocused();
  await page.keyboard.type("2:00 PM");
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/dashboard\/calls\/[0-9a-f-]{36}$/);
  await expect(page.getByText("Call sent", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("at night, and while a call to the number is under way, it is asked once more and says why", async ({
  console: page,
}) => {
  const to = "+442079460812";
  const id = await placed({ to, status: "ringing" });
  await makeItNight(page);
  await page.goto(SEND);
  await number(page).fill(to);
  await expect(page.getByText("A call to this number is under way.")).toBeVisible();
  await expect(page.getByText(/in Los Angeles, outside calling hours \(08:00–21:00\)\.$/)).toBeVisible();
  await expect(page.getByRole("link", { name: "Open the call" })).toHaveAttribute(
    "href",
    `/dashboard/calls/${id}`,
  );
  await page.getByRole("button", { name: "Send call" }).click();
  const question = page.getByRole("group", { name: "Call anyway?" });
  await expect(question).toBeFocused();
  await expect(question.getByRole("listitem")).toHaveText([
    "A call to this number rings, sent by Admin.",
    /^It is \d\d:\d\d in Los Angeles, outside calling hours/,
  ]);
  await expectAccessible(page);
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(page.getByRole("button", { name: "Send call" })).toBeFocused();
  // The second press of a double one is no answer.
  await page.getByRole("button", { name: "Send call" }).dblclick();
  await expect(question).toBeVisible();
  // Nor is a change to what is asked about.
  await variable(page, "customer_name").fill("Jane Roe");
  await expect(question).toBeHidden();
  expect(await askConsoleDatabase("select 1 from retell_calls where to_number = $1", [to])).toHaveLength(1);
  await page.keyboard.press("Control+Enter");
  await expect(question).toBeVisible();
  await page.keyboard.press("Control+Enter");
  await page.waitForURL(/\/dashboard\/calls\/[0-9a-f-]{36}$/);
  expect(page.url()).not.toContain(id);
});

test("a call made minutes ago is told, with who sent it, and it is not asked about", async ({
  console: page,
}) => {
  const to = "+442079460813";
  await placed({ to });
  await page.goto(SEND);
  await number(page).fill(to);
  const notice = page.getByText("This number was called only minutes ago.").locator("..");
  await expect(notice).toContainText("Completed, sent by Admin, just now");
  await page.getByRole("button", { name: "Send call" }).click();
  await page.waitForURL(/\/dashboard\/calls\/[0-9a-f-]{36}$/);
});

test("somebody called lately is found by name, and brings agent, number and variables along", async ({
  console: page,
}) => {
  // In letters: figures would be taken for those of a number.
  const name = `Zoë ${crypto
    .randomUUID()
    .slice(0, 8)
    .replaceAll(/\d/g, (digit) => "ghijklmnop".charAt(Number(digit)))}`;
  await placed({
    to: "+442079460814",
    variables: { customer_name: name, appointment_time: "noon", nick: "Zo" },
  });
  await page.goto(SEND);
  await variable(page, "customer_name").fill("Somebody else");
  await number(page).focus();
  await page.keyboard.type(name.toLowerCase());
  await expect(page.getByRole("option")).toHaveCount(1);
  await pointDown(number(page));
  await page.keyboard.press("Enter");
  await expect(number(page)).toHaveValue("+44 20 7946 0814");
  await expect(variable(page, "customer_name")).toHaveValue(name);
  await expect(page.getByLabel("Value of nick")).toHaveValue("Zo");
  await expect(page.getByText("Nothing in this agent uses it.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(variable(page, "customer_name")).toHaveValue("Somebody else");
  await page.getByRole("button", { name: new RegExp(`^Appointment reminder.*${name}`) }).click();
  await expect(variable(page, "customer_name")).toHaveValue(name);
});

test("a call is sent again from its address, and what is no longer there is said", async ({
  console: page,
}) => {
  const id = await placed({
    to: "+442079460815",
    agentId: "agent_gone",
    variables: { customer_name: "דנה" },
  });
  await page.goto(`${SEND}?again=${id}`);
  await expect(number(page)).toHaveValue("+44 20 7946 0815");
  await expect(
    page.getByText(/Its agent, “Appointment reminder”, is no longer in the workspace/),
  ).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Agent" })).toHaveValue("");
  await expect(page.getByLabel("Value of customer_name")).toHaveValue("דנה");
  await page.goto(`${SEND}?again=${crypto.randomUUID()}`);
  await expect(page.getByText("The call to be sent again is not there.")).toBeVisible();
});

test.describe("when an answer is lost", () => {
  test.use({ expectedComplaints: [/net::ERR_FAILED/] });

  test("what is typed outlives a reload and a lost answer, and the call is still one", async ({
    console: page,
  }) => {
    await page.goto(SEND);
    await number(page).fill("+442079460816");
    await variable(page, "customer_name").fill("Jane Roe");
    await page.getByRole("button", { name: "Add variable" }).click();
    await page.keyboard.type("nick");
    const keys: string[] = [];
    await page.route("**/api/calls", async (route) => {
      keys.push(route.request().postDataJSON().requestKey);
      // It is carried out, and nobody hears of it.
      if (keys.length === 1) {
        await route.fetch();
        await route.abort();
      } else await route.fallback();
    });
    await page.keyboard.press("Control+Enter");
    await expect(page.getByText(/Switchboard could not be reached/)).toBeVisible();
    await page.reload();
    await expect(page.getByText("What you had typed is back")).toBeVisible();
    await expect(number(page)).toHaveValue("+44 20 7946 0816");
    await expect(variable(page, "customer_name")).toHaveValue("Jane Roe");
    await expect(page.getByLabel("Name of nick")).toBeVisible();
    await page.evaluate(() => localStorage.clear());
    await page.keyboard.press("Control+Enter");
    const again = page.getByRole("group", { name: "Call anyway?" });
    await expect(again.or(page.getByRole("list", { name: "Progress of the call" }))).toBeVisible();
    if (await again.isVisible()) await page.keyboard.press("Control+Enter");
    await page.waitForURL(/\/dashboard\/calls\/[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
    const sent = await askConsoleDatabase("select 1 from retell_calls where to_number = '+442079460816'");
    expect(sent).toHaveLength(1);
  });
});

test("many variables are pasted at once, and the opening line leads to what is missing", async ({
  console: page,
}) => {
  await page.goto(SEND);
  await number(page).fill("+442079460817");
  const more = Array.from({ length: 24 }, (_, place) => [`field_${place}`, "x".repeat(place * 20)]);
  await page.getByRole("button", { name: "{{customer_name}}" }).click();
  await expect(variable(page, "customer_name")).toBeFocused();
  await paste(
    page,
    JSON.stringify({ customer_name: "دعاء", appointment_time: 14, ...Object.fromEntries(more) }),
  );
  await expect(variable(page, "customer_name")).toHaveValue("دعاء");
  await expect(variable(page, "appointment_time")).toHaveValue("14");
  await expect(page.getByLabel("Value of field_23")).toHaveValue("x".repeat(460));
  await expect(
    page.getByText(/Nothing in this agent uses field_0, field_1, field_2 and 21 more/),
  ).toBeVisible();
  await expect(page.locator("blockquote bdi")).toHaveText(["Lakeside Health", "دعاء"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(variable(page, "customer_name")).toHaveValue("");
  await expect(page.getByLabel("Value of field_23")).toHaveCount(0);
  await variable(page, "customer_name").focus();
  await paste(page, "customer_name=Jane Roe\nappointment_time=noon");
  await expect(variable(page, "appointment_time")).toHaveValue("noon");
  await variable(page, "customer_name").focus();
  await paste(page, "customer_name\tappointment_time\nBo\tnow");
  await expect(variable(page, "customer_name")).toHaveValue("Bo");
  await expectAccessible(page);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`the form is accessible on a phone and on a screen, ${colorScheme}`, async ({ console: page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await makeItNight(page);
    await page.goto(SEND);
    await number(page).fill("+442079460818");
    await expect(page.getByText(/outside calling hours/)).toBeVisible();
    await expectAccessible(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
  });
}
