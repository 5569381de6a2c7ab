/**
 * How to answer where nobody outside knows what the platform does. The first of the choices is the one taken unless
 * another is asked for; simulator/README.md tells what is known about each.
 */
export const ANSWERS = {
  /** The status for ids that do not exist. */
  absentStatus: [422, 404],
  /** The same for deleting them; null means as for everything else. */
  deleteAbsentStatus: [null, 404, 422],
  /** The key that carries an error's text. */
  errorKey: ["message", "error_message"],
  /** Turns numbers and booleans among the dynamic variables into text instead of refusing them. */
  coerceVariables: [false, true],
  /** What stop-call does to a call that is still ringing. */
  stopWhileRinging: ["cancel", "refuse"],
  /** The status for whatever only works on an ongoing call, when it is not. */
  notOngoingStatus: [422, 400],
  /** A call beyond the concurrency limit: 429, or accepted and then ended as concurrency_limit_reached. */
  overConcurrency: ["refuse", "end"],
  /** A call without a valid payment: 402, or accepted and then ended as no_valid_payment. */
  withoutPayment: ["refuse", "end"],
  /** Whether a 429 for a limit says when to come again. */
  hintRetryAfter: [false, true],
  /** Whether call_inbound names the call it is about. */
  inboundCallId: [true, false],
  /** Whether an analysis that is run again sends call_analyzed once more. */
  rerunWebhook: [false, true],
  /** What update-agent does to a published version: change it, begin a draft from it, or refuse. */
  updatePublished: ["in_place", "new_draft", "refuse"],
  /** Whether items of list-calls carry links to recordings. */
  listRecordings: [true, false],
  /** The status of list-calls in its two retired forms. */
  retiredStatus: [404, 410],
} as const;

export type AnswerName = keyof typeof ANSWERS;
export type Answers = { [name in AnswerName]: (typeof ANSWERS)[name][number] };

export const USUAL_ANSWERS = Object.fromEntries(
  Object.entries(ANSWERS).map(([name, [usual]]) => [name, usual]),
) as Answers;

/** Throws a RangeError for an answer that is none of the choices. */
export function checkAnswers(answers: Answers): void {
  for (const [name, choices] of Object.entries(ANSWERS)) {
    const chosen = answers[name as AnswerName];
    if (!(choices as readonly unknown[]).includes(chosen)) {
      throw new RangeError(`${name} is one of ${choices.join(", ")}, not ${String(chosen)}.`);
    }
  }
}

/** Reads `name=choice`, as on the command line. */
export function readAnswer(text: string): Partial<Answers> {
  const [name = "", choice] = text.split("=");
  if (!Object.hasOwn(ANSWERS, name)) throw new RangeError(`There is no answer called ${name}.`);
  const choices: readonly unknown[] = ANSWERS[name as AnswerName];
  const chosen = choices.find((candidate) => String(candidate) === choice);
  if (chosen === undefined) throw new RangeError(`${name} is one of ${choices.join(", ")}.`);
  return { [name]: chosen };
}
