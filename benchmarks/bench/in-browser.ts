import { type Browser, chromium } from "@playwright/test";
import { ensureChromium } from "../../tests/support/chromium.ts";
import { startWebProcess } from "../flood/web-process.ts";
import { openHistory } from "../history/kept.ts";
import type { Row } from "./figure.ts";
import { environmentOf, prepareDatabase, signIn } from "./installation.ts";

/** Where something is measured in a browser: the console's address, and the cookie of its admin. */
export interface Screen {
  browser: Browser;
  address: string;
  cookie: string;
}

/** Has something measured in Chromium, on the console with so many calls behind it. */
export async function inBrowser(
  checkout: string,
  calls: number,
  measure: (screen: Screen) => Promise<Row[]>,
): Promise<Row[]> {
  const postgres = await openHistory(checkout, calls);
  try {
    const environment = environmentOf(postgres);
    prepareDatabase(checkout, environment);
    const web = await startWebProcess({ checkout, environment });
    const browser = await chromium.launch({ executablePath: ensureChromium() });
    try {
      const address = `http://127.0.0.1:${web.port}`;
      return await measure({ browser, address, cookie: await signIn(address) });
    } finally {
      await browser.close();
      await web.stop();
    }
  } finally {
    await postgres.stop();
  }
}
