"use client";

import { createContext, type ReactNode, use, useSyncExternalStore } from "react";
import { keepCookie } from "./keep-cookie.ts";
import { groundIn, readTheme, schemeQuery, schemes, schemesOf, THEME_COOKIE, type Theme } from "./theme.ts";

const listeners = new Set<() => void>();

/** What the server rendered, for the first render in the browser to say the same. */
const Rendered = createContext<Theme>("system");

export function ThemeProvider({ theme, children }: { theme: Theme; children: ReactNode }) {
  return <Rendered value={theme}>{children}</Rendered>;
}

/** The chosen theme; changes with the choice, also with one made in another tab. */
export function useTheme(): Theme {
  const rendered = use(Rendered);
  return useSyncExternalStore(subscribe, shown, () => rendered);
}

/** Changes the colours at once, and what the server renders from now on. */
export function chooseTheme(theme: Theme): void {
  keepCookie(THEME_COOKIE, theme);
  show(theme);
}

function shown(): Theme {
  return readTheme(document.documentElement.dataset.theme);
}

function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", schemesOf(theme));
  for (const scheme of schemes)
    document
      .querySelector(`meta[name="theme-color"][media="${schemeQuery(scheme)}"]`)
      ?.setAttribute("content", groundIn(scheme, theme));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) document.addEventListener("visibilitychange", adopt);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) document.removeEventListener("visibilitychange", adopt);
  };
}

/** Whoever comes back to this tab may have chosen in another. */
function adopt(): void {
  const [, kept] = new RegExp(`(?:^|; )${THEME_COOKIE}=(\\w+)`).exec(document.cookie) ?? [];
  const theme = readTheme(kept);
  if (theme !== shown()) show(theme);
}
