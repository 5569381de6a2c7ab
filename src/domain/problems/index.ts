export type ProblemCode =
  | "invalid_input"
  | "not_signed_in"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "retell_refused"
  | "retell_unreachable";

/** Which input is wrong and why, by the input's own name (`phoneNumber`, `variables.clinic_name`). */
export type FieldProblems = Record<string, string>;

/**
 * A foreseen failure, told to whoever asked. The message says what happened, why, and what to do
 * next; every door shows it as it stands. Anything else that is thrown is a defect and is not shown.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields: FieldProblems;

  constructor(code: ProblemCode, message: string, fields: FieldProblems = {}) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.fields = fields;
  }
}

/** Web pages load a bundled copy of this file, so the class itself differs between them and the server. */
export function isProblem(error: unknown): error is Problem {
  return error instanceof Error && error.name === "Problem" && "code" in error;
}

const httpStatuses: Record<ProblemCode, 400 | 401 | 403 | 404 | 409 | 502> = {
  invalid_input: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  retell_refused: 502,
  retell_unreachable: 502,
};

export function httpStatusOf(problem: Problem) {
  return httpStatuses[problem.code];
}

/** What the HTTP API answers for a problem; the browser's forms read the same shape. */
export interface ProblemBody {
  error: { code: ProblemCode; message: string; fields: FieldProblems };
}

export function problemBody({ code, message, fields }: Problem): ProblemBody {
  return { error: { code, message, fields } };
}
