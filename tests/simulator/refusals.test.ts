import Retell from "retell-sdk";
import { expect, test } from "vitest";
import { CALL, clientFor, place, refusal, start } from "./support.ts";

const INVALID = [
  [{ to_number: "" }, "request/body/to_number must NOT have fewer than 1 characters"],
  [{ to_number: 5 }, "request/body/to_number must be string"],
  [{ to_number: undefined }, "request/body must have required property 'to_number'"],
  [{ from_number: undefined }, "request/body must have required property 'from_number'"],
  [{ to_number: "12137774445" }, "request/body/to_number must be a valid E.164 phone number"],
  [
    { retell_llm_dynamic_variables: { age: 42 } },
    "request/body/retell_llm_dynamic_variables/age must be string",
  ],
  [{ metadata: "text" }, "request/body/metadata must be object"],
  [{ from_number: "+14157774466" }, "No outbound agent id set up for phone number."],
] as const;

test.for(INVALID)("create refuses %j", async ([change, message]) => {
  const { retell, simulator } = await start();
  const error = await refusal(retell.post("/v2/create-phone-call", { body: { ...CALL, ...change } }));
  expect(error).toBeInstanceOf(Retell.BadRequestError);
  expect(error.error).toEqual({ status: "error", message });
  expect(error.headers?.get("content-type")).toContain("application/json");
  expect(simulator.ledger.creates).toMatchObject([{ accepted: false, status: 400, call_id: null }]);
  expect(simulator.calls()).toEqual([]);
});

test("create from a number of somebody else is 404, with an agent of somebody else 422", async () => {
  const { retell } = await start();
  const stranger = await refusal(place(retell, { from_number: "+14155550000" }));
  expect(stranger.status).toBe(404);
  expect(stranger.error).toMatchObject({ message: "Item +14155550000 not found from phone-number" });
  expect((await refusal(place(retell, { override_agent_id: "agent_none" }))).status).toBe(422);
});

test("ids that do not exist are 422, or 404 if so wished", async () => {
  const usual = await start();
  const other = await start({ absentStatus: 404 });
  const wording = "Cannot find requested asset under given api key.";
  for (const ask of [
    (retell: Retell) => retell.call.retrieve("call_none"),
    (retell: Retell) => retell.call.stop("call_none"),
    (retell: Retell) => retell.call.delete("call_none"),
    (retell: Retell) => retell.call.update("call_none", {}),
    (retell: Retell) => retell.agent.retrieve("agent_none"),
    (retell: Retell) => retell.llm.retrieve("llm_none"),
    (retell: Retell) => retell.conversationFlow.retrieve("flow_none"),
    (retell: Retell) => retell.phoneNumber.retrieve("+10000000000"),
  ]) {
    const error = await refusal(ask(usual.retell));
    expect(error).toBeInstanceOf(Retell.UnprocessableEntityError);
    expect(error.error).toEqual({ status: "error", message: wording });
    expect(await refusal(ask(other.retell))).toBeInstanceOf(Retell.NotFoundError);
  }
});

test("a wrong key and no key are 401, an unknown path is 404, bad JSON is 400", async () => {
  const { simulator, retell } = await start();
  const stranger = await refusal(clientFor(simulator.url, "key_wrong").concurrency.retrieve());
  expect(stranger).toBeInstanceOf(Retell.AuthenticationError);
  expect(stranger.error).toEqual({ status: "error", message: "API key is missing or invalid." });
  expect((await fetch(`${simulator.url}/get-concurrency`)).status).toBe(401);
  expect(await refusal(retell.get("/_stainless_unknown_path"))).toBeInstanceOf(Retell.NotFoundError);
  const garbled = await fetch(`${simulator.url}/v3/list-calls`, {
    method: "POST",
    headers: { authorization: "Bearer key_for_tests" },
    body: "{no json",
  });
  expect(garbled.status).toBe(400);
});

test("without a valid payment create is 402; numbers as variables can be let through", async () => {
  const unpaid = await start({ paymentValid: false });
  expect((await refusal(place(unpaid.retell))).status).toBe(402);
  const lenient = await start({ coerceVariables: true });
  const call = await lenient.retell.post<Retell.PhoneCallResponse>("/v2/create-phone-call", {
    body: { ...CALL, retell_llm_dynamic_variables: { age: 42 } },
  });
  expect(call.retell_llm_dynamic_variables).toEqual({ age: "42" });
});

test("the older error form is a switch", async () => {
  const { retell } = await start({ errorKey: "error_message" });
  const error = await refusal(place(retell, { to_number: "" }));
  expect(error.error).toMatchObject({ error_message: expect.stringContaining("to_number") });
});

test("weights of a number's agents must add up to one", async () => {
  const { retell } = await start();
  const agents = [{ agent_id: "agent_xxx", weight: 0.4 }];
  const wrong = retell.phoneNumber.update("+14157774466", { outbound_agents: agents });
  expect((await refusal(wrong)).status).toBe(400);
  const right = [{ agent_id: "agent_xxx", weight: 1 }];
  const number = await retell.phoneNumber.update("+14157774466", { outbound_agents: right });
  expect(number.outbound_agents).toEqual(right);
  expect((await place(retell, { from_number: "+14157774466" })).agent_id).toBe("agent_xxx");
});
