/** What people may choose; without a choice the colours follow the system. */
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Read by the server, so that the first paint has the colours already. */
export const THEME_COOKIE = "switchboard-theme";

/** The canvas of tokens.css, in the notation of which every browser tints its own bars. */
const grounds = { light: "#eff3f4", dark: "#0c1112" } as const;
export type Scheme = keyof typeof grounds;
export const schemes = ["light", "dark"] as const;

export function readTheme(text: string | undefined): Theme {
  return themes.find((theme) => theme === text) ?? "system";
}

/** The colour of the browser's own bars where the system asks for the scheme. */
export function groundIn(scheme: Scheme, theme: Theme): string {
  return grounds[theme === "system" ? scheme : theme];
}

/** As the `color-scheme` of a page says it. */
export function schemesOf(theme: Theme): "light dark" | "light" | "dark" {
  return theme === "system" ? "light dark" : theme;
}

/** How the browser is told which of its bars' colours is for which scheme. */
export function schemeQuery(scheme: Scheme): string {
  return `(prefers-color-scheme: ${scheme})`;
}
