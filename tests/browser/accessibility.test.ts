import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, expectAccessible, signIn, test } from "../support/browser.ts";
import { openDeliveries } from "../support/deliveries.ts";

// Every page that was built, for people who see, hear, point or move in other ways.

const NO_ID = "00000000-0000-0000-0000-000000000000";
const desk = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const sights = [
  ["light", desk],
  ["dark", desk],
  ["light", phone],
  ["dark", phone],
] as const;
/** Some twenty pages, each looked at whole, on a machine that is busy. */
const WHOLE_HOUSE_MS = 600_000;

/** Opens a page and waits until nothing of it is on its way. */
async function openWhole(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator("[aria-busy='true']")).toHaveCount(0);
  // By eye: on a phone a call opens over its list, which screen readers are then not led to.
  await expect(page.locator("h1:visible")).toHaveCount(1);
}

/** What every built page is reached by; a page that nobody thought of here fails the tests. */
async function paths(page: Page): Promise<string[]> {
  const manifest: Record<string, string> = JSON.parse(
    await readFile(".next/app-path-routes-manifest.json", "utf8"),
  );
  const { calls } = await (await page.request.get("/api/calls?status=completed&limit=1")).json();
  await openDeliveries(page);
  const delivery = await page.locator('td a[href^="/dashboard/webhooks/"]').first().getAttribute("href");
  const known: Record<string, string | null> = {
    "/": null,
    "/icon.svg": null,
    "/_not-found": "/nowhere",
    "/_global-error": null,
    "/dashboard/calls/[callId]": `/dashboard/calls/${calls[0].id}`,
    "/dashboard/webhooks/[webhookId]": delivery,
    "/dashboard/[...unknown]": "/dashboard/nowhere",
    "/invite/[token]": "/invite/nobodys",
  };
  const found = [...new Set(Object.values(manifest))].map((route) => (route in known ? known[route] : route));
  return [
    ...found.filter((path) => typeof path === "string"),
    `/dashboard/calls/${NO_ID}`,
    `/dashboard/webhooks/${NO_ID}`,
    "/dashboard/calls?q=number:%2B4999",
    "/dashboard/calls?q=colour:blue",
    `/dashboard/calls?peek=${calls[0].id}`,
    `/dashboard/calls/send?again=${calls[0].id}`,
    "/dashboard/audit?action=call.stopped",
  ];
}

// A page that is not there is told so by its status too.
test.use({ expectedComplaints: [/status of 404/] });

for (const [theme, size] of sights) {
  test(`every page is accessible in its ${theme} colours, ${size.width} px wide`, async ({
    console: page,
    context,
    baseURL,
  }) => {
    test.setTimeout(WHOLE_HOUSE_MS);
    const all = await paths(page);
    expect(all.length).toBeGreaterThan(14);
    // The opposite of what the system asks for.
    await page.emulateMedia({ colorScheme: theme === "dark" ? "light" : "dark" });
    await context.addCookies([{ name: "switchboard-theme", value: theme, url: baseURL ?? "" }]);
    await page.setViewportSize(size);
    for (const path of all) {
      await test.step(path, async () => {
        await openWhole(page, path);
        await expect(page.locator("main:visible")).toHaveCount(1);
        await expectAccessible(page);
      });
    }
  });
}

test("no page scrolls sideways, on a phone or a desk at 200 %", async ({ console: page }) => {
  test.setTimeout(WHOLE_HOUSE_MS);
  const all = await paths(page);
  for (const width of [320, 390, 720]) {
    await page.setViewportSize({ width, height: 450 });
    for (const path of all) {
      await openWhole(page, path);
      await expect
        .poll(() => page.evaluate(whatSticksOut), { message: `${path} at ${width} px` })
        .toEqual([]);
    }
  }
});

/** What lies beyond the right edge, where that makes the page scroll. */
function whatSticksOut(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > clientWidth)
    .map(({ outerHTML }) => outerHTML.slice(0, 160));
}

