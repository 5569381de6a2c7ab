import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { type CallExport, exportCalls } from "#domain/calls";
import { Problem } from "#domain/problems";
import { log } from "#log";
import type { Signed } from "./sign-in.ts";

/** The route that exports calls, and the exports under way: each may take minutes, for which a server that stops does not wait. */
export class CallExports {
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  readonly route = new Hono<Signed & { Bindings: HttpBindings }>().get("/", async (context) => {
    // Asked by HEAD it would read every call for nobody.
    if (context.req.method === "HEAD") throw new Problem("invalid_input", "Ask for an export by GET.");
    const found = await exportCalls(context.var.actor, new URL(context.req.url).searchParams);
    const sent = this.#send(found, context.env.outgoing as ServerResponse);
    this.#underWay.add(sent);
    await sent.finally(() => this.#underWay.delete(sent));
    return RESPONSE_ALREADY_SENT;
  });

  /** Cuts the connections of all that are under way, so that each download fails where it is. */
  breakOff(): void {
    this.#stopping.abort();
  }

  /** Resolves when the audit log has a line of each. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /**
   * Straight to the connection: no part is asked for before the one before it could be sent, and what fails in the middle
   * destroys the connection. A download that ends in good order would look like a whole file.
   */
  async #send({ contentType, fileName, parts }: CallExport, response: ServerResponse): Promise<void> {
    response.writeHead(200, {
      "content-type": contentType,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "private, no-store",
      "x-accel-buffering": "no",
    });
    try {
      await pipeline(parts, response, { signal: this.#stopping.signal });
    } catch (error) {
      response.destroy();
      if (!hasLeft(error)) log.warn({ error: String(error) }, "An export of calls was broken off");
    } finally {
      // Where it was left in the middle, this is when the audit log is told.
      await parts.return();
    }
  }
}

function hasLeft(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
