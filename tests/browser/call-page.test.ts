import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test } from "../support/browser.ts";

const REMINDER = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";
const MINUTE_MS = 60_000;
const ENTRIES = 2_000;

test.use({ permissions: ["clipboard-read", "clipboard-write"] });

const newRetellId = () => `call_${crypto.randomUUID().replaceAll("-", "").slice(0, 27)}`;

/** Delivers an event as Retell would. */
async function deliver(page: Page, body: Record<string, unknown>): Promise<void> {
  const data = JSON.stringify(body);
  const stamp = Date.now();
  const digest = createHmac("sha256", "key_simulated").update(data).update(String(stamp)).digest("hex");
  const answer = await page.request.post("/api/webhooks/retell", {
    headers: { "content-type": "application/json", "x-retell-signature": `v=${stamp},d=${digest}` },
    data,
  });
  expect(answer.status()).toBe(200);
}

/** Our id of a call that a webhook has just told of. */
async function ourIdOf(page: Page, retellId: string): Promise<string> {
  const answer = await page.request.get("/api/calls?limit=200");
  const { calls }: { calls: { id: string; retellCallId: string }[] } = await answer.json();
  return calls.find(({ retellCallId }) => retellCallId === retellId)?.id ?? "";
}

/** The longest call of the past week: its transcript fills more than a screen. */
async function longestCall(page: Page): Promise<string> {
  const answer = await page.request.get("/api/calls?limit=200");
  const { calls }: { calls: { id: string; durationMs: number; hasRecording: boolean }[] } =
    await answer.json();
  const [longest] = calls
    .filter(({ hasRecording }) => hasRecording)
    .toSorted((one, other) => other.durationMs - one.durationMs);
  return longest?.id ?? "";
}

const audio = (page: Page) => page.locator("audio");
const position = (page: Page) => audio(page).evaluate((it: HTMLAudioElement) => it.currentTime);
const transcript = (page: Page) =>
  page.locator("section", { has: page.getByRole("heading", { name: "Transcript" }) });
const scrolled = (page: Page) => page.evaluate(() => window.scrollY);

/** Lines as Retell tells them, each word half a second after the other. */
function lines(count: number, text: (line: number) => string) {
  return Array.from({ length: count }, (_, line) => {
    const content = text(line);
    const words = content
      .split(" ")
      .map((word, place) => ({ word, start: line * 4 + place / 2, end: line * 4 + place / 2 + 0.4 }));
    return { role: line % 2 === 0 ? "agent" : "user", content, words };
  });
}

