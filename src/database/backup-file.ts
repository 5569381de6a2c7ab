import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream, createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

const LENGTH_BYTES = 4;
const HEAD_BYTES = 1 + LENGTH_BYTES;
/** Nobody but who makes a backup has to read it: it holds what people said, and the hashes of their passwords. */
const OWNER_ONLY = 0o600;

/** A backup cannot be made or restored. The message says why and what to do. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

/** H: what the file is; T: a table begins; D: rows of it, as COPY gives them; Z: the end, with a checksum. */
export type FrameKind = "H" | "T" | "D" | "Z";

export interface Frame {
  kind: FrameKind;
  payload: Buffer;
}

/** Writes a file of frames, gzipped. It has its name only once it is whole and on the disk. */
export class BackupWriter {
  readonly #path: string;
  readonly #gzip = createGzip();
  readonly #hash = createHash("sha256");
  readonly #written: Promise<void>;

  private constructor(path: string) {
    this.#path = path;
    const file = createWriteStream(`${path}.part`, { flags: "wx", mode: OWNER_ONLY });
    file.on("error", (error) => this.#gzip.destroy(error));
    this.#written = finished(this.#gzip.pipe(file));
    this.#written.catch(() => undefined);
  }

  static async create(path: string): Promise<BackupWriter> {
    for (const taken of [path, `${path}.part`]) {
      const file = await open(taken).catch(() => null);
      if (file === null) continue;
      await file.close();
      throw new BackupError(`${taken} exists already. Give another name, or move it away.`);
    }
    return new BackupWriter(path);
  }

  async write(kind: FrameKind, payload: Buffer | object): Promise<void> {
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
    const head = Buffer.alloc(HEAD_BYTES);
    head.write(kind, "latin1");
    head.writeUInt32BE(bytes.length, 1);
    for (const part of [head, bytes]) {
      this.#hash.update(part);
      if (!this.#gzip.write(part)) await Promise.race([once(this.#gzip, "drain"), this.#written]);
    }
  }

  async finish(): Promise<void> {
    await this.write("Z", { sha256: this.#hash.copy().digest("hex") });
    this.#gzip.end();
    await this.#written;
    const file = await open(`${this.#path}.part`);
    await file.sync();
    await file.close();
    await rename(`${this.#path}.part`, this.#path);
  }

  async discard(): Promise<void> {
    this.#gzip.destroy();
    await rm(`${this.#path}.part`, { force: true });
  }
}

/** The frames of a file, up to its end. Throws a BackupError when it is torn, altered or no backup. */
export async function* readFrames(path: string): AsyncGenerator<Frame> {
  const hash = createHash("sha256");
  for await (const frame of splitFrames(path)) {
    if (frame.kind === "Z") {
      const { sha256 } = JSON.parse(frame.payload.toString()) as { sha256: string };
      if (sha256 !== hash.digest("hex"))
        throw new BackupError(`${path} was altered after it was written. Use another backup.`);
      return;
    }
    hash.update(headOf(frame)).update(frame.payload);
    yield frame;
  }
  throw torn(path);
}

async function* splitFrames(path: string): AsyncGenerator<Frame> {
  const gunzip = createGunzip();
  const file = createReadStream(path).on("error", (error) => gunzip.destroy(error));
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of file.pipe(gunzip)) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (let end = endOfFrame(rest); end <= rest.length; end = endOfFrame(rest)) {
        yield { kind: rest.toString("latin1", 0, 1) as FrameKind, payload: rest.subarray(HEAD_BYTES, end) };
        rest = rest.subarray(end);
      }
    }
  } catch (error) {
    throw readingProblem(path, error);
  } finally {
    file.destroy();
  }
}

function endOfFrame(bytes: Buffer): number {
  return bytes.length < HEAD_BYTES ? Infinity : HEAD_BYTES + bytes.readUInt32BE(1);
}

function headOf({ kind, payload }: Frame): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(kind, "latin1");
  head.writeUInt32BE(payload.length, 1);
  return head;
}

function torn(path: string): BackupError {
  return new BackupError(
    `${path} is not whole: it was cut off or damaged on its way. Copy it again, or use another.`,
  );
}

function readingProblem(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR") return torn(path);
  if (code.startsWith("Z_")) return new BackupError(`${path} is no backup of Switchboard, or it is damaged.`);
  if (code === "ENOENT") return new BackupError(`There is no file ${path}.`);
  return error;
}
