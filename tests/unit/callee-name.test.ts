import { expect, test } from "vitest";
import { calleeName } from "../../src/domain/calls/callee-name.ts";

test.each<[string, Record<string, string>, string | null]>([
  ["the usual name", { clinic_name: "North", customer_name: "Zoë Roe" }, "Zoë Roe"],
  ["other spellings", { "Patient Name": " Ann " }, "Ann"],
  ["first and last", { last_name: "Roe", first_name: "Jane" }, "Jane Roe"],
  ["only the first", { first_name: "Jane" }, "Jane"],
  ["an empty one is none", { customer_name: " ", name: "Bo" }, "Bo"],
  ["a clinic is nobody", { clinic_name: "North", agent_name: "Mia" }, null],
  ["none", {}, null],
])("whom a call was for is read from its variables: %s", (_what, variables, name) => {
  expect(calleeName(variables)).toBe(name);
});