test("a recording is seen, heard and walked through by keyboard alone, word by word", async ({
  console: page,
}) => {
  await page.goto(`/dashboard/calls/${await longestCall(page)}`);
  const recording = page.getByRole("region", { name: "Recording" });
  await expect(recording.locator("svg path[fill='currentColor']")).toHaveCount(4);
  await expect(recording.getByText("Agent", { exact: true })).toBeVisible();
  await expect(recording.getByText("Other party", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("Space");
  await expect(recording.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(page.locator(".bg-spoken")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(recording.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const before = await position(page);
  await page.keyboard.press("ArrowRight");
  expect(await position(page)).toBeCloseTo(before + 5, 0);
  await page.keyboard.press(".");
  await expect(recording.getByLabel("Speed")).toHaveValue("1.25");
  await page.keyboard.press(",");
  await expect(recording.getByLabel("Speed")).toHaveValue("1");
  await page.keyboard.press("s");
  await expect(recording.getByRole("button", { name: "Skip silence" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );

  await recording.getByRole("slider", { name: "Volume" }).focus();
  await page.keyboard.press("Home");
  await expect(recording.getByRole("button", { name: "Sound on" })).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(recording.getByRole("button", { name: "Sound off" })).toBeVisible();
  await recording.getByRole("button", { name: "Sound off" }).focus();
  await page.keyboard.press("m");
  const audio = page.locator("audio");
  await expect(audio).toHaveJSProperty("muted", true);

  await page.keyboard.press(".");
  await page.reload();
  await expect(audio).toHaveJSProperty("muted", true);
  await expect(audio).toHaveJSProperty("volume", 0.05);
  await page.keyboard.press("m");
  await expect(audio).toHaveJSProperty("muted", false);
  await expect(recording.getByLabel("Speed")).toHaveValue("1.25");
  await expect(recording.getByRole("button", { name: "Skip silence" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );

  // The slider itself, as any slider; and a word.
  await recording.getByRole("slider", { name: "Position in the recording" }).focus();
  await page.keyboard.press("Home");
  await expect.poll(() => position(page)).toBe(0);
  const word = transcript(page).locator("li").nth(4).locator("p").last();
  await word.hover();
  const first = word.locator("[data-start]").first();
  const start = Number(await first.getAttribute("data-start"));
  await first.click();
  await expect.poll(() => position(page)).toBeGreaterThanOrEqual(start);
  await expect(recording.getByRole("button", { name: "Pause" })).toBeVisible();

  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(keys.getByText("Skip silence").or(keys.getByText("Play silence too"))).toBeVisible();
  await expect(keys.getByText("Call again")).toBeVisible();
});

test("the transcript follows the recording until the reader scrolls away, and again when asked to", async ({
  console: page,
}) => {
  await page.goto(`/dashboard/calls/${await longestCall(page)}`);
  const last = transcript(page)
    .getByRole("button", { name: /^Play from/ })
    .last();
  await expect(last).toBeAttached();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  const slider = page.getByRole("slider", { name: "Position in the recording" });
  const far = await audio(page).evaluate((it: HTMLAudioElement) => it.duration * 0.8);
  await audio(page).evaluate((it: HTMLAudioElement, to) => {
    it.currentTime = to;
  }, far);
  await expect(page.locator(".bg-spoken")).toBeInViewport();
  await page.mouse.move(600, 700);
  await page.mouse.wheel(0, -10_000);
  await expect(page.getByRole("button", { name: "Follow the words" })).toBeVisible();
  // From now on nothing moves but by hand, once what was on its way has arrived.
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, -10_000);
      return scrolled(page);
    })
    .toBe(0);
  await page.keyboard.press("f");
  await expect(page.getByRole("button", { name: "Follow the words" })).toHaveCount(0);
  await expect.poll(() => scrolled(page)).toBeGreaterThan(0);
  await expect(slider).toBeVisible();
});

test("a transcript grows under a reader without moving what they read, and stays at its end for who is there", async ({
  console: page,
}) => {
  const retellId = newRetellId();
  const call = { call_id: retellId, call_status: "ongoing", start_timestamp: Date.now() };
  const grow = (count: number) =>
    deliver(page, {
      event: "transcript_updated",
      call,
      transcript_with_tool_calls: lines(count, (line) => `Line ${line} of what is being said.`),
    });
  await deliver(page, { event: "call_started", call });
  await grow(40);
  await page.goto(`/dashboard/calls/${await ourIdOf(page, retellId)}`);
  await expect(page.getByText("Line 39 of")).toBeAttached();
  await expect(page.getByRole("timer")).toBeVisible();
  await grow(44);
  await expect(page.getByText("Line 43 of")).toBeAttached();
  expect(await scrolled(page)).toBe(0);
  await page.getByRole("button", { name: "Newest words" }).click();
  await expect(page.getByText("Line 43 of")).toBeInViewport();
  await expect(page.getByRole("button", { name: "Newest words" })).toHaveCount(0);
  await grow(48);
  await expect(page.getByText("Line 47 of")).toBeInViewport();
});

test("two thousand lines, right-to-left words and spoken markup are all only text", async ({
  console: page,
}) => {
  const retellId = newRetellId();
  const hostile = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`;
  const start = Date.now() - 9_000_000;
  await deliver(page, {
    event: "call_analyzed",
    call: {
      call_id: retellId,
      call_status: "ended",
      direction: "inbound",
      from_number: "+14155550177",
      to_number: "+14157774444",
      start_timestamp: start,
      end_timestamp: start + 8_000_000,
      duration_ms: 8_000_000,
      disconnection_reason: "user_hangup",
      retell_llm_dynamic_variables: { اسم: "مريم العلي", markup: hostile },
      call_cost: { combined_cost: 120.5, product_costs: [{ product: "a", cost: 100 }] },
      latency: { e2e: { p50: 800, p99: 2500 }, quantum_stage: { p50: 12 }, odd: { p50: "x" } },
      call_analysis: {
        call_summary: hostile,
        custom_analysis_data: {
          nested: { a: [1, { b: null }] },
          list: ["x", "y"],
          empty: {},
          none: null,
          no: 0,
        },
      },
      transcript_with_tool_calls: [
        ...lines(ENTRIES, (line) => (line % 7 === 3 ? "مرحبا كيف حالك اليوم" : `${line} ${hostile}`)),
        { role: "tool_call_invocation", tool_call_id: "t", name: hostile, arguments: '{"a":1}' },
        { role: "tool_call_result", tool_call_id: "t", content: hostile },
      ],
    },
  });
  await page.goto(`/dashboard/calls/${await ourIdOf(page, retellId)}`);
  // How long so many take to draw is up to the processor, and is not what is asked here.
  await expect(transcript(page).locator("li")).toHaveCount(ENTRIES + 1, { timeout: MINUTE_MS });
  await expect(page).toHaveTitle(/\+1 415 555 0177/);
  expect(await page.locator("main img, main script").count()).toBe(0);
  const spoken = transcript(page).getByText("مرحبا كيف حالك اليوم").first();
  expect(await spoken.evaluate((line) => getComputedStyle(line).direction)).toBe("rtl");
  await expect(page.getByText("quantum_stage")).toBeVisible();
  await expect(page.getByText("Not itemised")).toBeVisible();
  // Lines out of sight are not laid out: as many as fit are, and a few around them.
  const laidOut = await transcript(page)
    .locator("li > div")
    .evaluateAll((all) => all.filter((line) => line.checkVisibility({ contentVisibilityAuto: true })).length);
  expect(laidOut).toBeLessThan(ENTRIES / 4);
});

test("a call is copied as a request that a shell understands, sent again by a key, and says what was known when", async ({
  console: page,
}) => {
  const answer = await page.request.post("/api/calls", {
    data: {
      phoneNumber: "+12135550002",
      agentId: REMINDER,
      fromNumber: "+14157774444",
      variables: { customer_name: "Kim O'Hara" },
    },
  });
  const { call } = await answer.json();
  await page.goto(`/dashboard/calls/${call.id}`);
  await page.getByRole("button", { name: "Copy", exact: true }).click();
  await page.getByRole("menuitem", { name: "As curl" }).click();
  await expect(page.getByText("Copied: as curl")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`curl '${new URL(page.url()).origin}/api/calls'`);
  expect(copied).toContain(`Kim O'\\''Hara`);
  expect(copied).toContain("$SWITCHBOARD_KEY");

  const trace = page.locator("section", {
    has: page.getByRole("heading", { name: "What we knew, and when" }),
  });
  await expect(trace.getByText("Call requested")).toBeVisible();
  await expect(trace.getByText(/^\d\d:\d\d:\d\d\.\d{3}$/).first()).toBeVisible();
  const delivery = trace.getByRole("link", { name: "call_analyzed" });
  await expect(delivery).toBeVisible();
  await trace
    .getByText(/^Changed \d+ fields$/)
    .last()
    .click();
  await expect(trace.getByRole("columnheader", { name: "Before" })).toBeVisible();
  await expectAccessible(page);

  await page.keyboard.press("r");
  await page.waitForURL(`**/dashboard/calls/send?again=${call.id}`);
  await page.goBack();
  await page.getByRole("link", { name: "call_analyzed" }).click();
  await page.waitForURL("**/dashboard/webhooks/*");
  await expect(page.getByRole("heading", { name: "call_analyzed" })).toBeVisible();
});