test("the keyboard reaches everything on every page, is seen everywhere, and is held nowhere", async ({
  console: page,
}) => {
  test.setTimeout(WHOLE_HOUSE_MS);
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const path of await paths(page)) {
    await test.step(path, async () => {
      await openWhole(page, path);
      await page.evaluate(startAtTheTop);
      const stops = await page.evaluate(markStops);
      const reached = new Set<string>();
      for (let press = 0; press < stops * 2 + 5; press += 1) {
        await page.keyboard.press("Tab");
        const stop = await page.evaluate(stopUnderKeyboard);
        if (stop === null) break;
        // Within a date the browser itself shows which part of it has the keyboard.
        const isSeen = stop.isSeen || reached.has(stop.mark ?? "");
        expect(isSeen, `${stop.name} shows that it has the keyboard`).toBe(true);
        if (stop.mark !== null) reached.add(stop.mark);
      }
      const missed = await page.evaluate(
        (seen) =>
          [...document.querySelectorAll<HTMLElement>("[data-stop]")]
            .filter(({ dataset }) => !seen.includes(dataset.stop ?? ""))
            .map(({ outerHTML }) => outerHTML.slice(0, 120)),
        [...reached],
      );
      expect(missed, path).toEqual([]);
    });
  }
});

/** Takes the keyboard from where the page itself has put it: into the first field of a form. */
function startAtTheTop(): void {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}

/** Marks what Tab must come by: every control that shows and has not taken itself out, one of each group of radios. */
function markStops(): number {
  const controls = document.querySelectorAll<HTMLElement>(
    "a[href], button:not(:disabled), input:not(:disabled, [type='hidden']), select:not(:disabled), textarea:not(:disabled), summary, [tabindex='0']",
  );
  let stops = 0;
  for (const control of controls) {
    const isOtherRadio = control instanceof HTMLInputElement && control.type === "radio" && !control.checked;
    if (control.tabIndex < 0 || isOtherRadio || !control.checkVisibility({ visibilityProperty: true }))
      continue;
    stops += 1;
    control.dataset.stop = String(stops);
  }
  return stops;
}

/**
 * What has the keyboard now, and whether a ring shows it: on itself, its drawn parts, or what lies around it. Null once
 * the keyboard has left the page.
 */
async function stopUnderKeyboard() {
  // Colours that pass into each other begin to with the next frame, and are then waited for.
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const passing = document
    .getAnimations()
    .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
  await Promise.allSettled(passing.map(({ finished }) => finished));
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return null;
  const around: Element[] = [active, ...active.children];
  for (let outer = active.parentElement; outer && outer.id !== "main"; outer = outer.parentElement)
    around.push(outer);
  if (active.nextElementSibling) around.push(active.nextElementSibling);
  const isRing = (element: Element, part?: string) => {
    const { outlineStyle, outlineWidth, content } = getComputedStyle(element, part);
    const isDrawn = part === undefined || content !== "none";
    return isDrawn && outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  };
  // What is a thin line itself turns into the ring's colour.
  const { outlineColor } = getComputedStyle(active);
  const isLine = [...active.children].some((part) => getComputedStyle(part).backgroundColor === outlineColor);
  const isSeen =
    isLine ||
    around.some((element) => isRing(element) || isRing(element, "::before") || isRing(element, "::after"));
  return { mark: active.dataset.stop ?? null, isSeen, name: active.outerHTML.slice(0, 400) };
}

test("whoever asks for less motion is shown none", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await signIn(page);
  for (const path of await paths(page)) {
    await openWhole(page, path);
    const moving = await page.evaluate(() =>
      document
        .getAnimations()
        .filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1)
        .map(({ effect }) =>
          effect instanceof KeyframeEffect ? effect.target?.outerHTML.slice(0, 120) : "?",
        ),
    );
    expect(moving, path).toEqual([]);
  }
});

test("no page of the built product lets a script in that it did not bring", async ({ console: page }) => {
  for (const path of await paths(page)) {
    const answer = await page.request.get(path);
    const policy = answer.headers()["content-security-policy"] ?? "";
    const scripts = policy.split("; ").find((rule) => rule.startsWith("script-src")) ?? "";
    expect(scripts, path).toMatch(/^script-src 'self' 'nonce-[^']+' 'strict-dynamic'$/);
    const inline = [...(await answer.text()).matchAll(/<script(?![^>]* nonce=)[^>]*>/g)].map(([tag]) => tag);
    expect(inline, path).toEqual([]);
  }
});
