import { expect, test } from "vitest";
import { ALL_REASONS, REASONS } from "../../simulator/calls/reasons.ts";
import { analysed, openMailbox, place, start, until } from "./support.ts";

const BY_LAST_FOUR = [
  ["0001", "not_connected", "dial_no_answer"],
  ["0002", "not_connected", "dial_busy"],
  ["0003", "not_connected", "dial_failed"],
  ["0004", "ended", "voicemail_reached"],
  ["0005", "not_connected", "user_declined"],
  ["0006", "ended", "call_transfer"],
  ["0007", "error", "error_asr"],
  ["0009", "not_connected", "invalid_destination"],
] as const;

test.for(BY_LAST_FOUR)("a callee ending in %s is %s, %s", async ([digits, status, reason]) => {
  const { retell } = await start();
  const { call_id } = await place(retell, { to_number: `+1213777${digits}` });
  const call = await analysed(retell, call_id);
  expect(call).toMatchObject({ call_status: status, disconnection_reason: reason });
  expect(call.call_analysis?.in_voicemail).toBe(digits === "0004");
});

test("a callee ending in 0008 talks for more than five minutes", async () => {
  const { retell } = await start();
  const { call_id } = await place(retell, { to_number: "+12137770008" });
  const call = await analysed(retell, call_id);
  expect(call.call_status).toBe("ended");
  expect(call.duration_ms).toBeGreaterThan(300_000);
});

test("there are 34 reasons", () => {
  expect(ALL_REASONS).toHaveLength(34);
});

test.for(ALL_REASONS)("metadata can ask for %s", async (reason) => {
  const mailbox = await openMailbox();
  const { retell } = await start({ webhookUrl: mailbox.url });
  const { call_id } = await place(retell, { metadata: { simulate: reason } });
  const call = await analysed(retell, call_id);
  const { status, answered } = REASONS[reason];
  expect(call).toMatchObject({ call_status: status, disconnection_reason: reason });
  expect((call.end_timestamp ?? 0) - (call.start_timestamp ?? 0)).toBe(call.duration_ms);
  expect(Boolean(call.duration_ms)).toBe(answered);
  expect(Boolean(call.recording_url)).toBe(answered);

  const events = answered ? ["call_started", "call_ended", "call_analyzed"] : ["call_ended", "call_analyzed"];
  await until(() => mailbox.of(call_id).length >= events.length);
  expect(
    mailbox
      .of(call_id)
      .map(({ event }) => event)
      .sort(),
  ).toEqual(events.sort());
  if (answered) return;
  expect(call.call_cost?.combined_cost).toBe(0);
  expect(call.call_analysis).toMatchObject({ user_sentiment: "Unknown", call_successful: false });
  expect(call.call_analysis?.custom_analysis_data).toBeUndefined();
});

test("a transferred call costs more once the transfer leg is over", async () => {
  const { retell } = await start({ speed: 200 });
  const { call_id } = await place(retell, { to_number: "+12137770006" });
  const before = await analysed(retell, call_id);
  expect(before.transfer_destination).toBe("+14157774400");
  const after = await until(async () => {
    const call = await analysed(retell, call_id);
    return call.transfer_end_timestamp ? call : null;
  });
  expect(after.transfer_end_timestamp).toBeGreaterThan(after.end_timestamp ?? 0);
  expect(after.transfer_end_timestamp).toBeLessThanOrEqual(Date.now());
  expect(after.call_cost?.combined_cost).toBeGreaterThan(before.call_cost?.combined_cost ?? 0);
});
