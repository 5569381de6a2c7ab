/** A `<time>` that somebody points at, or whose row or button has the keyboard. */
export interface TimeInView {
  element: Element;
  at: number;
  /** What has the keyboard; null for a pointer. */
  stop: Element | null;
}

/** Long enough that neither a pointer in passing nor a walk through rows brings one up. */
const REST_MS = 450;
/** Long enough to move the pointer from the time onto its tooltip. */
const LEAVE_MS = 150;
const times = "time[datetime]";
const rows = "tr, [role='row']";
const tooltip = "[role='tooltip']";

/** Tells of the time to explain, one at most, and null when there is none any more. Ends when the answer is called. */
export function watchTimes(tell: (time: TimeInView | null) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told: TimeInView | null = null;

  function after(waitMs: number, time: TimeInView | null): void {
    clearTimeout(timer);
    if (time === null && told === null) return;
    if (time !== null && told?.element === time.element) return;
    timer = setTimeout(() => now(time), waitMs);
  }

  function now(time: TimeInView | null): void {
    clearTimeout(timer);
    told = time?.element.isConnected === false ? null : time;
    tell(told);
  }

  function pointed({ target, pointerType }: PointerEvent): void {
    if (pointerType === "touch" || !(target instanceof Element)) return;
    const element = target.closest(times);
    if (target.closest(tooltip)) clearTimeout(timer);
    else if (element) after(REST_MS, inView(element, null));
    else if (told?.stop === null || told === null) after(LEAVE_MS, null);
  }

  function focused({ target }: FocusEvent): void {
    if (!(target instanceof Element) || !target.matches(":focus-visible")) return;
    const element = target.querySelector(times) ?? target.closest(rows)?.querySelector(times);
    if (element) after(REST_MS, inView(element, target));
    else after(0, null);
  }

  function pressed({ target }: Event): void {
    const stop = target instanceof Element ? target.closest("button") : null;
    const element = stop?.querySelector(`:scope > ${times}`);
    if (stop && element) now(told?.element === element ? null : inView(element, stop));
    else if (!(target instanceof Element && target.closest(tooltip))) after(0, null);
  }

  function typed({ key }: KeyboardEvent): void {
    if (key === "Escape" && told) now(null);
  }

  const blurred = () => after(0, null);
  const ending = new AbortController();
  const { signal } = ending;
  document.addEventListener("pointerover", pointed, { signal });
  document.addEventListener("focusin", focused, { signal });
  document.addEventListener("focusout", blurred, { signal });
  document.addEventListener("click", pressed, { signal });
  document.addEventListener("keydown", typed, { signal });
  return () => {
    clearTimeout(timer);
    ending.abort();
  };
}

function inView(element: Element, stop: Element | null): TimeInView | null {
  const at = Date.parse(element.getAttribute("datetime") ?? "");
  return Number.isNaN(at) ? null : { element, at, stop };
}
