import type { BatchDesk } from "../calls/batches.ts";
import { json, type Route, route } from "./exchange.ts";

/** Batches can be ordered; like on the platform nobody can list, follow or recall them. */
export function batchRoutes(batches: BatchDesk): Route[] {
  function create(body: unknown) {
    const batch = batches.create(body);
    return json(201, {
      batch_call_id: batch.batchId,
      name: batch.name,
      from_number: batch.fromNumber,
      scheduled_timestamp: batch.triggerTimestamp,
      total_task_count: batch.tasks.length,
      ...(batch.window && { call_time_window: batch.window }),
    });
  }

  return [route("POST", "/create-batch-call", ({ body }) => create(body))];
}
