import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import GithubSlugger from "github-slugger";
import { expect, test } from "vitest";
import { helpSections } from "../../src/ui/help-link.tsx";

const guide = readFileSync("docs/guide/troubleshooting.md", "utf8");
const slugger = new GithubSlugger();
const sections = [...guide.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => slugger.slug(heading));

test("every section that a page or a check leads to stands in the guide", () => {
  const named = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => /domain\/checks\/.*\.ts$/.test(file))
    .flatMap((file) => [
      ...readFileSync(join("src", file), "utf8").matchAll(/"([a-z0-9_]+(?:-[a-z0-9_]+)+)"/g),
    ])
    .map(([, slug]) => slug);
  expect(named.length).toBeGreaterThan(3);
  expect([...helpSections, ...named].filter((slug) => !sections.includes(slug ?? ""))).toEqual([]);
});

test("every trouble that the set-up names has its section", () => {
  for (const trouble of [
    "retell_api_key-is-not-defined",
    "unauthorized-admin-access-required",
    "invalid-phone-number-format",
    "calls-not-showing-in-history",
    "webhooks-do-not-arrive",
    "webhooks-are-refused-401",
    "call-status-not-updating",
  ])
    expect(sections).toContain(trouble);
});
