import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { ADMIN, startConsole } from "../support/built-console.ts";
import { ensureChromium } from "../support/chromium.ts";
import { galleryPage, guidePictures, pictureOf, type Sight, sights } from "./gallery.ts";
import { shownPages } from "./pages.ts";
import { type Seeded, seed } from "./seed.ts";
import type { Shown } from "./shown.ts";

// `pnpm screens` pictures every page and state; `pnpm screens calls send` those whose files are named so.
// They are taken from the built product, with the simulated workspace, as nearly alike every time as its clock allows.

const root = fileURLToPath(new URL("../..", import.meta.url));
const gallery = join(root, "docs/screens");
const guide = join(root, "docs/images");
const ARGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"];

process.chdir(root);
const named = process.argv.slice(2);
const wanted = shownPages.filter(({ file }) => named.length === 0 || named.includes(file));
const stopConsole = await startConsole({ speed: 1 });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ARGS });
try {
  await takeAll(browser, wanted);
} finally {
  await browser.close();
  await stopConsole();
}

async function takeAll(browser: Browser, pages: Shown[]): Promise<void> {
  const admin = await signedIn(browser);
  const seeded = await seed(admin.request);
  const storageState = await admin.storageState();
  if (named.length === 0) await rm(gallery, { recursive: true, force: true });
  await mkdir(gallery, { recursive: true });
  for (const shown of pages) {
    for (const sight of sights) {
      const context = await browser.newContext({
        ...contextOf(sight),
        ...(!shown.isSignedOut && { storageState }),
      });
      await take(context, shown, seeded, join(gallery, pictureOf(shown, sight)));
      await context.close();
    }
    process.stdout.write(`${shown.name}\n`);
  }
  for (const [picture, name] of Object.entries(guidePictures))
    await copyFile(join(gallery, picture), join(guide, name));
  await writeFile(join(gallery, "README.md"), galleryPage(shownPages));
}

async function take(context: BrowserContext, shown: Shown, seeded: Seeded, file: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(shown.path(seeded));
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await settled(page);
  await shown.prepare?.(page, seeded);
  if (shown.file !== "offline") await settled(page);
  await page.screenshot({ path: file, animations: "disabled", caret: "hide" });
}

/** Once the page lives and nothing of it is still on its way. */
async function settled(page: Page): Promise<void> {
  if (new URL(page.url()).pathname.startsWith("/dashboard"))
    await page.getByText("Connecting…").filter({ visible: true }).first().waitFor({ state: "hidden" });
  // What is further down is read when somebody comes near it.
  await page.waitForFunction(() =>
    [...document.querySelectorAll("[data-pale]")].every(
      (pale) => !pale.checkVisibility() || pale.getBoundingClientRect().top > window.innerHeight,
    ),
  );
  // Until the total of a list is known, it says how many there are at least.
  await page.getByText(/^[\d,]+\+ calls$/).waitFor({ state: "hidden" });
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

async function signedIn(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: process.env.CONSOLE_URL ?? "" });
  const answer = await context.request.post("/api/auth/sign-in/email", { data: ADMIN });
  if (!answer.ok()) throw new Error(`Nobody could sign in: ${answer.status()} ${await answer.text()}`);
  return context;
}

function contextOf({ width, height, scheme, isTouch }: Sight) {
  return {
    baseURL: process.env.CONSOLE_URL ?? "",
    viewport: { width, height },
    colorScheme: scheme,
    hasTouch: isTouch,
    isMobile: isTouch,
    reducedMotion: "reduce",
    timezoneId: "America/New_York",
    locale: "en-US",
  } as const;
}
