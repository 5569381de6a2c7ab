import { bodyLimit } from "hono/body-limit";
import { httpStatusOf, Problem, problemBody } from "#domain/problems";
import { findDuplicateKey } from "./duplicate-keys.ts";

const BODY_BYTES_MAX = 1024 * 1024;

/** Refuses a body that is too large before it is read. */
export const limitedBody = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError(context) {
    const problem = new Problem("invalid_input", "The request is larger than 1 MB.");
    // The rest of the body is never read, so nothing more can be said over this connection.
    return context.json(problemBody(problem), httpStatusOf(problem), { connection: "close" });
  },
});

/** Reads a JSON body. Throws a Problem for anything else, and for a name given twice. */
export async function readJson(request: Request): Promise<unknown> {
  if (!request.headers.get("content-type")?.includes("json")) {
    throw new Problem(
      "invalid_input",
      "Send the request as JSON, with the header content-type: application/json.",
    );
  }
  const text = await request.text();
  if (text.length > BODY_BYTES_MAX) throw new Problem("invalid_input", "The request is larger than 1 MB.");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Problem("invalid_input", "The body is not valid JSON.");
  }
  const twice = findDuplicateKey(text);
  if (twice !== null)
    throw new Problem("invalid_input", `“${twice}” is given twice. Keep one.`, { [twice]: "Given twice" });
  return value;
}
