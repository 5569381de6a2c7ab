import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { curlOf, isRepeatable } from "../../src/app/dashboard/calls/[callId]/_parts/call-request.ts";
import type { Call } from "../../src/domain/calls/index.ts";

const ORIGIN = "https://calls.example.com";
const outbound = {
  direction: "outbound",
  fromNumber: "+14157774444",
  toNumber: "+12137774445",
  agentId: "agent_1",
  variables: {},
} as Call;

/** What a shell makes of the command: the arguments of curl, with a key in the environment. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const out = execFileSync("sh", ["-c", script], {
    env: { ...process.env, SWITCHBOARD_KEY: "sk_secret" },
  }).toString();
  return out.split("\0").slice(0, -1);
}

test("the command says to a shell what it means, whatever the variables hold", () => {
  // A lone half of a character pair is no text that a terminal can carry.
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom("'", '"', "\\", "$", "`", "\n", "!", "é", "م"),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
    maxLength: 30,
  });
  fc.assert(
    fc.property(fc.dictionary(text, text), (variables) => {
      const [address, ...rest] = argumentsOf(curlOf({ ...outbound, variables }, ORIGIN));
      expect(address).toBe(`${ORIGIN}/api/calls`);
      expect(rest.slice(0, 4)).toEqual([
        "-H",
        "authorization: Bearer sk_secret",
        "-H",
        "content-type: application/json",
      ]);
      expect(JSON.parse(rest.at(-1) ?? "")).toEqual({
        phoneNumber: "+12137774445",
        agentId: "agent_1",
        fromNumber: "+14157774444",
        variables,
      });
    }),
    { numRuns: 40 },
  );
});

test("an inbound call is repeated by calling back, and one without a number not at all", () => {
  const body = argumentsOf(curlOf({ ...outbound, direction: "inbound", agentId: null }, ORIGIN)).at(-1) ?? "";
  expect(JSON.parse(body)).toEqual({
    phoneNumber: "+14157774444",
    fromNumber: "+12137774445",
    variables: {},
  });
  expect(isRepeatable({ ...outbound, toNumber: null })).toBe(false);
});
