import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const root = new URL("../../../", import.meta.url).href;
const virtualTimers = new URL("./virtual-timers.ts", import.meta.url).href;

/** A change to the program's source, made as it is loaded. */
export interface SourcePatch {
  /** From the root of the repository. */
  file: string;
  find: string;
  replace: string;
}

/** From here on modules of ours get virtual timers, and the patches are applied. Throws for a patch that does not fit. */
export function installModuleHooks(patches: readonly SourcePatch[]): void {
  registerHooks({
    resolve(specifier, context, next) {
      const isOurs =
        context.parentURL?.startsWith(`${root}src/`) || context.parentURL?.startsWith(`${root}simulator/`);
      return specifier === "node:timers/promises" && isOurs
        ? { url: virtualTimers, shortCircuit: true }
        : next(specifier, context);
    },
    load(url, context, next) {
      const loaded = next(url, context);
      const fitting = url.startsWith(root) ? patches.filter(({ file }) => url === root + file) : [];
      if (fitting.length === 0) return loaded;
      const source = fitting.reduce(applyPatch, String(loaded.source));
      return { ...loaded, source };
    },
  });
}

/** The source with the patch applied. Throws unless it fits in exactly one place. */
export function applyPatch(source: string, { file, find, replace }: SourcePatch): string {
  const places = source.split(find).length - 1;
  if (places !== 1)
    throw new Error(
      `A patch of ${fileURLToPath(root + file)} fits in ${places} places instead of one: ${find}`,
    );
  return source.replace(find, () => replace);
}
