"use client";

import { useEffect } from "react";
import { useLiveCounts } from "./live-counts.tsx";

const LIVE_ICON = "/icon-live.svg";
/** What we write before a page's title. */
const countBefore = /^\(\d+\) /;

/** Shows in the browser's tab that calls are on the line: their number in the title, a dot on the icon. */
export function SignsOfLife() {
  const { onTheLine } = useLiveCounts();
  useEffect(
    () =>
      keepInHead(
        () => writeTitle(onTheLine),
        () => writeTitle(0),
      ),
    [onTheLine],
  );
  const isAnyLive = onTheLine > 0;
  useEffect(() => {
    if (isAnyLive)
      return keepInHead(
        () => showIcon(true),
        () => showIcon(false),
      );
  }, [isAnyLive]);
  return null;
}

/** Writes into the head now and whenever a page has written there; the answer takes it back. */
function keepInHead(write: () => void, takeBack: () => void): () => void {
  write();
  const observer = new MutationObserver(write);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => {
    observer.disconnect();
    takeBack();
  };
}

function writeTitle(count: number): void {
  const own = document.title.replace(countBefore, "");
  const title = count > 0 ? `(${count}) ${own}` : own;
  // Writing what stands there already would be heard of again, without end.
  if (document.title !== title) document.title = title;
}

/**
 * Of several icons browsers show the last, so ours stands after the others and is never taken away: not every browser looks
 * again at those before it. The page's own icon is left to whoever wrote it.
 */
function showIcon(isAnyLive: boolean): void {
  const usual = document.head.querySelector<HTMLLinkElement>("link[rel='icon']:not([data-live])");
  if (!usual) return;
  const ours = document.head.querySelector<HTMLLinkElement>("link[data-live]") ?? newIcon(usual);
  const href = isAnyLive ? LIVE_ICON : (usual.getAttribute("href") ?? "");
  if (ours.getAttribute("href") !== href) ours.setAttribute("href", href);
  if ([...document.head.querySelectorAll("link[rel='icon']")].at(-1) !== ours) document.head.append(ours);
}

function newIcon({ type }: HTMLLinkElement): HTMLLinkElement {
  const icon = document.createElement("link");
  Object.assign(icon, { rel: "icon", type });
  icon.setAttribute("sizes", "any");
  icon.dataset.live = "";
  return icon;
}
