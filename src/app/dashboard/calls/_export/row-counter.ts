import type { ExportFormat } from "#domain/calls";

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BRACE = 0x7b;

/** Counts the calls of a file as its bytes pass, however they are cut; gives how many there are so far. */
export function rowCounter(format: ExportFormat): (bytes: Uint8Array) => number {
  return format === "csv" ? countCsv() : countObjects();
}

/** Lines end where no quotes are open; the first is the header. */
function countCsv(): (bytes: Uint8Array) => number {
  let lines = 0;
  let isQuoted = false;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === LINE_FEED && !isQuoted) lines += 1;
    }
    return Math.max(0, lines - 1);
  };
}

/** Each call begins a line; within a call line feeds are escaped. */
function countObjects(): (bytes: Uint8Array) => number {
  let calls = 0;
  let before = LINE_FEED;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === BRACE && before === LINE_FEED) calls += 1;
      before = byte;
    }
    return calls;
  };
}
