import { connect } from "node:net";

export interface StreamPlan {
  port: number;
  path: string;
  cookie: string;
}

/**
 * A viewer as cheap as can be: hears the text of a stream of server-sent events as it comes. Resolves when the first
 * event is there, so that whatever the server does for one who arrives is done.
 */
export function openEventStream(
  { port, path, cookie }: StreamPlan,
  hear: (text: string) => void = () => undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let begun = false;
    let first = "";
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      if (begun) return hear(text);
      first += text;
      if (!first.startsWith("HTTP/1.1 200".slice(0, first.length)))
        return reject(new Error(`A viewer was refused: ${first.slice(0, 200)}`));
      begun = first.includes("\nevent:");
      if (begun) resolve();
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("A viewer was cut off.")));
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nAccept: text/event-stream\r\n\r\n`,
    );
  });
}
