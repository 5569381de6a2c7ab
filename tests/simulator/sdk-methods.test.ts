import type Retell from "retell-sdk";
import { describe, expect, test } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import {
  AGENT,
  AGENTS,
  BATCH,
  CALLS,
  CONCURRENCY,
  LISTED_AGENT,
  LISTED_VERSION,
  LISTENER,
  NUMBER,
  NUMBERS,
  PHONE_CALL,
  SUCCESS,
  VERSIONS,
  WEB_CALL,
} from "./demanded-fields.ts";
import { CALL, start, tool } from "./support.ts";

type World = Awaited<ReturnType<typeof start>>;

interface Method {
  /** The status of success. */
  status: number;
  ask(world: World): Promise<{ data: unknown; response: Response }>;
  /** What the answer carries; nothing if it has no body. */
  answer?: Record<string, true>;
  /** What each thing in a list carries. */
  item?: Record<string, true>;
}

const FRONT_DESK = AGENT_IDS.frontDesk;
const NEW_AGENT = {
  response_engine: { type: "retell-llm", llm_id: "llm_9f2c6a1b7e3d4f58" },
  voice_id: "retell-Cimo",
} as const;

/** The call of the past week. */
function finished({ simulator }: World): string {
  return simulator.calls()[0]?.callId ?? "";
}

/** A call that goes on, since somebody dialled in. It takes as long as a real one. */
async function ongoing({ retell, simulator }: World): Promise<string> {
  const { call_id } = await retell.call.registerPhoneCall({ agent_id: FRONT_DESK });
  await tool(simulator, `calls/${call_id}/connect`);
  return call_id;
}

const CALL_METHODS: Record<string, Method> = {
  retrieve: {
    status: 200,
    answer: PHONE_CALL,
    ask: async (world) => world.retell.call.retrieve(finished(world)).withResponse(),
  },
  update: {
    status: 200,
    answer: PHONE_CALL,
    ask: async (world) => world.retell.call.update(finished(world), { metadata: {} }).withResponse(),
  },
  list: {
    status: 200,
    answer: CALLS,
    item: PHONE_CALL,
    ask: async ({ retell }) => retell.call.list().withResponse(),
  },
  delete: {
    status: 204,
    ask: async (world) => world.retell.call.delete(finished(world)).withResponse(),
  },
  createPhoneCall: {
    status: 201,
    answer: PHONE_CALL,
    ask: async ({ retell }) => retell.call.createPhoneCall(CALL).withResponse(),
  },
  createWebCall: {
    status: 201,
    answer: WEB_CALL,
    ask: async ({ retell }) => retell.call.createWebCall({ agent_id: FRONT_DESK }).withResponse(),
  },
  registerPhoneCall: {
    status: 201,
    answer: PHONE_CALL,
    ask: async ({ retell }) =>
      retell.call.registerPhoneCall({ agent_id: FRONT_DESK, direction: "outbound", ...CALL }).withResponse(),
  },
  listenLive: {
    status: 201,
    answer: LISTENER,
    ask: async (world) => world.retell.call.listenLive(await ongoing(world)).withResponse(),
  },
  takeOverLive: {
    status: 201,
    answer: SUCCESS,
    ask: async (world) => {
      const callId = await ongoing(world);
      const { participant_id } = await world.retell.call.listenLive(callId);
      return world.retell.call.takeOverLive(callId, { participant_id }).withResponse();
    },
  },
  updateLive: {
    status: 200,
    answer: SUCCESS,
    ask: async (world) => world.retell.call.updateLive(await ongoing(world), {}).withResponse(),
  },
  stop: {
    status: 204,
    ask: async (world) => world.retell.call.stop(await ongoing(world)).withResponse(),
  },
  rerunAnalysis: {
    status: 200,
    answer: PHONE_CALL,
    ask: async (world) => world.retell.call.rerunAnalysis(finished(world)).withResponse(),
  },
};

const NUMBER_METHODS: Record<string, Method> = {
  create: {
    status: 201,
    answer: NUMBER,
    ask: async ({ retell }) => retell.phoneNumber.create({}).withResponse(),
  },
  import: {
    status: 201,
    answer: NUMBER,
    ask: async ({ retell }) =>
      retell.phoneNumber
        .import({ phone_number: "1001", termination_uri: "lakeside.pstn.example" })
        .withResponse(),
  },
  retrieve: {
    status: 200,
    answer: NUMBER,
    ask: async ({ retell }) => retell.phoneNumber.retrieve(CALL.from_number).withResponse(),
  },
  update: {
    status: 200,
    answer: NUMBER,
    ask: async ({ retell }) => retell.phoneNumber.update(CALL.from_number, {}).withResponse(),
  },
  list: {
    status: 200,
    answer: NUMBERS,
    item: NUMBER,
    ask: async ({ retell }) => retell.phoneNumber.list().withResponse(),
  },
  delete: {
    status: 204,
    ask: async ({ retell }) => retell.phoneNumber.delete(CALL.from_number).withResponse(),
  },
};

