import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import next from "next";
import { settings } from "#config";

export interface Pages {
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** Everything that people look at, served by Next. */
export async function openPages(): Promise<Pages> {
  const { production, port, host } = settings();
  const pages = next({ dev: !production, dir: process.cwd(), port, hostname: host });
  await pages.prepare();
  return {
    serve: pages.getRequestHandler(),
    upgrade: pages.getUpgradeHandler(),
    close: () => pages.close(),
  };
}
