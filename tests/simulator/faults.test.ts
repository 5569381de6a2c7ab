import Retell from "retell-sdk";
import { expect, test } from "vitest";
import { startSimulator } from "../../simulator/index.ts";
import { analysed, get, KEY, openMailbox, place, refusal, start, until } from "./support.ts";

const BUSY = { to_number: "+12137770002" } as const;

async function withMailbox(options: Parameters<typeof start>[0]) {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start({ webhookUrl: mailbox.url, ...options });
  return { mailbox, retell, simulator };
}

test("drop: the event never comes", async () => {
  const { mailbox, retell } = await withMailbox({ faults: { drop: { events: ["call_ended"] } } });
  const { call_id } = await place(retell, BUSY);
  await until(() => mailbox.of(call_id).length > 0);
  expect(mailbox.of(call_id).map(({ event }) => event)).toEqual(["call_analyzed"]);
});

test("webhooksOff: nothing comes", async () => {
  const { retell, simulator } = await withMailbox({ faults: { webhooksOff: true } });
  const { call_id } = await place(retell, BUSY);
  await analysed(retell, call_id);
  expect(simulator.ledger.deliveries).toEqual([]);
});

test("double: the same body twice", async () => {
  const { mailbox, retell } = await withMailbox({ faults: { double: true } });
  const { call_id } = await place(retell, BUSY);
  await until(() => mailbox.of(call_id).length === 4);
  expect(new Set(mailbox.of(call_id).map(({ raw }) => raw)).size).toBe(2);
});

test("reverse: call_analyzed comes before call_ended", async () => {
  const { mailbox, retell } = await withMailbox({ faults: { reverse: true } });
  const { call_id } = await place(retell, BUSY);
  await until(() => mailbox.of(call_id).length === 2);
  expect(mailbox.of(call_id).map(({ event }) => event)).toEqual(["call_analyzed", "call_ended"]);
});

test("swap: call_started and call_ended change places, and nothing is lost", async () => {
  const { mailbox, retell } = await withMailbox({ faults: { swap: { events: ["call_started"] } } });
  const { call_id } = await place(retell);
  await until(() => mailbox.of(call_id).length === 3);
  const events = mailbox.of(call_id).map(({ event }) => event);
  expect(events.indexOf("call_ended")).toBeLessThan(events.indexOf("call_started"));
  expect(new Set(events)).toEqual(new Set(["call_started", "call_ended", "call_analyzed"]));
});

test("an event held back is not lost if the one it waits for is", async () => {
  const faults = { reverse: true, drop: { events: ["call_analyzed"] } };
  const { mailbox, retell } = await withMailbox({ faults });
  const { call_id } = await place(retell, BUSY);
  await until(() => mailbox.of(call_id).length === 1);
  expect(mailbox.of(call_id).map(({ event }) => event)).toEqual(["call_ended"]);
});

test("delay: the event comes after later ones", async () => {
  const faults = { delay: { ms: 200_000, events: ["call_ended"] } };
  const { mailbox, retell } = await withMailbox({ faults });
  const { call_id } = await place(retell, BUSY);
  await until(() => mailbox.of(call_id).length === 2);
  expect(mailbox.of(call_id).map(({ event }) => event)).toEqual(["call_analyzed", "call_ended"]);
});

test("wrongKey and staleStamp: the signature does not verify", async () => {
  for (const name of ["wrongKey", "staleStamp"] as const) {
    const { mailbox, retell, simulator } = await withMailbox({
      faults: { [name]: { events: ["call_ended"] } },
    });
    const { call_id } = await place(retell, BUSY);
    await until(() => simulator.ledger.deliveriesOf(call_id).length === 2);
    for (const { raw, signature, event } of mailbox.of(call_id)) {
      expect(await Retell.verify(raw, "key_for_tests", signature)).toBe(event !== "call_ended");
    }
    const struck = simulator.ledger.deliveriesOf(call_id).find(({ event }) => event === "call_ended");
    expect(struck?.faults).toEqual([name]);
  }
});

test("keyRotation: some deliveries verify with the second key, the others still with the first", async () => {
  const { mailbox, retell } = await withMailbox({
    apiKeys: ["key_for_tests", "key_to_come"],
    faults: { keyRotation: { events: ["call_ended"] } },
  });
  const { call_id } = await place(retell, BUSY);
  await until(() => mailbox.of(call_id).length === 2);
  for (const { raw, signature, event } of mailbox.of(call_id)) {
    const [right, wrong] = event === "call_ended" ? ["key_to_come", KEY] : [KEY, "key_to_come"];
    expect(await Retell.verify(raw, right, signature)).toBe(true);
    expect(await Retell.verify(raw, wrong, signature)).toBe(false);
  }
  await expect(startSimulator({ port: 0, faults: { keyRotation: true } })).rejects.toThrow("second API key");
});

test("spoiled bodies still verify over their raw bytes", async () => {
  const faults = {
    reorderedKeys: true,
    nonAscii: true,
    omitMetadata: true,
    omitToNumber: true,
    registeredInEnded: true,
    unknownFields: true,
    hugeBody: true,
  };
  const { mailbox, retell } = await withMailbox({ faults });
  const { call_id } = await place(retell, { ...BUSY, metadata: { a: 1 } });
  await until(() => mailbox.of(call_id).length === 2);
  for (const { raw, signature, event, call, body } of mailbox.of(call_id)) {
    expect(await Retell.verify(raw, "key_for_tests", signature)).toBe(true);
    expect(JSON.stringify(JSON.parse(raw))).not.toBe(raw);
    expect(Object.keys(body).at(-1)).toBe("event");
    expect(raw).toContain("👋");
    expect(raw.length).toBeGreaterThan(1_000_000);
    expect(call).not.toHaveProperty("metadata");
    expect(call).not.toHaveProperty("to_number");
    expect(call).toHaveProperty("from_number");
    expect(call).toHaveProperty("call_mood_ring");
    expect(call.call_status).toBe(event === "call_ended" ? "registered" : "not_connected");
  }
});

