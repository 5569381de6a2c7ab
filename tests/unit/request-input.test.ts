import { describe, expect, test } from "vitest";
import { isProblem } from "#domain/problems";
import { readCallRequest } from "../../src/domain/calls/request-input.ts";

const PHONE =
  "Invalid phone number format. Use E.164: + followed by country code and number, such as +12137774445 or +447911123456.";
const NUL = "\u0000";
const good = { phoneNumber: "+12137774445", agentId: "agent_1", fromNumber: "+14157774444", variables: {} };

function problemsOf(change: unknown): Record<string, string> {
  try {
    readCallRequest(typeof change === "object" && change !== null ? { ...good, ...change } : change);
  } catch (error) {
    if (isProblem(error)) {
      expect(error.code).toBe("invalid_input");
      if (Object.keys(error.fields).length > 0) expect(Object.values(error.fields)).toContain(error.message);
      return error.fields;
    }
    throw error;
  }
  return {};
}

test.each(["+12137774445", "+447911123456", "+14157774444", " +12137774445 "])(
  "%j is accepted",
  (phoneNumber) => {
    expect(readCallRequest({ ...good, phoneNumber }).phoneNumber).toBe(phoneNumber.trim());
  },
);

describe("a phone number that is not E.164 is refused with the two examples", () => {
  test.each([
    ...[
      "",
      "2137774445",
      "12137774445",
      "0012137774445",
      "+1 213 777 4445",
      "+1-213-777-4445",
      "(213) 777-4445",
    ],
    ...[
      "+",
      "+0123456789",
      "+1",
      "+123456",
      "+1234567890123456",
      "+1213777444a",
      "+12137774445;ext=2",
      "tel:+12137774445",
    ],
    ...[
      null,
      undefined,
      12_137_774_445,
      ["+12137774445"],
      { number: "+12137774445" },
      "＋１２１３７７７４４４５",
    ],
  ])("%j", (phoneNumber) => {
    expect(problemsOf({ phoneNumber })).toEqual({ phoneNumber: PHONE });
  });
});

test("the number to call from must be E.164 too, and must be chosen", () => {
  expect(problemsOf({ fromNumber: "4157774444" })).toEqual({ fromNumber: PHONE });
  expect(readCallRequest({ ...good, fromNumber: "" }).fromNumber).toBeNull();
  expect(problemsOf({ fromNumber: 7 })).toEqual({ fromNumber: "fromNumber must be text." });
});

test("the agent must be chosen", () => {
  for (const agentId of ["", "  ", null, undefined, "x".repeat(201)])
    expect(problemsOf({ agentId })).toEqual({ agentId: "Choose the agent that is to speak." });
  expect(problemsOf({ agentId: ["agent_1"] })).toEqual({ agentId: "agentId must be text." });
});

describe("a wrong variable is named", () => {
  const long = "x".repeat(101);
  test.each<[Record<string, unknown>, string, string]>([
    [{ age: 7 }, "age", "The value of “age” must be text. Put it in quotes."],
    [{ vip: true }, "vip", "The value of “vip” must be text. Put it in quotes."],
    [{ gone: null }, "gone", "The value of “gone” must be text. Put it in quotes."],
    [{ list: ["a"] }, "list", "The value of “list” must be text. Put it in quotes."],
    [{ "": "x" }, "", "A variable has no name. Name it or remove it."],
    [{ "  ": "x" }, "", "A variable has no name. Name it or remove it."],
    [{ name: "a", " name ": "b" }, "name", "The variable “name” is given twice. Keep one."],
    [{ "{{name}}": "x" }, "{{name}}", "The name “{{name}}” must not contain braces."],
    [{ [long]: "x" }, long, "A variable's name may have at most 100 characters."],
    [{ note: "x".repeat(5_001) }, "note", "The value of “note” may have at most 5000 characters."],
    [{ note: `a${NUL}b` }, "note", "The value of “note” contains a character that cannot be kept."],
    [{ note: "\ud800" }, "note", "The value of “note” contains a character that cannot be kept."],
  ])("%o", (variables, name, sentence) => {
    expect(problemsOf({ variables })).toEqual({ [`variables.${name}`]: sentence });
  });

  test("a name that cannot be kept is refused", () => {
    for (const name of [`a${NUL}b`, "a\ud800"])
      expect(Object.values(problemsOf({ variables: { [name]: "x" } }))).toEqual([
        "The name of a variable contains a character that cannot be kept.",
      ]);
  });
});

test("variables are an object, of at most a hundred", () => {
  for (const variables of ["a=b", 7, ["a"], true])
    expect(problemsOf({ variables })).toEqual({
      variables: "variables must be an object of names and text values.",
    });
  const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`name_${index}`, "x"]));
  expect(problemsOf({ variables: hundred })).toEqual({});
  expect(problemsOf({ variables: { ...hundred, more: "x" } })).toEqual({
    variables: "A call can take at most 100 variables.",
  });
});

test("good variables are kept to the letter, odd names included", () => {
  const variables = JSON.parse(
    '{"customer_name":"Zoë O\'Neil","empty":"","__proto__":"x","constructor":"y"}',
  );
  const kept = readCallRequest({ ...good, variables }).variables;
  expect(Object.entries(kept)).toEqual(Object.entries(variables));
  expect(readCallRequest({ ...good, variables: undefined }).variables).toEqual({});
});

test("an agent id that no database can keep is refused by name", () => {
  expect(problemsOf({ agentId: `agent${NUL}` })).toEqual({ agentId: "Choose the agent that is to speak." });
});

test("a request key is 8 to 100 plain characters", () => {
  expect(readCallRequest({ ...good, requestKey: "a-key_8c" }).requestKey).toBe("a-key_8c");
  expect(readCallRequest({ ...good, requestKey: "" }).requestKey).toBeNull();
  for (const requestKey of ["short", "x".repeat(101), "with space", 12_345_678])
    expect(problemsOf({ requestKey })).toEqual({
      requestKey: "requestKey must be 8 to 100 letters, digits, - or _.",
    });
});

test("every wrong field is named at once", () => {
  const wrong = {
    phoneNumber: "1",
    agentId: "",
    fromNumber: "2",
    variables: { a: 1, "": "x" },
    requestKey: "?",
  };
  expect(Object.keys(problemsOf(wrong)).sort()).toEqual(
    ["agentId", "fromNumber", "phoneNumber", "requestKey", "variables.", "variables.a"].sort(),
  );
});

test("what is no object is refused in one sentence", () => {
  for (const input of [null, undefined, "call", 7, [good], true]) {
    expect(() => readCallRequest(input)).toThrow(
      "The request must be a JSON object with phoneNumber, agentId and variables.",
    );
  }
});
