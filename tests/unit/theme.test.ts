import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { groundIn, readTheme, schemes } from "../../src/ui/theme.ts";

test("what is no theme is the system's choice", () => {
  expect(["light", "dark", "system", "Dark", "", undefined].map(readTheme)).toEqual([
    "light",
    "dark",
    "system",
    "system",
    "system",
    "system",
  ]);
});

test("a choice holds whatever the system asks for", () => {
  for (const scheme of schemes) {
    expect(groundIn(scheme, "system")).toBe(groundIn(scheme, scheme));
    for (const chosen of schemes) expect(groundIn(scheme, chosen)).toBe(groundIn(chosen, chosen));
  }
});

/** As the standard for CSS colours converts them. */
function hexOf(lightness: number, chroma: number, hue: number): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const bytes = linear.map((part) =>
    Math.round(255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055)),
  );
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

test("the browser's bars have the colour of the canvas", async () => {
  const tokens = await readFile("src/ui/tokens.css", "utf8");
  const [, light = "", dark = ""] =
    /--color-canvas: light-dark\(oklch\(([^)]+)\), oklch\(([^)]+)\)\)/.exec(tokens) ?? [];
  const colours = [light, dark].map((text) => {
    const [lightness = 0, chroma = 0, hue = 0] = text.split(" ").map(Number);
    return hexOf(lightness, chroma, hue);
  });
  expect(schemes.map((scheme) => groundIn(scheme, scheme))).toEqual(colours);
});