test("unknownEvent and unknownReason: names that nobody has seen", async () => {
  const { mailbox, retell } = await withMailbox({
    faults: { unknownEvent: { next: 1 }, unknownReason: true },
  });
  const { call_id } = await place(retell, BUSY);
  await until(() => mailbox.of(call_id).length === 3);
  const known = ["call_started", "call_ended", "call_analyzed"];
  expect(mailbox.of(call_id).filter(({ event }) => !known.includes(event))).toHaveLength(1);
  expect((await get(retell, call_id)).disconnection_reason).toBe("satellite_link_lost");
});

test("faults of create: what the client sees, and whether a call was placed", async () => {
  const cases = [
    ["timeoutAfterAccepting", Retell.APIConnectionTimeoutError, null, true],
    ["resetAfterAccepting", Retell.APIConnectionError, null, true],
    ["errorAfterAccepting", Retell.InternalServerError, 500, true],
    ["timeoutBeforeAccepting", Retell.APIConnectionTimeoutError, null, false],
    ["resetBeforeAccepting", Retell.APIConnectionError, null, false],
    ["errorBeforeAccepting", Retell.InternalServerError, 500, false],
    ["rateLimit", Retell.RateLimitError, 429, false],
  ] as const;
  for (const [name, kind, status, accepted] of cases) {
    const { retell, simulator } = await start({ faults: { [name]: { next: 1 } } });
    const error = await refusal(
      retell.call.createPhoneCall({ from_number: "+14157774444", ...BUSY }, { timeout: 250 }),
    );
    expect(error, name).toBeInstanceOf(kind);
    expect(simulator.ledger.creates, name).toMatchObject([{ accepted, status }]);
    expect(simulator.calls(), name).toHaveLength(accepted ? 1 : 0);
    await place(retell, BUSY);
    expect(simulator.ledger.creates.filter((create) => create.accepted)).toHaveLength(accepted ? 2 : 1);
  }
});

test("429 may say when to come again, in both forms that the official client obeys, or say nothing", async () => {
  const { retell } = await start({ faults: { rateLimit: { next: 1, ms: 1_500 } } });
  const hinted = await refusal(place(retell, BUSY));
  expect(hinted.status).toBe(429);
  expect(hinted.headers?.get("retry-after")).toBe("2");
  expect(hinted.headers?.get("retry-after-ms")).toBe("1500");
  const plain = await start({ faults: { rateLimit: { next: 1 } } });
  expect((await refusal(place(plain.retell, BUSY))).headers?.get("retry-after")).toBeNull();
});

test("other requests can fail with 500 or 429 or a broken connection, or come late, and create goes on", async () => {
  const { retell, simulator } = await start();
  const ask = () => refusal(retell.call.list());
  simulator.faults.set({ serverError: { next: 1 } });
  expect((await ask()).status).toBe(500);
  simulator.faults.set({ otherRateLimit: { next: 1, ms: 700 } });
  const limited = await ask();
  expect(limited.status).toBe(429);
  expect(limited.headers?.get("retry-after-ms")).toBe("700");
  simulator.faults.set({ otherReset: true });
  expect(await ask()).toBeInstanceOf(Retell.APIConnectionError);
  await place(retell, BUSY);
  simulator.faults.set({ otherReset: null, latency: { ms: 200_000 } });
  const before = performance.now();
  await retell.call.list();
  expect(performance.now() - before).toBeGreaterThanOrEqual(99);
});

test("a probability strikes about so often, and the same calls each time", async () => {
  const runs = await Promise.all(
    [1, 2].map(async () => {
      const { retell, simulator } = await start({ faults: { rateLimit: 0.4 } });
      for (let count = 0; count < 60; count += 1) await place(retell, BUSY).catch(() => null);
      return simulator.ledger.creates.map(({ status }) => status);
    }),
  );
  expect(runs[0]).toEqual(runs[1]);
  const refused = runs[0]?.filter((status) => status === 429).length ?? 0;
  expect(refused).toBeGreaterThan(12);
  expect(refused).toBeLessThan(36);
});

test("faults are set and seen over HTTP, and what makes no sense is refused", async () => {
  const { simulator, retell } = await start();
  const ask = (method: string, body?: unknown) =>
    fetch(`${simulator.url}/__sim/faults`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  await ask("POST", { serverError: { next: 1 }, drop: 0.5 });
  expect(await (await ask("GET")).json()).toEqual({ serverError: { next: 1 }, drop: { probability: 0.5 } });
  expect((await refusal(retell.concurrency.retrieve())).status).toBe(500);
  await retell.concurrency.retrieve();
  for (const wrong of [{ nonsense: true }, { drop: 2 }, { drop: { nxt: 1 } }, { drop: "often" }, []]) {
    expect((await ask("POST", wrong)).status).toBe(400);
  }
  await ask("DELETE");
  expect(await (await ask("GET")).json()).toEqual({});
  const page = await (await fetch(`${simulator.url}/__sim/`)).text();
  expect(page).toContain("/__sim/ledger");
  const ledger = await (await fetch(`${simulator.url}/__sim/ledger`)).json();
  expect(ledger).toMatchObject({ creates: [], deliveries: [] });
});
