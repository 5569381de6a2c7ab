import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A line between two programs that can be cut: whoever connects here is passed on, byte by byte. */
export class Gate {
  readonly url: string;
  readonly #server: Server;
  readonly #port: number;
  readonly #open = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
    this.#port = portOf(server);
    this.url = `http://127.0.0.1:${this.#port}`;
  }

  static async to(port: number): Promise<Gate> {
    const server = createServer({ noDelay: true });
    await listen(server, 0);
    const gate = new Gate(server);
    server.on("connection", (incoming) => gate.#pass(incoming, port));
    return gate;
  }

  /** Breaks every connection in mid-word, and lets nobody in for so long. */
  async cut(ms: number): Promise<void> {
    await this.close();
    await new Promise((resolve) => setTimeout(resolve, ms));
    await listen(this.#server, this.#port);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#open) breakOff(socket);
    await closed;
  }

  #pass(incoming: Socket, port: number): void {
    const outgoing = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#tie(incoming, outgoing);
    this.#tie(outgoing, incoming);
  }

  /** What one side says the other hears, the end and the breaking off of the connection included. */
  #tie(from: Socket, to: Socket): void {
    this.#open.add(from);
    from.pipe(to);
    from.on("error", () => breakOff(to));
    from.on("close", () => {
      this.#open.delete(from);
      to.destroySoon();
    });
  }
}

/** A socket that is being shut down cannot be reset any more, and would then never close. */
function breakOff(socket: Socket): void {
  if (socket.connecting || socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, 0);
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
