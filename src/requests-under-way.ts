import type { ServerResponse } from "node:http";

/** Requests that are not answered yet, for a server that wants to stop without leaving one unanswered. */
export class RequestsUnderWay {
  readonly #responses = new Set<ServerResponse>();
  #finished: (() => void) | null = null;

  get count(): number {
    return this.#responses.size;
  }

  add(response: ServerResponse): void {
    this.#responses.add(response);
    response.once("close", () => {
      this.#responses.delete(response);
      if (this.#responses.size === 0) this.#finished?.();
    });
  }

  /** Resolves when the last is answered or its asker gone; each answer tells its asker to connect anew. */
  finished(): Promise<void> {
    for (const response of this.#responses) response.shouldKeepAlive = false;
    return new Promise((resolve) => {
      this.#finished = resolve;
      if (this.#responses.size === 0) resolve();
    });
  }
}
