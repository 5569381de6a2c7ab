import { EventEmitter } from "node:events";
import { Readable } from "node:stream";

/** What the sender of a request gets back. */
export type Reply =
  | { kind: "answer"; status: number; headers: Record<string, string>; body: string }
  /** The connection breaks. */
  | { kind: "reset" }
  /** Nothing ever comes. */
  | { kind: "silence" };

/** A request as node:http hands it to its server. */
export function incoming(method: string, url: string, headers: Record<string, string>, body: Buffer) {
  const request = Readable.from(body.length === 0 ? [] : [body], { objectMode: false });
  return Object.assign(request, { method, url, headers, socket: { remoteAddress: "127.0.0.1" } });
}

/** A response as node:http hands it to its server: collects what is written. */
export class OutgoingResponse extends EventEmitter {
  statusCode = 200;
  headersSent = false;
  writableEnded = false;
  destroyed = false;
  readonly writableLength = 0;
  readonly #headers: Record<string, string> = {};
  #body = "";

  writeHead(status: number, headers: Record<string, string | number> = {}): this {
    this.statusCode = status;
    this.headersSent = true;
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    return this;
  }

  setHeader(name: string, value: string | number): this {
    this.#headers[name.toLowerCase()] = String(value);
    return this;
  }

  write(text: string): boolean {
    this.#body += text;
    this.emit("written", text);
    return true;
  }

  end(text = ""): this {
    if (this.writableEnded || this.destroyed) return this;
    this.#body += String(text);
    this.writableEnded = true;
    this.headersSent = true;
    this.emit("replied", {
      kind: "answer",
      status: this.statusCode,
      headers: this.#headers,
      body: this.#body,
    } satisfies Reply);
    this.emit("finish");
    this.emit("close");
    return this;
  }

  destroy(): this {
    if (this.destroyed || this.writableEnded) return this;
    this.destroyed = true;
    this.emit("replied", { kind: "reset" } satisfies Reply);
    this.emit("close");
    return this;
  }
}
