import { describe, expect, test } from "vitest";
import type { LiveCall } from "#domain/calls";
import { progressOf } from "../../src/app/dashboard/live/_parts/end-progress.ts";
import {
  changeStrips,
  LINGER_MS,
  type Strip,
  stripsOf,
} from "../../src/app/dashboard/live/_parts/live-strips.ts";
import { matchesStrip } from "../../src/app/dashboard/live/_parts/strip-filter.ts";

const NOW = Date.UTC(2026, 5, 1);
const nobody: ReadonlySet<string> = new Set();

function call(id: string, besides: Partial<LiveCall> = {}): LiveCall {
  return {
    id,
    status: "in_progress",
    dialState: "accepted",
    placedAt: "2026-06-01T00:00:00.000Z",
    variables: {},
    stop: null,
    ...besides,
  } as LiveCall;
}
const idsOf = (strips: Strip[]) => strips.map((strip) => strip.call.id).join("");
const heard = (strips: Strip[], calls: LiveCall[], gone = nobody, now = NOW) =>
  changeStrips(strips, { kind: "heard", calls, gone, now });
const settle = (strips: Strip[], now: number, ...held: string[]) =>
  changeStrips(strips, { kind: "settle", held: new Set(held), now });

describe("strips", () => {
  const abc = stripsOf([call("a"), call("b"), call("c")]);

  test("what changes is patched where it stands, and what is new goes to the end", () => {
    const after = heard(abc, [
      call("d"),
      call("b", { status: "completed" }),
      call("a", { agentName: "Ann" }),
    ]);
    expect(idsOf(after)).toBe("abcd");
    expect(after.map(({ arrived }) => arrived)).toEqual([false, false, false, true]);
    expect(after[0]?.call.agentName).toBe("Ann");
  });

  test("what is heard of together comes in the order in which it was placed", () => {
    const late = call("e", { placedAt: "2026-06-01T00:00:02.000Z" });
    const early = call("f", { placedAt: "2026-06-01T00:00:01.000Z" });
    expect(idsOf(heard(abc, [late, early]))).toBe("abcfe");
  });

  test("what was over before it was heard of never comes, nor does what a person is to find out about", () => {
    const over = [call("x", { status: "failed" }), call("y", { status: "initiated", needsDecision: true })];
    expect(idsOf(heard(abc, over))).toBe("abc");
  });

  test("what is over stays for a while, counted from when that was first seen, and then leaves", () => {
    const over = call("b", { status: "cancelled" });
    const twice = heard(heard(abc, [over]), [over], nobody, NOW + 5_000);
    expect(idsOf(settle(twice, NOW + LINGER_MS - 1))).toBe("abc");
    expect(idsOf(settle(twice, NOW + LINGER_MS))).toBe("ac");
  });

  test("what is held stays however long it is over", () => {
    const over = heard(abc, [call("a", { status: "failed" }), call("c", { status: "failed" })]);
    expect(idsOf(settle(over, NOW + 100 * LINGER_MS, "a", "b"))).toBe("ab");
  });

  test("what turned out not to be over is under way again", () => {
    const over = heard(abc, [call("b", { status: "failed" })]);
    expect(heard(over, [call("b")])[1]?.overSince).toBeNull();
  });

  test("what turned out to be another call is gone", () => {
    expect(idsOf(heard(abc, [], new Set(["b"])))).toBe("ac");
  });

  test("nothing to settle changes nothing", () => {
    expect(settle(abc, NOW)).toBe(abc);
  });

  test("a queue does not grow without end; what is dialled always comes", () => {
    const many = Array.from({ length: 400 }, (_, n) => call(`q${n}`, { dialState: "queued" }));
    const after = heard(stripsOf(many.slice(0, 299)), [...many.slice(299), call("on the line")]);
    expect(after).toHaveLength(301);
    expect(after.some((strip) => strip.call.id === "on the line")).toBe(true);
  });
});

test.each([
  ["", true],
  ["555 0008", true],
  ["(213) 555", true],
  ["+1213", true],
  ["+44", false],
  ["zoë", true],
  ["customer_name: z", true],
  ["nobody", false],
])("a search for “%s” finds the call: %s", (text, found) => {
  const zoe = call("a", {
    toNumber: "+12135550008",
    fromNumber: "+14157774444",
    variables: { customer_name: "Zoë" },
  });
  expect(matchesStrip(zoe, { agent: "", text })).toBe(found);
});

test("an agent's strips are its own", () => {
  expect(matchesStrip(call("a", { agentId: "one" }), { agent: "one", text: "" })).toBe(true);
  expect(matchesStrip(call("a", { agentId: "one" }), { agent: "two", text: "" })).toBe(false);
});

test("ending many is as far as their strips are: over or gone, refused so far, under way", () => {
  const calls = ["over", "left", "refused", "asked", "new"].map((id) => call(id));
  const strips = heard(stripsOf(calls.filter(({ id }) => id !== "left")), [
    call("over", { status: "completed" }),
    call("refused", { stop: { outcome: "wanted", message: "Retell answered 500." } }),
    call("asked", { stop: { outcome: "sent", message: null } }),
  ]);
  const { ended, refused, underWay } = progressOf(calls, strips);
  expect({ ended, refused: refused.map(({ id }) => id), underWay }).toEqual({
    ended: 2,
    refused: ["refused"],
    underWay: 2,
  });
});
