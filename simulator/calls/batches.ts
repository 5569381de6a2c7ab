import { randomBytes } from "node:crypto";
import { badRequest, Refusal } from "../http/refusal.ts";
import { demand, type Schema } from "../http/schema.ts";
import type { Settings } from "../settings.ts";
import type { Batch, BatchBook } from "./batch-book.ts";
import { type CallWindow, complaintAboutWindow, DAYS, isOpen, normalised } from "./call-window.ts";
import { demandNumber, TASK, type TaskOrder, withTextVariables } from "./order.ts";
import type { CallCounter } from "./place-call.ts";
import type { StartGate } from "./start-gate.ts";

const BATCH_ID_BYTES = 10;
const MINUTE_MS = 60_000;
/** How often it looks whether a slot has become free, in the calls' own time. */
const LOOK_AGAIN_MS = 100;
/** Longer waits do not fit into a timer. */
const LONGEST_WAIT_MS = 24 * 60 * MINUTE_MS;

const BATCH: Schema = {
  type: "object",
  required: ["from_number", "tasks"],
  properties: {
    from_number: { type: "string", minLength: 1 },
    tasks: { type: "array", minItems: 1, items: TASK },
    name: { type: "string" },
    trigger_timestamp: { type: "number" },
    reserved_concurrency: { type: "integer", minimum: 0 },
    call_time_window: {
      type: "object",
      required: ["windows"],
      properties: {
        windows: {
          type: "array",
          items: {
            type: "object",
            required: ["start", "end"],
            properties: { start: { type: "integer" }, end: { type: "integer" } },
          },
        },
        timezone: { type: "string" },
        day: { type: "array", items: { type: "string", oneOf: DAYS } },
      },
    },
  },
};

interface BatchOrder {
  from_number: string;
  tasks: TaskOrder[];
  name?: string;
  trigger_timestamp?: number;
  reserved_concurrency?: number;
  call_time_window?: CallWindow;
}

/** Takes batches of calls and lets them out as the limits allow. What they wait for is told in real time. */
export class BatchDesk {
  readonly #book: BatchBook;
  readonly #counter: CallCounter;
  readonly #gate: StartGate;
  readonly #settings: Settings;
  #timer: NodeJS.Timeout | undefined;

  constructor(book: BatchBook, counter: CallCounter, gate: StartGate, settings: Settings) {
    this.#book = book;
    this.#counter = counter;
    this.#gate = gate;
    this.#settings = settings;
  }

  create(body: unknown): Batch {
    const order = this.#read(body);
    const number = this.#counter.demandNumber(order.from_number);
    for (const task of order.tasks) this.#counter.demandAgents(task.override_agent_id, number);
    const batch = {
      batchId: `batch_call_${randomBytes(BATCH_ID_BYTES).toString("hex")}`,
      name: order.name ?? "",
      fromNumber: order.from_number,
      tasks: order.tasks,
      triggerTimestamp: order.trigger_timestamp ?? Date.now(),
      reserved: order.reserved_concurrency ?? 0,
      ...(order.call_time_window && { window: normalised(order.call_time_window) }),
    };
    this.#book.add(batch);
    this.resume();
    return batch;
  }

  /** Goes on with what is left to do. */
  resume(): void {
    clearTimeout(this.#timer);
    const waits = this.#book.pending().map((batch) => this.#letOut(batch));
    const next = Math.min(...waits.filter((wait) => wait !== null));
    if (Number.isFinite(next)) this.#timer = setTimeout(() => this.resume(), Math.min(next, LONGEST_WAIT_MS));
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #read(body: unknown): BatchOrder {
    const order = this.#settings.coerceVariables ? withTextTasks(body) : body;
    demand(order, BATCH);
    const read = order as BatchOrder;
    for (const [index, task] of read.tasks.entries())
      demandNumber(task, `request/body/tasks/${index}/to_number`);
    const complaint = read.call_time_window && complaintAboutWindow(read.call_time_window);
    if (complaint && !this.#settings.lenient) throw badRequest(`request/body/${complaint}`);
    return read;
  }

  /** Places as many calls as may go now. Answers after how many milliseconds to look again; null if all are out. */
  #letOut(batch: Batch): number | null {
    const now = Date.now();
    if (now < batch.triggerTimestamp) return batch.triggerTimestamp - now;
    if (batch.window && !isOpen(batch.window, now)) return MINUTE_MS - (now % MINUTE_MS);
    for (let task = this.#book.nextTask(batch); task; task = this.#book.nextTask(batch)) {
      if (this.#gate.limitBeforeDialling(batch.reserved)) return LOOK_AGAIN_MS / this.#settings.speed;
      this.#dial(batch, task);
      this.#book.advance(batch);
    }
    return null;
  }

  /** A number or an agent that has gone since the batch was taken costs that call; nobody is told. */
  #dial({ batchId, fromNumber }: Batch, task: TaskOrder): void {
    try {
      const number = this.#counter.demandNumber(fromNumber);
      this.#counter.demandAgents(task.override_agent_id, number);
      this.#counter.dial({ ...task, from_number: fromNumber }, number, null, batchId);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

function withTextTasks(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("tasks" in body) || !Array.isArray(body.tasks))
    return body;
  return { ...body, tasks: body.tasks.map(withTextVariables) };
}
