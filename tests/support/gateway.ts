import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface Answer {
  status: number;
  /** A text is sent as it stands, anything else as JSON. */
  body: unknown;
  headers?: Record<string, string>;
}

type StandingAnswer = { status: number; body: unknown } | "hang up" | "be silent";

interface Asked {
  method: string;
  url: string;
  body: string;
}

/** Stands between the console and Retell, and meddles with create-phone-call and stop-call as a test asks. */
export interface Gateway {
  /** Every create-phone-call that came, in order. */
  creates: string[];
  /** Retell's id of every call that was asked to stop, in order. */
  stops: string[];
  /** Retell's id of every call that was asked about by get-call, in order. */
  gets: string[];
  /** Answers the next creates without asking Retell. */
  answerNext(...answers: Answer[]): void;
  /** Answers the next stops without asking Retell. */
  answerNextStops(...answers: Answer[]): void;
  /**
   * Answers every request of a method without asking Retell, until told `null`; `hang up` breaks the
   * connection, `be silent` leaves it hanging.
   */
  answerEvery(method: string, answer: StandingAnswer | null): void;
  /** Answers every request as the function says, and asks Retell where it says nothing; until told `null`. */
  answerBy(answer: ((asked: Asked) => Answer | "hang up" | null) | null): void;
  /** Holds back the answer to the next create until the promise is kept. */
  holdNext(until: Promise<unknown>): void;
  /** Keeps the next create from reaching Retell until the promise is kept. */
  holdArrivalOfNext(until: Promise<unknown>): void;
  /** Nobody listens at Retell's address any more, until `open`. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

/**
 * Opens a gateway in front of the simulator and makes it the Retell of this test file. Call it from
 * `vi.hoisted`, so that it stands before settings are read.
 */
export async function openGateway(): Promise<Gateway> {
  const retellUrl = process.env.RETELL_BASE_URL ?? "";
  const creates: string[] = [];
  const stops: string[] = [];
  const gets: string[] = [];
  const stopAnswers: Answer[] = [];
  const answers: Answer[] = [];
  const holds: Promise<unknown>[] = [];
  const arrivals: Promise<unknown>[] = [];
  let answerer: (asked: Asked) => Answer | "hang up" | null = () => null;
  const standing = new Map<string, StandingAnswer>();

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const isCreate = request.url === "/v2/create-phone-call";
    if (isCreate) creates.push(body);
    const [, verb, callId] = /^\/v2\/(stop|get)-call\/(.+)$/.exec(request.url ?? "") ?? [];
    if (callId) (verb === "stop" ? stops : gets).push(callId);
    const asked = { method: request.method ?? "", url: request.url ?? "", body };
    const standingAnswer = standing.get(asked.method) ?? answerer(asked);
    if (standingAnswer === "be silent") return;
    if (standingAnswer === "hang up") return void response.destroy();
    if (standingAnswer) {
      response.writeHead(standingAnswer.status, { "content-type": "application/json" });
      const { body: said } = standingAnswer;
      response.end(typeof said === "string" ? said : JSON.stringify(said));
      return;
    }
    const [answer, hold] = isCreate
      ? [answers.shift(), holds.shift()]
      : [verb === "stop" ? stopAnswers.shift() : undefined];
    if (answer) {
      await hold;
      response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
      response.end(JSON.stringify(answer.body));
      return;
    }
    if (isCreate) await arrivals.shift();
    const { method, headers } = request;
    const onward = httpRequest(`${retellUrl}${request.url}`, { method, headers }, async (reply) => {
      const replied = await text(reply);
      await hold;
      response.writeHead(reply.statusCode ?? 502, {
        "content-type": reply.headers["content-type"] ?? "text/plain",
      });
      response.end(replied);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  }

  const server = createServer((request, response) => void handle(request, response));
  const listenOn = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  await listenOn(0);
  server.unref();
  const { port } = server.address() as AddressInfo;
  process.env.RETELL_BASE_URL = `http://127.0.0.1:${port}`;
  return {
    creates,
    stops,
    gets,
    answerNext: (...next) => void answers.push(...next),
    answerNextStops: (...next) => void stopAnswers.push(...next),
    answerEvery(method, answer) {
      if (answer === null) standing.delete(method);
      else standing.set(method, answer);
    },
    answerBy: (answer) => {
      answerer = answer ?? (() => null);
    },
    holdNext: (until) => void holds.push(until),
    holdArrivalOfNext: (until) => void arrivals.push(until),
    open: () => listenOn(port),
    shut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
