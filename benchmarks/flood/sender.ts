import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Letter, LetterWriter } from "./letters.ts";

const TICK_MS = 5;
/** What has no answer after so long counts as unanswered. */
const GIVE_UP_AFTER_MS = 15_000;

/** What became of the letters of one round. */
export interface Answers {
  /** Written to a connection. */
  offered: number;
  acknowledged: Letter[];
  refused: number;
  /** By status, or `cut` for a connection that broke or an answer that never came. */
  others: Record<string, number>;
  /** Milliseconds from the writing of a letter to the end of its answer. */
  times: number[];
  seconds: number;
}

interface Line {
  socket: Socket;
  letter: Letter | null;
  sentAt: number;
  heard: string;
}

/**
 * A client that costs little: letters are ready bytes, connections are kept, answers are read no
 * further than their status and length. What is refused is sent again later, as Retell does.
 */
export class Sender {
  readonly #port: number;
  readonly #writer: LetterWriter;
  readonly #again: Letter[] = [];
  readonly #lines = new Set<Line>();
  readonly #idle: Line[] = [];
  #answers = noAnswers();
  #onIdle: (() => void) | null = null;

  constructor(port: number, writer: LetterWriter) {
    this.#port = port;
    this.#writer = writer;
  }

  /** Each connection sends the next letter as soon as it has its answer. */
  async sendInTurns(connections: number, seconds: number): Promise<Answers> {
    const until = performance.now() + seconds * 1000;
    const refill = () => {
      while (this.#idle.length > 0 && performance.now() < until) this.#send(this.#idle.pop());
    };
    this.#onIdle = refill;
    return this.#round(async () => {
      this.#open(connections);
      refill();
      await sleep(seconds * 1000);
    });
  }

  /** So many letters a second whatever the answers, on as many connections as that takes. */
  async sendAtRate(perSecond: number, connectionsMax: number, seconds: number): Promise<Answers> {
    this.#onIdle = null;
    return this.#round(async () => {
      const began = performance.now();
      let due = 0;
      for (let passed = 0; passed < seconds * 1000; passed = performance.now() - began) {
        for (due = (perSecond * passed) / 1000 - this.#answers.offered; due >= 1; due -= 1) {
          if (this.#idle.length === 0) this.#open(Math.min(connectionsMax, this.#lines.size + 1));
          const line = this.#idle.pop();
          if (line === undefined) break;
          this.#send(line);
        }
        await sleep(TICK_MS);
      }
    });
  }

  close(): void {
    for (const { socket } of this.#lines) socket.destroy();
  }

  async #round(send: () => Promise<void>): Promise<Answers> {
    this.#answers = noAnswers();
    const began = performance.now();
    await send();
    this.#answers.seconds = (performance.now() - began) / 1000;
    this.#onIdle = null;
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
    while (this.#idle.length < this.#lines.size && performance.now() < giveUpAt) await sleep(TICK_MS);
    for (const line of [...this.#lines].filter(({ letter }) => letter !== null)) line.socket.destroy();
    while ([...this.#lines].some(({ letter }) => letter !== null)) await sleep(TICK_MS);
    return this.#answers;
  }

  #open(wanted: number): void {
    while (this.#lines.size < wanted) {
      const socket = connect({ port: this.#port, host: "127.0.0.1", noDelay: true });
      const line: Line = { socket, letter: null, sentAt: 0, heard: "" };
      this.#lines.add(line);
      this.#idle.push(line);
      socket.setEncoding("latin1");
      socket.on("data", (text: string) => this.#hear(line, text));
      socket.on("error", () => undefined);
      socket.on("close", () => this.#lose(line));
    }
  }

  #send(line: Line | undefined): void {
    if (line === undefined) return;
    line.letter = this.#again.shift() ?? this.#writer.next();
    line.sentAt = performance.now();
    this.#answers.offered += 1;
    line.socket.write(line.letter.bytes);
  }

  #hear(line: Line, text: string): void {
    line.heard += text;
    const headEnd = line.heard.indexOf("\r\n\r\n");
    if (headEnd === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(line.heard)?.[1] ?? 0);
    if (line.heard.length < headEnd + 4 + length) return;
    const status = line.heard.slice(9, 12);
    const isClosing = /connection: close/i.test(line.heard.slice(0, headEnd));
    line.heard = "";
    this.#note(line, status);
    if (isClosing) return void line.socket.destroy();
    this.#idle.push(line);
    this.#onIdle?.();
  }

  #note(line: Line, status: string): void {
    const { letter } = line;
    if (letter === null) return;
    line.letter = null;
    this.#answers.times.push(performance.now() - line.sentAt);
    if (status === "200") this.#answers.acknowledged.push(letter);
    else this.#again.push(letter);
    if (status === "503") this.#answers.refused += 1;
    else if (status !== "200") this.#answers.others[status] = (this.#answers.others[status] ?? 0) + 1;
  }

  #lose(line: Line): void {
    this.#lines.delete(line);
    const place = this.#idle.indexOf(line);
    if (place !== -1) this.#idle.splice(place, 1);
    if (line.letter !== null) this.#note(line, "cut");
  }
}

function noAnswers(): Answers {
  return { offered: 0, acknowledged: [], refused: 0, others: {}, times: [], seconds: 0 };
}
