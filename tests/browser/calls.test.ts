import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../support/browser.ts";

const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";
/** An agent of the simulated workspace that no other test uses. */
const UNHEARD = "agent_c3a9e6d04b7f48e2935d1b60fa";
/** Another one; its phones ring for as long as a test takes. */
const PATIENT = "agent_7d1f0c52b8e94a36a1c07f2e55";
const RING_MS = 300_000;
const MINUTE_MS = 60_000;

async function send(page: Page, phoneNumber: string, besides: Record<string, unknown> = {}): Promise<string> {
  const answer = await page.request.post("/api/calls", {
    data: { phoneNumber, agentId: REMINDER, fromNumber: "+14157774444", variables: {}, ...besides },
  });
  expect(answer.status()).toBe(201);
  return (await answer.json()).call.id;
}

/** Changes an agent at the simulated Retell. */
async function changeAgent(page: Page, agentId: string, settings: Record<string, unknown>): Promise<void> {
  const answer = await page.request.patch(`${process.env.SIMULATOR_URL}/update-agent/${agentId}`, {
    headers: { authorization: "Bearer key_simulated" },
    data: settings,
  });
  expect(answer.ok()).toBe(true);
}

const step = (page: Page) =>
  page.getByRole("list", { name: "Progress of the call" }).locator('[aria-current="step"]');

/** Counts how often the page has Retell asked about its call. */
function countQuestions(page: Page): () => number {
  let questions = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/refresh")) questions += 1;
  });
  return () => questions;
}

test("a call is cancelled while it rings, after a question", async ({ console: page }) => {
  await changeAgent(page, PATIENT, { ring_duration_ms: RING_MS });
  const id = await send(page, "+12135550001", { agentId: PATIENT });
  await page.goto(`/dashboard/calls/${id}`);
  await expect(step(page)).toContainText("Ringing");
  await page.getByRole("button", { name: "Cancel call" }).click();
  const question = page.getByRole("alertdialog", { name: "Cancel this call?" });
  await question.getByRole("button", { name: "Cancel call" }).click();
  await expect(page.getByText("The call was cancelled before anybody answered.")).toBeVisible();
  await expect(step(page)).toContainText("Cancelled");
  await expect(page.getByText("Cancelled by Admin")).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel call" })).toHaveCount(0);
});

test("a call is ended while people talk; thinking better of it leaves them alone", async ({
  console: page,
}) => {
  const id = await send(page, "+12135550008");
  const questions = countQuestions(page);
  await page.goto(`/dashboard/calls/${id}`);
  await page.getByRole("button", { name: "End call" }).click();
  await expect(page.getByRole("alertdialog", { name: "End this call now?" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(step(page)).toContainText("In progress");
  const before = questions();
  await page.getByRole("button", { name: "End call" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End call" }).click();
  await expect(page.getByText("The call was ended.")).toBeVisible();
  await expect(step(page)).toContainText("Completed");
  await expect(page.getByText("Ended by Admin")).toBeVisible();
  await expect(page.getByText("Sentiment")).toBeVisible();
  // Webhooks told all of it.
  expect(questions()).toBe(before);
  await expect(page.getByText(/asking Retell/)).toHaveCount(0);
});

test("where no webhook comes the page asks, says so, and stops when there is nothing more to come", async ({
  console: page,
}) => {
  // An agent that sends its webhooks elsewhere.
  await changeAgent(page, UNHEARD, { webhook_url: "http://127.0.0.1:9/elsewhere" });
  const id = await send(page, "+12135550004", { agentId: UNHEARD });
  const questions = countQuestions(page);
  await page.clock.install();
  await page.goto(`/dashboard/calls/${id}`);
  await expect(page.getByText("Webhooks have not reached us: asking Retell every 5 seconds.")).toBeVisible();
  await expectAccessible(page);
  await expect(step(page)).toContainText("Completed", { timeout: MINUTE_MS });
  await expect(page.getByText("Sentiment")).toBeVisible();
  await expect(page.getByText(/asking Retell/)).toHaveCount(0);
  expect(questions()).toBeGreaterThan(0);
  const before = questions();
  await page.clock.fastForward(5 * MINUTE_MS);
  await page.clock.fastForward(5 * MINUTE_MS);
  expect(questions()).toBe(before);
});

test("filters go into the address and come back from it, by reload, back and forward", async ({
  console: page,
}) => {
  const name = `Person ${crypto.randomUUID()}`;
  await send(page, "+12135550002", { variables: { customer_name: name } });
  await send(page, "+12135550003", { variables: { customer_name: name } });
  const rows = page.getByRole("table").locator("tbody tr");
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await page.getByLabel("Variable", { exact: true }).fill("customer_name");
  await page.getByLabel("is exactly").fill(name);
  await page.getByRole("button", { name: "Today" }).click();
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(rows).toHaveCount(2);
  await expectAccessible(page);
  const both = page.url();
  expect(new URL(both).searchParams.get("zone")).toBe("America/New_York");

  await page.getByLabel("Number begins with").fill("(213) 555-0002");
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("+1 213 555 0002");
  await page.reload();
  await expect(rows).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL(both);
  await expect(rows).toHaveCount(2);
  await page.goForward();
  await expect(rows).toHaveCount(1);
  await page.getByRole("button", { name: /Remove filter Number/ }).click();
  await expect(rows).toHaveCount(2);

  // The open list hears of a call that belongs to it, and of one that does not.
  await send(page, "+12135550005", { variables: { customer_name: "Somebody else" } });
  await send(page, "+12135550009", { variables: { customer_name: name } });
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("+1 213 555 0009");
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page).toHaveURL(/\/dashboard\/calls$/);
});

test("a filter that means nothing is told at its place, and no calls pretend to match", async ({
  console: page,
}) => {
  await page.goto("/dashboard/calls?q=number:abc+started:soon&colour=blue");
  await expect(page.getByText("There is no filter “colour”.")).toBeVisible();
  await expect(page.getByText("“abc” is no beginning of a phone number.")).toBeVisible();
  await expect(page.getByText("“soon” is no day.")).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  // A search for days is read once more, in the viewer's own zone.
  await expect(page).toHaveURL(/zone=/);
  await expectAccessible(page);
});

test("the list and the workspace are read anew on demand, and say what came", async ({ console: page }) => {
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await expect(page.getByText(/Retell's list (holds|held|was read)|being imported/)).toBeVisible();
  await page.goto("/dashboard/calls/send");
  await page.getByLabel("Phone number").fill("+1 213 555");
  await page.keyboard.press("Tab");
  await page.getByRole("button", { name: "Refresh lists" }).click();
  await expect(page.getByText(/Retell lists \d+ agents and \d+ numbers\./)).toBeVisible();
  await expect(page.getByLabel("Phone number")).toHaveValue("+1 213 555");
});

test("the same call sent from two tabs at once is one call", async ({ console: page, context }) => {
  const other = await context.newPage();
  const pages = [page, other];
  for (const tab of pages) {
    await tab.goto("/dashboard/calls/send");
    await tab.getByLabel("Phone number").fill("+1 213 555 0010");
  }
  for (const tab of pages) await tab.getByRole("button", { name: "Send call" }).click();
  for (const tab of pages) await tab.waitForURL(/\/dashboard\/calls\/[0-9a-f-]{36}$/);
  expect(other.url()).toBe(page.url());
});
