import { afterEach, expect, test, vi } from "vitest";
import type { LiveNews } from "../../src/app/dashboard/_live/live-news.ts";

/** What the page would hear from the server. */
class Stream extends EventTarget {
  static last: Stream;
  constructor() {
    super();
    Stream.last = this;
  }
  tell(ids: string[]) {
    this.dispatchEvent(new MessageEvent("calls", { data: JSON.stringify({ ids }) }));
  }
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a page that comes alive late is told what was heard since it was read, and nothing older", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("window", new EventTarget());
  const { onLiveNews, onLiveState } = await import("../../src/app/dashboard/_live/live-calls.ts");
  onLiveState(() => {});
  Stream.last.dispatchEvent(new Event("open"));
  Stream.last.tell(["a"]);
  const heard: LiveNews[] = [];
  onLiveNews((news) => heard.push(news));
  expect(heard).toEqual([{ kind: "reset" }, { kind: "calls", ids: ["a"] }]);
  Stream.last.tell(["b"]);
  expect(heard.at(-1)).toEqual({ kind: "calls", ids: ["b"] });

  for (let beat = 0; beat < 4; beat += 1) {
    vi.advanceTimersByTime(15_000);
    Stream.last.dispatchEvent(new Event("beat"));
  }
  const later: LiveNews[] = [];
  onLiveNews((news) => later.push(news));
  expect(later).toEqual([]);
});
