// Stands in for `node:timers/promises` in our code, see module-hooks.ts.

interface Options {
  signal?: AbortSignal;
  ref?: boolean;
}

function sleep<T>(ms = 0, value?: T, { signal }: Options = {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new DOMException("The operation was aborted", "AbortError"));
    if (signal?.aborted) return refuse();
    const abort = () => {
      clearTimeout(timer);
      refuse();
    };
    const timer = globalThis.setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve(value as T);
    }, ms);
    signal?.addEventListener("abort", abort, { once: true });
  });
}

export { sleep as setTimeout };
