import { expect, test } from "vitest";
import { maskPhoneNumbers } from "#log";
import { promptVariablesIn, variablePlacesIn } from "../../src/retell/prompt-variables.ts";

test("prompt variables are found wherever they stand, once, in order, without Retell's own", () => {
  const llm = {
    general_prompt: "You call {{customer_name}} about {{ appointment_time }}. It is {{current_time}}.",
    begin_message: "Hi {{customer_name}}",
    states: [
      {
        state_prompt: "At {{clinic name}} in {{current_time_America/New_York}}",
        tools: [{ url: "https://x/{{order-id}}" }],
      },
    ],
    version: 3,
    nothing: null,
  };
  const agent = {
    voicemail_option: { action: { text: "Call {{callback_number}}" } },
    note: "{{call_id}} {{direction}}",
  };
  expect(promptVariablesIn(llm, agent)).toEqual([
    "customer_name",
    "appointment_time",
    "clinic name",
    "order-id",
    "callback_number",
  ]);
});

test("braces that enclose no name are no variable", () => {
  expect(promptVariablesIn("{{}} {{  }} {name} {{ {x} }} {{unclosed", undefined, 7)).toEqual([]);
  expect(promptVariablesIn("{{{{inner}}}}")).toEqual(["inner"]);
});

test("of each variable it is known which parts use it", () => {
  const llm = { begin_message: "Hi {{name}}", general_prompt: "{{name}} of {{clinic}}", version: 1 };
  const agent = { voicemail_option: { text: "{{clinic}} {{__proto__}} {{call_id}}" } };
  expect(Object.entries(variablePlacesIn(llm, agent))).toEqual([
    ["name", ["begin_message", "general_prompt"]],
    ["clinic", ["general_prompt", "voicemail_option"]],
    ["__proto__", ["voicemail_option"]],
  ]);
});

test("phone numbers in a log line keep country and last digits only", () => {
  expect(maskPhoneNumbers('{"to":"+12137774445","from":"+447911123456"}')).toBe(
    '{"to":"+12•••••••45","from":"+44••••••••56"}',
  );
  expect(maskPhoneNumbers("no number: 12137774445, +123456, call_1")).toBe(
    "no number: 12137774445, +123456, call_1",
  );
  expect(maskPhoneNumbers("+12137774445+12137774446")).not.toContain("7777");
});
