import { execFileSync, type StdioOptions, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { chromium } from "@playwright/test";

const USUAL_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const USUAL_PLACES = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const VERSION_TIMEOUT_MS = 20_000;
const INSTALL_TIMEOUT_MS = 300_000;

/** A Chromium that runs on this machine: the system's own, or Playwright's. */
export function findChromium(): string | null {
  const places = [...USUAL_NAMES.map(pathOf), ...USUAL_PLACES, chromium.executablePath()];
  return places.find((place) => place !== null && existsSync(place) && runs(place)) ?? null;
}

/** As `findChromium`, but installs one where there is none. Throws a sentence that says what to do. */
export function ensureChromium(): string {
  for (const install of [null, installFromPlaywright, installFromSystem]) {
    install?.();
    const found = findChromium();
    if (found) return found;
  }
  throw new Error(
    "No Chromium was found, and none could be installed. Install Chromium or Google Chrome (on Debian: apt-get install chromium) and run the tests again.",
  );
}

function pathOf(name: string): string | null {
  const answer = spawnSync("/bin/sh", ["-c", 'command -v "$1"', "sh", name], { encoding: "utf8" });
  return answer.stdout.trim() || null;
}

// Some systems ship a `chromium-browser` that only says how to install the real one.
function runs(place: string): boolean {
  try {
    // Distributions start it by a script of theirs, whose complaints are not ours to show.
    const stdio: StdioOptions = ["ignore", "pipe", "ignore"];
    const version = execFileSync(place, ["--version"], {
      encoding: "utf8",
      timeout: VERSION_TIMEOUT_MS,
      stdio,
    });
    return /chrom/i.test(version);
  } catch {
    return false;
  }
}

function installFromPlaywright(): void {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve("@playwright/test/package.json")),
    "cli.js",
  );
  install(process.execPath, [cli, "install", "chromium"]);
}

function installFromSystem(): void {
  if (userInfo().uid !== 0 || pathOf("apt-get") === null) return;
  install("/bin/sh", ["-c", "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y chromium"]);
}

function install(command: string, args: string[]): void {
  spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], timeout: INSTALL_TIMEOUT_MS });
}
