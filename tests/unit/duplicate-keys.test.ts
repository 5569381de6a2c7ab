import fc from "fast-check";
import { expect, test } from "vitest";
import { findDuplicateKey } from "../../src/api/duplicate-keys.ts";

// The same draws every time: a failure is found again by running again.
fc.configureGlobal({ seed: 20_260_601 });

test.each([
  ['{"a":"1","a":"2"}', "a"],
  ['{"variables":{"clinic_name":"A","other":"B","clinic_name":"C"}}', "variables.clinic_name"],
  ['{"a":{"x":1},"b":{"x":1,"x":2}}', "b.x"],
  ['{"list":[{"x":1},{"x":2,"x":3}]}', "list.x"],
  ['{"name":"1","\\u006eame":"2"}', "name"],
  ['{ "a" : 1 , "a" : 2 }', "a"],
  ['{"":1,"":2}', ""],
])("in %s the name %j is given twice", (json, path) => {
  expect(findDuplicateKey(json)).toBe(path);
});

test.each([
  '{"a":{"x":1},"b":{"x":1}}',
  '{"a":"a","b":"a"}',
  '[{"x":1},{"x":2}]',
  '{"a":"{\\"b\\":1,\\"b\\":2}"}',
  '{"a\\"":1,"a":2}',
  '["a","a"]',
  "7",
])("in %s none is", (json) => {
  expect(findDuplicateKey(json)).toBeNull();
});

test("what JSON.stringify writes never has a name twice", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect(findDuplicateKey(json)).toBeNull();
    }),
    { numRuns: 1000 },
  );
});

test("a text as long as a request may be is read to its end", () => {
  const long = "x".repeat(1_000_000);
  expect(findDuplicateKey(`{"a":"${long}","b":1,"b":2}`)).toBe("b");
  expect(findDuplicateKey(`{"a":"${'\\"'.repeat(500_000)}","b":1,"b":2}`)).toBe("b");
});
