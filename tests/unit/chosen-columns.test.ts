import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ALWAYS,
  type ChosenColumn,
  columnsText,
  defaultColumns,
  moved,
  readColumns,
  sized,
  toggled,
  WIDTH_PX_MAX,
  WIDTH_PX_MIN,
} from "../../src/app/dashboard/calls/_columns/chosen-columns.ts";
import { fieldsFor, fixedNames, shapeOf } from "../../src/app/dashboard/calls/_columns/column-names.ts";
import { gridTemplate } from "../../src/app/dashboard/calls/_columns/grid-template.ts";

const ownNames = fc
  .tuple(fc.constantFrom("var.", "analysis."), fc.string({ minLength: 1, unit: "binary" }))
  .map(([kind, name]) => kind + name);
const columns: fc.Arbitrary<ChosenColumn[]> = fc
  .uniqueArray(
    fc.record({
      name: fc.oneof(fc.constantFrom(...fixedNames.filter((name) => name !== ALWAYS)), ownNames),
      width: fc.option(fc.integer({ min: WIDTH_PX_MIN, max: WIDTH_PX_MAX })),
    }),
    { selector: ({ name }) => name, maxLength: 30 },
  )
  .map((others) => moved([...others, { name: ALWAYS, width: null }], ALWAYS, 1));

test("columns are what they were after a way through the address, whatever names they have", () => {
  fc.assert(
    fc.property(columns, (chosen) => {
      const text = columnsText(chosen);
      const address = new URLSearchParams({ cols: text ?? "" });
      const back = new URLSearchParams(address.toString()).get("cols");
      expect(readColumns(back) ?? defaultColumns).toEqual(chosen);
    }),
  );
});

test("whatever stands in the address, what is read has known columns, each once, and the row's link among them", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `status,${text},var.a~99999px`),
      ),
      (text) => {
        const read = readColumns(text);
        if (read === null) return;
        const names = read.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        expect(names).toContain(ALWAYS);
        expect(names.every((name) => shapeOf(name) !== null)).toBe(true);
        for (const { width } of read)
          expect(width === null || (width >= WIDTH_PX_MIN && width <= WIDTH_PX_MAX)).toBe(true);
      },
    ),
  );
});

test("everybody's columns need no words", () => {
  expect(columnsText(defaultColumns)).toBeNull();
  expect(readColumns(null)).toBeNull();
  expect(readColumns("")).toBeNull();
  expect(readColumns("loudness,__proto__,constructor")).toBeNull();
});

test("a column is shown and hidden, moved and sized; the one with the link stays", () => {
  const chosen = readColumns("status,number~180px,var.clinic~90") ?? [];
  expect(chosen).toEqual([
    { name: "status", width: null },
    { name: "number", width: 180 },
    { name: "var.clinic", width: 90 },
  ]);
  expect(columnsText(toggled(chosen, "status"))).toBe("number~180px,var.clinic~90px");
  expect(columnsText(toggled(chosen, "cost"))).toBe("status,number~180px,var.clinic~90px,cost");
  expect(toggled(chosen, ALWAYS)).toEqual(chosen);
  expect(columnsText(moved(chosen, "var.clinic", 0))).toBe("var.clinic~90px,status,number~180px");
  expect(columnsText(sized(chosen, "status", 5))).toBe("status~56px,number~180px,var.clinic~90px");
  expect(columnsText(sized(chosen, "number", null))).toBe("status,number,var.clinic~90px");
});

test("only what the narrow row does not hold is asked for", () => {
  expect(fieldsFor(["status", "analysis.mood", "var.clinic", "latency", "number", "summary"])).toEqual([
    "analysis.mood",
    "latency",
    "summary",
  ]);
});

test("a list scrolls sideways before a column becomes narrower than it was made", () => {
  const number = shapeOf("number")?.rem;
  const { rem: agent, grows } = shapeOf("agent") ?? {};
  expect(gridTemplate(readColumns("status~120px,number,agent") ?? [])).toEqual({
    columns: `120px ${number}rem minmax(${agent}rem,${grows}fr)`,
    least: `calc(4rem + 120px + ${number}rem + ${agent}rem)`,
  });
});
