import { once } from "node:events";
import type { Server } from "node:http";
import { createServer, type Server as SocketServer } from "node:net";

/**
 * Node takes one new connection from a listening socket each time its loop goes round, and under load
 * that is not often. So many sockets listen on the one port, and the system spreads who comes over them.
 */
const SOCKETS = 16;
/** Who has come and is not yet taken in; the system may allow fewer. */
const WAITING_PER_SOCKET_MAX = 512;

export interface Listening {
  /** Lets nobody in any more. */
  close(): void;
}

/** Listens for the server on as many sockets as the system allows: on some systems that is one. */
export async function listenWide(
  server: Server,
  address: { port: number; host: string },
): Promise<Listening> {
  const how = { ...address, backlog: WAITING_PER_SOCKET_MAX };
  try {
    await listening(server, { ...how, reusePort: true });
  } catch (error) {
    if (!isUnsupported(error)) throw error;
    await listening(server, how);
    return { close: () => void server.close() };
  }
  const others = Array.from({ length: SOCKETS - 1 }, () =>
    createServer({ noDelay: true }, (socket) => {
      server.emit("connection", socket);
    }),
  );
  await Promise.all(others.map((other) => listening(other, { ...how, reusePort: true })));
  return {
    close() {
      for (const one of [server, ...others]) one.close();
    },
  };
}

async function listening(server: SocketServer, how: Parameters<SocketServer["listen"]>[0]): Promise<void> {
  server.listen(how);
  await once(server, "listening");
}

function isUnsupported(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOTSUP" || error.code === "EINVAL");
}
