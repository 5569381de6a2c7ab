import { beforeAll, expect, test, vi } from "vitest";
import { FROM, REMINDER } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";

// Settings are read once a process, so they are set before anything reads them.
vi.hoisted(() => {
  process.env.RETELL_FROM_NUMBER = "+14157774455";
  process.env.RETELL_AGENT_ID = "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD";
});

let admin: TestPerson;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
});

const post = (json: unknown) => ask("/api/calls", { cookie: admin.cookie, json });

test("who names neither agent nor number gets the configured ones", async () => {
  const answer = await post({ phoneNumber: "+12137774445", variables: {} });
  expect(answer).toMatchObject({
    status: 201,
    body: { call: { agentId: REMINDER, fromNumber: "+14157774455" } },
  });
});

test("what a request names beats what is configured", async () => {
  const answer = await post({
    phoneNumber: "+12137774445",
    agentId: "agent_xxx",
    fromNumber: FROM,
    variables: {},
  });
  expect(answer).toMatchObject({ status: 201, body: { call: { agentId: "agent_xxx", fromNumber: FROM } } });
});
