import { createHmac } from "node:crypto";
import fc from "fast-check";
import { sign } from "retell-sdk/lib/webhook_auth";
import { describe, expect, test } from "vitest";
import { verifyWebhook } from "#retell";

// The same draws every time: a failure is found again by running again.
fc.configureGlobal({ seed: 20_260_601 });

const NOW = 1_700_000_000_000;
const FIVE_MINUTES_MS = 5 * 60 * 1000;
const KEY = "test-api-key";
const body = Buffer.from('{"event":"call_ended"}');
const digest = "07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e";

const signed = (raw: Buffer, key: string, stamp: number | string) =>
  `v=${stamp},d=${createHmac("sha256", key).update(raw).update(String(stamp)).digest("hex")}`;

test("the vector that the SDK publishes is valid", () => {
  expect(verifyWebhook(body, `v=${NOW},d=${digest}`, [KEY], NOW)).toBe("valid");
});

test("whatever the SDK signs is valid, whatever the body", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string({ minLength: 1 }), async (text, key) => {
      expect(verifyWebhook(Buffer.from(text), await sign(text, key), [key])).toBe("valid");
    }),
  );
});

test("either of two keys will do, and a third will not", () => {
  for (const key of ["old", "new"])
    expect(verifyWebhook(body, signed(body, key, NOW), ["new", "old"], NOW)).toBe("valid");
  expect(verifyWebhook(body, signed(body, "other", NOW), ["new", "old"], NOW)).toBe("bad_signature");
  expect(verifyWebhook(body, signed(body, KEY, NOW), [], NOW)).toBe("bad_signature");
});

test("the bytes are what is signed: accents, emoji and bytes that are no text at all", () => {
  for (const raw of [
    Buffer.from("Zoë 👋🏽 日本語"),
    Buffer.from([0xff, 0x00, 0xfe, 0x80]),
    Buffer.alloc(0),
  ]) {
    expect(verifyWebhook(raw, signed(raw, KEY, NOW), [KEY], NOW)).toBe("valid");
    const asText = Buffer.from(`${raw.toString("latin1")}!`, "latin1");
    expect(verifyWebhook(asText, signed(raw, KEY, NOW), [KEY], NOW)).toBe("bad_signature");
  }
});

test("one altered bit of the body makes the signature bad", () => {
  const signature = signed(body, KEY, NOW);
  fc.assert(
    fc.property(fc.nat({ max: body.length * 8 - 1 }), (bit) => {
      const altered = Buffer.from(body);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(verifyWebhook(altered, signature, [KEY], NOW)).toBe("bad_signature");
    }),
  );
});

test("one altered digit of the digest, or another stamp under the same digest, is bad", () => {
  for (let place = 0; place < digest.length; place += 1) {
    const other = digest[place] === "0" ? "1" : "0";
    const altered = digest.slice(0, place) + other + digest.slice(place + 1);
    expect(verifyWebhook(body, `v=${NOW},d=${altered}`, [KEY], NOW)).toBe("bad_signature");
  }
  expect(verifyWebhook(body, `v=${NOW + 1},d=${digest}`, [KEY], NOW)).toBe("bad_signature");
});

test("digits of the digest may be written in capitals", () => {
  expect(verifyWebhook(body, `V=${NOW},D=${digest.toUpperCase()}`, [KEY], NOW)).toBe("valid");
});

test("a missing signature is told apart from a bad one", () => {
  expect(verifyWebhook(body, undefined, [KEY], NOW)).toBe("missing_signature");
  expect(verifyWebhook(body, "", [KEY], NOW)).toBe("missing_signature");
});

describe("a signature that is not exactly of Retell's form is bad", () => {
  test.each([
    digest,
    `d=${digest}`,
    `v=${NOW}`,
    `v=,d=${digest}`,
    `v=${NOW},d=`,
    `v=${NOW},d=${digest.slice(1)}`,
    `v=${NOW},d=${digest}0`,
    `v=${NOW}, d=${digest}`,
    ` v=${NOW},d=${digest}`,
    `v=${NOW},d=${digest}\n`,
    `v=-${NOW},d=${digest}`,
    `v=1.7e12,d=${digest}`,
    `v=${NOW},d=${"z".repeat(64)}`,
    `v=${"9".repeat(400)},d=${digest}`,
    `v=${NOW},d=${digest}, v=${NOW},d=${digest}`,
  ])("%j", (signature) => {
    expect(verifyWebhook(body, signature, [KEY], NOW)).toBe("bad_signature");
  });
});

describe("a stamp counts for five minutes in both directions", () => {
  test.each([
    [0, "valid"],
    [FIVE_MINUTES_MS, "valid"],
    [-FIVE_MINUTES_MS, "valid"],
    [FIVE_MINUTES_MS + 1, "stale"],
    [-FIVE_MINUTES_MS - 1, "stale"],
    [-NOW, "stale"],
  ] as const)("%i ms away it is %s", (away, verdict) => {
    expect(verifyWebhook(body, signed(body, KEY, NOW + away), [KEY], NOW)).toBe(verdict);
  });

  test("a stale stamp under a wrong digest is bad rather than stale", () => {
    expect(verifyWebhook(body, signed(body, "other", 0), [KEY], NOW)).toBe("bad_signature");
  });
});
