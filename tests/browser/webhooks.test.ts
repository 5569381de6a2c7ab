import { expect, expectAccessible, test } from "../support/browser.ts";

const SURVEY_CALL = { phoneNumber: "+14155550001", fromNumber: "+14157774444", variables: {} };

test("an admin sees a delivery, opens it, replays it, and sets the webhook on an agent", async ({
  console: page,
}) => {
  await page.goto("/dashboard/webhooks");
  const { agents } = await (await page.request.get("/api/workspace")).json();
  const answer = await page.request.post("/api/calls", {
    data: { ...SURVEY_CALL, agentId: agents[0].agentId },
  });
  const { call } = await answer.json();

  // The list reads itself again when something was delivered.
  const row = page.getByRole("row").filter({ has: page.locator(`a[href="/dashboard/calls/${call.id}"]`) });
  const delivery = row.getByRole("link", { name: "call_ended" });
  await expect(delivery).toBeVisible();
  await expect(row.filter({ has: page.getByRole("link", { name: "call_ended" }) })).toContainText("Applied");
  await expectAccessible(page);
  await delivery.click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("call_ended");
  await expect(page.getByRole("row", { name: /status .* failed/ })).toBeVisible();
  await expect(page.getByText('"disconnection_reason": "dial_no_answer"')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page.getByText("Replayed. It changed nothing")).toBeVisible();

  await page.getByRole("link", { name: "Webhooks", exact: true }).first().click();
  await page.getByRole("link", { name: "Set up webhooks" }).click();
  await page.getByRole("button", { name: "Test the webhook address" }).click();
  await expect(page.getByText("answers as it should")).toBeVisible();
  const agent = page.getByRole("listitem").filter({ hasText: "Visit survey" });
  await expect(agent).toContainText("No address of its own");
  await agent.getByRole("button", { name: /Deliver to this console/ }).click();
  const form = page.getByRole("form", { name: "Set the webhook of Visit survey" });
  await expect(form).toContainText("NowNo address of its own");
  await expect(form).toContainText(/After.*\/api\/webhooks\/retell/);
  await form.getByRole("checkbox", { name: /transcript_updated/ }).check();
  await expectAccessible(page);
  await form.getByRole("button", { name: "Set it at Retell" }).click();
  await expect(agent).toContainText("this console");
  await expect(agent).toContainText("call_analyzed, transcript_updated");
});

test("the log's filter stands in the address, and a word that is no verdict is named", async ({
  console: page,
}) => {
  await page.goto("/dashboard/webhooks?verdict=asleep");
  await expect(page.getByRole("alert").filter({ hasText: "There is no verdict “asleep”" })).toBeVisible();
  await page.getByRole("link", { name: "Clear" }).click();
  await expect(page).toHaveURL(/\/dashboard\/webhooks$/);
  await page.getByRole("link", { name: "Malformed" }).click();
  await expect(page).toHaveURL(/verdict=malformed/);
  await expect(page.getByText("No delivery matches")).toBeVisible();
});

test("settings are tested one by one, and the key shows its end alone", async ({ console: page }) => {
  await page.goto("/dashboard/settings");
  await expect(page.getByText("••••ated")).toBeVisible();
  await expect(page.getByText("Lakeside Health Group").first()).toBeVisible();
  for (const name of [
    "the API key",
    "the default number",
    "the default agent",
    "the webhook address",
    "the database",
  ]) {
    await page.getByRole("button", { name: `Test ${name}` }).click();
  }
  await expect(page.getByText("Row level security is enabled and forced on all")).toBeVisible();
  await expect(page.getByText("it belongs to Lakeside Health Group")).toBeVisible();
  await expect(page.getByRole("img", { name: "Wrong" })).toHaveCount(0);
  await expectAccessible(page);
});

test("a message leads to its section of the guide, which anybody may read", async ({ page }) => {
  await page.goto("/sign-in");
  const [guide] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("link", { name: "Lost yours?" }).click(),
  ]);
  await expect(guide).toHaveURL(/\/help#a-lost-password$/);
  await expect(guide.getByRole("heading", { name: "A lost password" })).toBeInViewport();
  await expectAccessible(guide);
});
