export interface ByteRange {
  start: number;
  /** Included. */
  end: number;
}

/** Reads a Range header: null for the whole file, "unsatisfiable" for one that lies outside. Only single ranges are honoured. */
export function readRange(header: string | undefined, bytes: number): ByteRange | null | "unsatisfiable" {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!parts || (parts[1] === "" && parts[2] === "")) return null;
  const [, first = "", last = ""] = parts;
  if (first === "") {
    const suffix = Number(last);
    return suffix === 0 ? "unsatisfiable" : { start: Math.max(0, bytes - suffix), end: bytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= bytes ? "unsatisfiable" : { start, end };
}
