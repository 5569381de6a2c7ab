import Retell from "retell-sdk";

export type RetellFailureKind =
  /** Retell answered that it will not do this. */
  | "refused"
  /** Retell answered that our key is wrong or may not do this. */
  | "unauthorised"
  /** Retell answered that there is no such thing; 404 and 422 are used alike. */
  | "absent"
  /** Retell answered: too many, later. */
  | "rate_limited"
  /** The request never left this machine. */
  | "not_sent"
  /** Nobody knows: no answer, a broken answer, or a server error after the request may have been taken. */
  | "unknown";

/** Retell did not do what it was asked. The message is fit to be shown to an admin. */
export class RetellFailure extends Error {
  override readonly name = "RetellFailure";
  readonly kind: RetellFailureKind;
  readonly httpStatus: number | null;
  /** What Retell asks us to wait before the next try, if it said so. */
  readonly retryAfterMs: number | null;

  constructor(
    kind: RetellFailureKind,
    message: string,
    httpStatus: number | null = null,
    retryAfterMs: number | null = null,
  ) {
    super(message);
    this.kind = kind;
    this.httpStatus = httpStatus;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Connection errors that happen before the first byte is sent. */
const notSentCodes = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

export function failureOf(error: unknown): RetellFailure {
  if (error instanceof RetellFailure) return error;
  if (error instanceof Retell.APIConnectionTimeoutError) {
    return new RetellFailure("unknown", "Retell did not answer in time.");
  }
  if (error instanceof Retell.APIConnectionError) return connectionFailure(error);
  if (error instanceof Retell.APIError) return answeredFailure(error);
  return new RetellFailure(
    "unknown",
    `Retell's answer could not be read: ${error instanceof Error ? error.message : String(error)}`,
  );
}

function connectionFailure(error: Error): RetellFailure {
  const codes = causeCodes(error);
  const code = codes.find((candidate) => notSentCodes.has(candidate));
  if (code) return new RetellFailure("not_sent", `Retell could not be reached (${code}).`);
  return new RetellFailure("unknown", `The connection to Retell broke (${codes[0] ?? "no reason given"}).`);
}

function causeCodes(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...own, ...inner.flatMap(causeCodes)];
}

function answeredFailure(error: InstanceType<typeof Retell.APIError>): RetellFailure {
  const status = error.status ?? 0;
  const message = `Retell answered ${status}: ${messageIn(error.error) ?? error.message}`;
  if (status === 429) return new RetellFailure("rate_limited", message, status, retryAfter(error.headers));
  if (status === 401 || status === 403) {
    return new RetellFailure(
      "unauthorised",
      `Retell refused the API key (${status}). Check RETELL_API_KEY and restart.`,
      status,
    );
  }
  if (status === 404 || status === 422) return new RetellFailure("absent", message, status);
  if (status === 408 || status === 409 || status >= 500 || status < 400)
    return new RetellFailure("unknown", message, status);
  return new RetellFailure("refused", message, status);
}

/** Documented bodies say `message`, older ones `error_message`. */
function messageIn(body: unknown): string | null {
  if (typeof body === "string") return body;
  if (typeof body !== "object" || body === null) return null;
  const { message, error_message } = body as { message?: unknown; error_message?: unknown };
  if (typeof message === "string") return message;
  return typeof error_message === "string" ? error_message : null;
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date. */
function retryAfter(headers: Headers | undefined): number | null {
  const inMs = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(inMs)) return inMs;
  const later = headers?.get("retry-after") ?? "";
  if (later.trim() === "") return null;
  const inSeconds = Number(later);
  if (Number.isFinite(inSeconds)) return inSeconds * 1000;
  const at = Date.parse(later);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}
