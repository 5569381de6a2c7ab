import type { IncomingMessage } from "node:http";

/** Transcripts with word timings make bodies of hundreds of kilobytes; nothing sensible is larger. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;
/** A body that is not here by then keeps its place no longer. */
const BODY_TIMEOUT_MS = 5_000;
/** Bodies that may be on their way at one time, and what may have come of all of them together. */
const BODIES_MAX = 1_000;
const ARRIVED_BYTES_MAX = 64 * 1024 * 1024;

/** Why there is no body: `cut` means that the sender went away. */
export type Unread = "too_large" | "too_slow" | "busy" | "cut";

/** Reads bodies whole, within limits of size, time and memory. */
export class BodyReader {
  #bodies = 0;
  #bytes = 0;

  /** What can be said before any of it is read, from the length that the sender tells; null: read it. */
  obstacleTo(declaredBytes: number): "too_large" | "busy" | null {
    if (declaredBytes > BODY_BYTES_MAX) return "too_large";
    return this.#bodies >= BODIES_MAX || this.#bytes + declaredBytes > ARRIVED_BYTES_MAX ? "busy" : null;
  }

  /** What is refused in mid-body is left unread: answer it and close the connection. */
  read(request: IncomingMessage): Promise<Buffer | Unread> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const settle = (read: Buffer | Unread) => {
        clearTimeout(limit);
        request.off("data", take).off("end", finish).off("close", giveUp);
        this.#bodies -= 1;
        this.#bytes -= bytes;
        if (!Buffer.isBuffer(read)) request.pause();
        resolve(read);
      };
      const take = (chunk: Buffer) => {
        bytes += chunk.length;
        this.#bytes += chunk.length;
        if (bytes > BODY_BYTES_MAX) settle("too_large");
        else if (this.#bytes > ARRIVED_BYTES_MAX) settle("busy");
        else chunks.push(chunk);
      };
      const [finish, giveUp] = [() => settle(whole(chunks)), () => settle("cut")];
      const limit = setTimeout(() => settle("too_slow"), BODY_TIMEOUT_MS);
      this.#bodies += 1;
      // A connection that breaks is told by `close` as well; unheard, its error would end the process.
      request.on("error", () => undefined);
      request.on("data", take).on("end", finish).on("close", giveUp);
    });
  }
}

function whole(chunks: Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
