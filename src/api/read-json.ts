import { Problem } from "#domain/problems";
import { findDuplicateKey } from "./duplicate-keys.ts";

const BODY_BYTES_MAX = 1024 * 1024;

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
