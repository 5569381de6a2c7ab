import { connect, type Socket } from "node:net";

const CR_LF_TWICE = "\r\n\r\n";
const CHUNKS_END = "\r\n0\r\n\r\n";

export interface Sent {
  /** Milliseconds from the writing of each request to the end of its answer, in the order of answers. */
  times: number[];
  seconds: number;
}

interface Line {
  socket: Socket;
  at: number;
  place: number;
  heard: string;
}

/**
 * A client that costs little: requests are ready bytes, connections are kept, the next request of a connection is
 * written when the answer to the one before is whole. Any other answer than 2xx makes it all void.
 */
export async function sendAll(
  requests: readonly Buffer[],
  { port, connections, onAnswer }: { port: number; connections: number; onAnswer: (place: number) => void },
): Promise<Sent> {
  const lines = await Promise.all(Array.from({ length: connections }, () => open(port)));
  try {
    return await new Promise((resolve, reject) => {
      const times: number[] = [];
      const began = performance.now();
      let next = 0;
      const send = (line: Line) => {
        const request = requests[next];
        if (request === undefined) return;
        line.place = next;
        next += 1;
        line.at = performance.now();
        line.socket.write(request);
      };
      for (const line of lines) {
        line.socket.on("data", (text: string) => {
          line.heard = line.heard === "" ? text : line.heard + text;
          if (!isWhole(line.heard)) return;
          const now = performance.now();
          if (line.heard[9] !== "2")
            return reject(new Error(`An answer was not 2xx: ${line.heard.slice(0, 200)}`));
          line.heard = "";
          times.push(now - line.at);
          onAnswer(line.place);
          if (times.length === requests.length) resolve({ times, seconds: (now - began) / 1000 });
          else send(line);
        });
        line.socket.on("error", reject);
        line.socket.on("close", () => reject(new Error("The server closed a connection.")));
        send(line);
      }
    });
  } finally {
    for (const { socket } of lines) socket.destroy();
  }
}

function open(port: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    socket.setEncoding("latin1");
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve({ socket, at: 0, place: 0, heard: "" });
    });
  });
}

function isWhole(heard: string): boolean {
  const headEnd = heard.indexOf(CR_LF_TWICE);
  if (headEnd === -1) return false;
  if (heard.startsWith("204", 9)) return true;
  const head = heard.slice(0, headEnd);
  const [, length] = /content-length: (\d+)/i.exec(head) ?? [];
  if (length !== undefined) return heard.length >= headEnd + CR_LF_TWICE.length + Number(length);
  return !/transfer-encoding: chunked/i.test(head) || heard.endsWith(CHUNKS_END);
}
