import type { Answers } from "../answers.ts";
import type { Limit } from "../ledger-lines.ts";

const TOO_MUCH = "Account rate limited, please throttle your requests.";

/** An answer that says no. */
export class Refusal extends Error {
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(status: number, message: string, retryAfterMs?: number) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** 429, because the account may not have so many calls at once, or not start so many a second. */
export class LimitRefusal extends Refusal {
  readonly limit: Limit;

  constructor(limit: Limit, retryAfterMs?: number) {
    super(429, TOO_MUCH, retryAfterMs);
    this.limit = limit;
  }
}

export const badRequest = (message = "Invalid request format, please check API reference.") =>
  new Refusal(400, message);
export const unauthorised = () => new Refusal(401, "API key is missing or invalid.");
export const unpaid = () => new Refusal(402, "Trial has ended, please add payment method.");
export const notFound = (message = "The requested resource was not found.") => new Refusal(404, message);
export const rateLimited = (retryAfterMs?: number) => new Refusal(429, TOO_MUCH, retryAfterMs);
export const serverError = () => new Refusal(500, "An unexpected server error occurred.");

/** An id that does not exist under this key; both 422 and 404 have been seen. */
export const absent = (status: 422 | 404) =>
  status === 404 ? notFound() : new Refusal(422, "Cannot find requested asset under given api key.");

/** The same for something that was to be deleted. */
export const absentOnDelete = (answers: Pick<Answers, "absentStatus" | "deleteAbsentStatus">) =>
  absent(answers.deleteAbsentStatus ?? answers.absentStatus);
