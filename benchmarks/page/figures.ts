import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { nextProgram } from "../bench/builds.ts";
import { type Figure, type FigureOptions, type Row, ratioAtMost } from "../bench/figure.ts";
import { startInstallation } from "../bench/installation.ts";
import { startOwnPostgres } from "../bench/own-postgres.ts";
import { startProgram } from "../programs.ts";

export const pageFigures: readonly Figure[] = [{ name: "page", measure }];

/** The scripts that a browser loads for the first sight of the calls page, against those of an empty application. */
async function measure({ checkout }: FigureOptions): Promise<Row[]> {
  const postgres = await startOwnPostgres();
  try {
    const installation = await startInstallation(checkout, postgres);
    const ours = await installation
      .signIn()
      .then((cookie) => scriptsOf(`http://127.0.0.1:${installation.web.port}/dashboard/calls`, cookie))
      .finally(() => installation.stop());
    const empty = await startProgram({
      args: (port) => [nextProgram, "start", "--port", String(port), "--hostname", "127.0.0.1"],
      cwd: join(checkout, "benchmarks/plain-next"),
      environment: () => ({}),
      readyBy: { path: "/" },
    });
    const theirs = await scriptsOf(`http://127.0.0.1:${empty.port}/`, "").finally(() => empty.stop());
    return [
      {
        ...{ figure: "page", what: "calls page, first-load JS, gzip", unit: "KB", ours },
        ...{ baseline: { name: "empty Next app", value: theirs }, target: ratioAtMost(1.8) },
      },
    ];
  } finally {
    await postgres.stop();
  }
}

/** Kilobytes of all scripts that the page names, in tags or for its parts, but those for browsers without modules. */
async function scriptsOf(url: string, cookie: string): Promise<number> {
  const answer = await fetch(url, { headers: { cookie } });
  const html = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  const modern = html.replaceAll(/<script[^>]*nomodule[^>]*>/gi, "");
  const names = new Set(modern.match(/static\/chunks\/[\w./~()[\]%-]+\.js/g));
  if (names.size === 0) throw new Error(`${url} names no scripts.`);
  let bytes = 0;
  for (const name of names) {
    const script = await fetch(new URL(`/_next/${name}`, url));
    if (!script.ok) throw new Error(`${name} answered ${script.status}.`);
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).length;
  }
  return bytes / 1024;
}