const AGENT_METHODS: Record<string, Method> = {
  create: {
    status: 201,
    answer: AGENT,
    ask: async ({ retell }) => retell.agent.create(NEW_AGENT).withResponse(),
  },
  retrieve: {
    status: 200,
    answer: AGENT,
    ask: async ({ retell }) => retell.agent.retrieve(FRONT_DESK).withResponse(),
  },
  update: {
    status: 200,
    answer: AGENT,
    ask: async ({ retell }) => retell.agent.update(FRONT_DESK, {}).withResponse(),
  },
  list: {
    status: 200,
    answer: AGENTS,
    item: LISTED_AGENT,
    ask: async ({ retell }) => retell.agent.list().withResponse(),
  },
  delete: {
    status: 204,
    ask: async ({ retell }) => retell.agent.delete(FRONT_DESK).withResponse(),
  },
  createVersion: {
    status: 201,
    answer: AGENT,
    ask: async ({ retell }) => retell.agent.createVersion(FRONT_DESK, { base_version: 0 }).withResponse(),
  },
  deleteVersion: {
    status: 204,
    ask: async ({ retell }) => {
      await retell.agent.createVersion(FRONT_DESK, { base_version: 0 });
      return retell.agent.deleteVersion(FRONT_DESK, { version: 1 }).withResponse();
    },
  },
  getVersions: {
    status: 200,
    item: AGENT,
    ask: async ({ retell }) => retell.agent.getVersions(FRONT_DESK).withResponse(),
  },
  listVersions: {
    status: 200,
    answer: VERSIONS,
    item: LISTED_VERSION,
    ask: async ({ retell }) => retell.agent.listVersions(FRONT_DESK).withResponse(),
  },
  publish: {
    status: 200,
    ask: async ({ retell }) => {
      await retell.agent.createVersion(FRONT_DESK, { base_version: 0 });
      return retell.agent.publish(FRONT_DESK, { version: 1 }).withResponse();
    },
  },
  repair: {
    status: 200,
    answer: AGENT,
    ask: async ({ retell }) => {
      await retell.agent.createVersion(FRONT_DESK, { base_version: 0 });
      return retell.agent.repair(FRONT_DESK).withResponse();
    },
  },
};

const RESOURCES = {
  call: CALL_METHODS,
  batchCall: {
    createBatchCall: {
      status: 201,
      answer: BATCH,
      ask: async ({ retell }) =>
        retell.batchCall
          .createBatchCall({ from_number: CALL.from_number, tasks: [{ to_number: CALL.to_number }] })
          .withResponse(),
    },
  },
  concurrency: {
    retrieve: {
      status: 200,
      answer: CONCURRENCY,
      ask: async ({ retell }) => retell.concurrency.retrieve().withResponse(),
    },
  },
  phoneNumber: NUMBER_METHODS,
  agent: AGENT_METHODS,
} as const satisfies Partial<Record<keyof Retell, Record<string, Method>>>;

function itemsOf(data: unknown): unknown[] {
  const list = Array.isArray(data) ? data : (data as { items: unknown[] }).items;
  expect(list.length).toBeGreaterThan(0);
  return list;
}

for (const [resource, methods] of Object.entries(RESOURCES) as [
  keyof typeof RESOURCES,
  Record<string, Method>,
][]) {
  describe(`the client's ${resource}`, () => {
    test("has no method that is not tried here", async () => {
      const { retell } = await start();
      const names = Object.getOwnPropertyNames(Object.getPrototypeOf(retell[resource]));
      expect(names.filter((name) => name !== "constructor").sort()).toEqual(Object.keys(methods).sort());
    });

    test.for(Object.entries(methods))("%s", async ([, { status, answer, item, ask }]) => {
      const { data, response } = await ask(await start({ speed: 1, history: 1 }));
      expect(response.status).toBe(status);
      const carried = answer ? [[data, answer] as const] : [];
      const listed = item ? itemsOf(data).map((thing) => [thing, item] as const) : [];
      for (const [thing, fields] of [...carried, ...listed]) {
        for (const name of Object.keys(fields)) expect(thing).toHaveProperty(name);
      }
      if (!answer && !item) expect(data || null).toBeNull();
      else expect(response.headers.get("content-type")).toContain("application/json");
    });
  });
}
