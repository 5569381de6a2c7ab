import { expect, expectAccessible, test } from "../support/browser.ts";

test("a new user signs in, sends a call, watches it end, hears and reads it, and finds it in the history", async ({
  console: page,
}) => {
  // The past week of the simulated workspace is there.
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows.nth(20)).toBeVisible();
  const links = page.getByRole("table").locator('a[href^="/dashboard/calls/"]');
  const hrefs = () => links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const [before] = await hrefs();
  await expectAccessible(page);

  await page.getByRole("link", { name: "Send call" }).first().click();
  await page.waitForURL("**/dashboard/calls/send");
  await expect(page.getByLabel("Phone number")).toBeFocused();
  await page.getByLabel("Phone number").pressSequentially("+12137774445");
  await expect(page.getByLabel("Phone number")).toHaveValue("+1 213 777 4445");
  await expect(page.getByText("United States")).toBeVisible();
  await page.getByRole("combobox", { name: "Agent" }).click();
  await page.getByRole("option", { name: /Appointment reminder/ }).click();
  await expect(page.getByText("{{customer_name}}").first()).toBeVisible();
  await page.getByLabel("customer_name").fill("John Doe");
  await page.getByLabel("appointment_time").fill("2:00 PM");
  await page.getByLabel("clinic_name").fill("Veterinary Clinic");
  await expect(
    page.getByText("Hello, this is Veterinary Clinic. Am I speaking with John Doe?"),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Send call" }).click();

  await page.waitForURL(/\/dashboard\/calls\/[0-9a-f-]{36}$/);
  const callPage = page.url();
  const step = page.getByRole("list", { name: "Progress of the call" }).locator('[aria-current="step"]');
  await expect(step).toContainText("Ringing");
  await expect(step).toContainText("In progress");
  await expect(step).toContainText("Completed", { timeout: 60_000 });
  const analysis = page.locator("section", { has: page.getByRole("heading", { name: "Analysis" }) });
  await expect(analysis).toContainText("John Doe");
  await expect(
    page.getByText("Hello, this is Veterinary Clinic. Am I speaking with John Doe?"),
  ).toBeVisible();
  await expect(page.getByText(/The (agent ended the call|other party hung up)/).first()).toBeVisible();
  await expect(page.getByText("Veterinary Clinic", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
  await expect
    .poll(() => page.locator("audio").evaluate((audio: HTMLAudioElement) => audio.currentTime))
    .toBeGreaterThan(0.3);
  await page.getByRole("button", { name: "Pause", exact: true }).click();

  await page.getByRole("link", { name: "Calls", exact: true }).first().click();
  await page.waitForURL("**/dashboard/calls");
  const href = new URL(callPage).pathname;
  const row = rows.filter({ has: page.locator(`a[href="${href}"]`) });
  await expect(row).toContainText("+1 213 777 4445");
  await expect(row).toContainText("Completed");
  // Above all that was there before; other tests may place calls meanwhile.
  const order = await hrefs();
  expect(order.indexOf(href)).toBeLessThan(order.indexOf(before ?? ""));
});

test("the history's status filter is in the address and survives a reload", async ({ console: page }) => {
  await page.getByRole("button", { name: "Failed", pressed: false }).click();
  await expect(page).toHaveURL(/q=status:failed/);
  const statuses = page.getByRole("table").getByRole("row").locator("td:first-child");
  await expect(statuses.first()).toHaveText("Failed");
  await page.reload();
  await expect(page.getByRole("button", { name: "Failed", pressed: true })).toBeVisible();
  expect(new Set(await statuses.allInnerTexts())).toEqual(new Set(["Failed"]));
  await page.goto("/dashboard/calls?status=asleep");
  await expect(page.getByText("There is no status “asleep”.")).toBeVisible();
});

test("a call that is placed appears on top of an open history and its status moves there", async ({
  console: page,
}) => {
  const rows = page.getByRole("table").getByRole("row");
  await expect(rows.nth(1)).toBeVisible();
  const answer = await page.request.post("/api/calls", {
    data: {
      phoneNumber: "+14155550001",
      agentId: "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD",
      fromNumber: "+14157774444",
      variables: {},
    },
  });
  expect(answer.status()).toBe(201);
  const { call } = await answer.json();
  const row = rows.filter({ has: page.locator(`a[href="/dashboard/calls/${call.id}"]`) });
  await expect(row).toBeVisible();
  await expect(row).toContainText("Failed");
  await expect(row).toContainText("Nobody answered");
});

test("a wrong number is answered at its field and the form is kept", async ({ console: page }) => {
  await page.goto("/dashboard/calls/send");
  await page.getByLabel("Phone number").fill("+1 213");
  await page.getByLabel("customer_name").fill("Jane Roe");
  await page.getByRole("button", { name: "Send call" }).click();
  await expect(page.getByText(/Invalid phone number format/)).toBeVisible();
  await expect(page.getByText(/\+12137774445.*\+447911123456/)).toBeVisible();
  await expect(page.getByLabel("customer_name")).toHaveValue("Jane Roe");
});
