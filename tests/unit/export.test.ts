import fc from "fast-check";
import { expect, test } from "vitest";
import {
  columnsText,
  defaultColumns,
  namesText,
} from "../../src/app/dashboard/calls/_columns/chosen-columns.ts";
import { fixedNames, shapeOf } from "../../src/app/dashboard/calls/_columns/column-names.ts";
import { rowCounter } from "../../src/app/dashboard/calls/_export/row-counter.ts";
import { waitLabels } from "../../src/app/dashboard/calls/_parts/call-outcome.tsx";
import type { CallListItem } from "../../src/domain/calls/call.ts";
import {
  defaultNames,
  demandColumns,
  type ExportColumn,
  fixedExportColumns,
  waitingWords,
} from "../../src/domain/calls/export/columns.ts";
import { exportFormats, writerFor } from "../../src/domain/calls/export/file-formats.ts";
import { readCsv } from "../support/read-csv.ts";

test("a file has the columns of the list, by the same names and under the same words", () => {
  expect(fixedExportColumns.map(({ name, title }) => [name, title])).toEqual(
    fixedNames.map((name) => [name, shapeOf(name)?.title]),
  );
  expect(defaultNames).toEqual(defaultColumns.map(({ name }) => name));
  expect(waitingWords).toEqual(waitLabels);
});

test("columns are read as the list's address writes them, whatever they are called", () => {
  const names = fc.uniqueArray(
    fc
      .tuple(fc.constantFrom("var.", "analysis."), fc.string({ minLength: 1, unit: "binary" }))
      .map(([kind, name]) => kind + name),
    { minLength: 1, maxLength: 10 },
  );
  fc.assert(
    fc.property(names, fc.option(fc.integer({ min: 56, max: 800 })), (names, width) => {
      const columns = names.map((name) => ({ name, width }));
      for (const text of [namesText(columns), columnsText(columns)])
        expect(demandColumns(text).map(({ name }) => name)).toEqual(names);
    }),
  );
});

const columns: ExportColumn[] = ["one", "two"].map((name) => ({
  name,
  title: name,
  valueIn: (call) => call.variables[name] ?? null,
}));
const calls = fc.array(
  fc
    .record({
      one: fc.string({ unit: "binary" }),
      two: fc.constantFrom('a "b"\r\nc', "\n{", '{"x":\n1}', "=1", ""),
    })
    .map((variables) => ({ variables }) as unknown as CallListItem),
  { maxLength: 12 },
);

test.each(exportFormats)("%s: calls are counted as their bytes pass, however they are cut", (format) => {
  fc.assert(
    fc.property(calls, fc.integer({ min: 1, max: 40 }), (calls, size) => {
      const writer = writerFor(format, columns, false);
      const bytes = new TextEncoder().encode(writer.opening + writer.calls(calls, true) + writer.closing);
      const count = rowCounter(format);
      let counted = 0;
      for (let at = 0; at < bytes.length; at += size) counted = count(bytes.subarray(at, at + size));
      expect(counted).toBe(calls.length);
    }),
  );
});

test("a raw CSV file reads back as it was, whatever the cells hold", () => {
  fc.assert(
    fc.property(calls, (calls) => {
      const writer = writerFor("csv", columns, true);
      const [, ...lines] = readCsv((writer.opening + writer.calls(calls, true)).slice(1));
      expect(lines).toEqual(calls.map(({ variables }) => [variables.one, variables.two]));
    }),
  );
});
