import { createServer } from "node:net";
import { codeOf, StartError } from "./start-error.ts";

/** Proves that the port can be listened on, and chooses one when asked for any (0). */
export async function requireFreePort(port: number, host: string): Promise<number> {
  const chosen = await tryListen(port, host);
  // Browsers take `localhost` for ::1 first, so a program that listens only there would answer in our place.
  if (host === "127.0.0.1") await tryListen(chosen, "::1", ["EADDRINUSE"]);
  return chosen;
}

function tryListen(port: number, host: string, failures?: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      const code = codeOf(error);
      if (failures && !failures.includes(code)) resolve(port);
      else reject(new StartError(wordsFor(code, port, host)));
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const actual = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(actual));
    });
  });
}

function wordsFor(code: string, port: number, host: string): string {
  if (code === "EADDRINUSE") return `Port ${port} is taken. Stop what uses it, or set PORT to another.`;
  if (code === "EACCES")
    return `Port ${port} may only be used by an administrator. Set PORT to one above 1023.`;
  return `HOST ${host} is no address of this machine (${code}). Set HOST to 127.0.0.1 or 0.0.0.0.`;
}
