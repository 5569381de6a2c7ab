/** In the browser's own store: how wide somebody likes it is a matter of their screen. */
const NAME = "peek-width";
const PROPERTY = "--peek-width";

export const PEEK_PX = 480;
export const PEEK_PX_MIN = 340;
export const PEEK_PX_MAX = 960;

/** Draws it; nothing is kept. */
export function drawPeekWidth(px: number | null): void {
  const { style } = document.documentElement;
  if (px === null) style.removeProperty(PROPERTY);
  else style.setProperty(PROPERTY, `${px}px`);
}

export function keptPeekWidth(): number | null {
  const px = Number(window.localStorage.getItem(NAME) ?? Number.NaN);
  return px >= PEEK_PX_MIN && px <= PEEK_PX_MAX ? px : null;
}

export function keepPeekWidth(px: number | null): void {
  if (px === null) window.localStorage.removeItem(NAME);
  else window.localStorage.setItem(NAME, String(px));
}
