import { pino } from "pino";
import { settings } from "#config";

const phoneNumber = /\+\d{7,15}/g;

/** Keeps country and last two digits: enough to tell calls apart, not enough to dial. */
export function maskPhoneNumbers(text: string): string {
  return text.replace(
    phoneNumber,
    (number) => `${number.slice(0, 3)}${"•".repeat(number.length - 5)}${number.slice(-2)}`,
  );
}

/** One JSON line an event, on standard output. Phone numbers are masked wherever they stand; secrets by name. */
export const log = pino({
  level: settings().logLevel,
  base: { pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ["*.password", "*.apiKey", "*.authorization", "*.cookie", "*.token", "*.secret"],
  hooks: { streamWrite: maskPhoneNumbers },
});
