import { expect, test } from "vitest";
import { renewingReading } from "../../src/domain/calls/free-lines.ts";
import type { GateRow } from "../../src/domain/calls/gate-row.ts";

const now = new Date("2026-01-05T09:00:00Z");
const inMs = (ms: number) => new Date(now.getTime() + ms);

/** Twenty lines, none reserved, as Retell told a moment ago. */
function gate(given: Partial<GateRow>): GateRow {
  const quiet = { reading_until: null, lines_limit: 20, lines_reserved: 0 };
  return { ...quiet, now, reading_holds_until: inMs(400), ...given } as GateRow;
}

test("whoever dials by a reading that is soon too old has the next one made beside the call", () => {
  expect(renewingReading(gate({}), 5)).toMatchObject({ began: now });
});

test.each([
  ["young", { reading_holds_until: inMs(800) }, 5],
  ["too old already", { reading_holds_until: inMs(-1) }, 5],
  ["being made by somebody", { reading_until: inMs(3_000) }, 5],
  ["of a workspace that is nearly full", {}, 18],
  ["of one whose lines are kept for inbound calls", { lines_reserved: 14 }, 5],
])("not when the reading is %s", (_, given, inUse) => {
  expect(renewingReading(gate(given), inUse)).toBeNull();
});
