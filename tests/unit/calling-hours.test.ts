import fc from "fast-check";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { expect, test } from "vitest";
import { zonesOf } from "../../src/domain/calls/callee-zones.ts";
import { localTimes } from "../../src/domain/calls/calling-hours.ts";

// The same draws every time: a failure is found again by running again.
fc.configureGlobal({ seed: 20_261_124 });

const hours = { fromMinute: 8 * 60, toMinute: 21 * 60 };
const shown = (zones: string[], at: string) =>
  localTimes(zones, hours, new Date(at)).map(({ timeZone, time, isWithinHours, changesAt }) => [
    timeZone,
    time,
    isWithinHours,
    changesAt,
  ]);

async function zones(number: string): Promise<string[]> {
  const phone = parsePhoneNumberFromString(number);
  return phone ? zonesOf(phone) : [];
}

test("calling hours begin with their first minute and end before their last", () => {
  expect(shown(["America/Los_Angeles"], "2026-11-24T15:59:59Z")).toEqual([
    ["America/Los_Angeles", "07:59", false, "2026-11-24T16:00:00.000Z"],
  ]);
  expect(shown(["America/Los_Angeles"], "2026-11-24T16:00:00Z")).toEqual([
    ["America/Los_Angeles", "08:00", true, "2026-11-25T05:00:00.000Z"],
  ]);
  expect(shown(["America/Los_Angeles"], "2026-11-25T05:00:00Z")).toEqual([
    ["America/Los_Angeles", "21:00", false, "2026-11-25T16:00:00.000Z"],
  ]);
});

test("zones with the same time are told once, from the earliest time to the latest", () => {
  const several = ["America/New_York", "America/Detroit", "Pacific/Honolulu", "Asia/Katmandu"];
  expect(shown(several, "2026-11-24T16:30:00Z").map(([zone, time]) => [zone, time])).toEqual([
    ["Pacific/Honolulu", "06:30"],
    ["America/New_York", "11:30"],
    ["Asia/Katmandu", "22:15"],
  ]);
});

test("hours begin by the clocks of that morning, also when they were changed in the night", () => {
  expect(shown(["Europe/Berlin"], "2026-03-28T21:00:00Z")).toEqual([
    ["Europe/Berlin", "22:00", false, "2026-03-29T06:00:00.000Z"],
  ]);
  expect(shown(["Europe/Berlin"], "2026-10-24T21:00:00Z")).toEqual([
    ["Europe/Berlin", "23:00", false, "2026-10-25T07:00:00.000Z"],
  ]);
});

test("the whole day never changes", () => {
  const times = localTimes(["Europe/Berlin"], { fromMinute: 0, toMinute: 24 * 60 }, new Date());
  expect(times).toMatchObject([{ isWithinHours: true, changesAt: null }]);
});

test("whatever the zone and moment: it is so until it changes, and then it is not", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
      fc.date({ min: new Date("2026-01-01"), max: new Date("2028-01-01"), noInvalidDate: true }),
      (zone, at) => {
        const [now] = localTimes([zone], hours, at);
        const change = Date.parse(now?.changesAt ?? "");
        const [before, after] = [change - 1, change].map(
          (moment) => localTimes([zone], hours, new Date(moment))[0]?.isWithinHours,
        );
        expect(change).toBeGreaterThan(at.getTime());
        expect([before, after]).toEqual([now?.isWithinHours, !now?.isWithinHours]);
      },
    ),
  );
});

test.each([
  ["an American number is of its area", "+12137774445", ["America/Los_Angeles"]],
  ["an area may have two times", "+16055550123", ["America/Denver", "America/North_Dakota/Center"]],
  ["a British landline", "+442079460000", ["Europe/London"]],
  ["an island of Spain", "+34922123456", ["Atlantic/Canary"]],
  ["a number that is answered anywhere", "+18005550100", []],
  ["a satellite's", "+881612345678", []],
])("%s", async (_what, number, expected) => {
  expect(await zones(number)).toEqual(expected);
});

test("a mobile number is anywhere in its country, and in no other of the same calling code", async () => {
  const australian = await zones("+61412345678");
  expect(australian).toEqual(expect.arrayContaining(["Australia/Perth", "Australia/Sydney"]));
  const russian = await zones("+79031234567");
  expect(russian).toEqual(expect.arrayContaining(["Europe/Moscow", "Asia/Vladivostok"]));
  expect(russian).not.toContain("Asia/Almaty");
  const personal = await zones("+15005550006");
  expect(personal).toEqual(expect.arrayContaining(["America/New_York", "Pacific/Honolulu"]));
  expect(personal).not.toContain("America/Toronto");
});
