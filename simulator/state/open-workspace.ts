import type { BatchBook } from "../calls/batch-book.ts";
import type { CallBook } from "../calls/call-book.ts";
import type { Settings } from "../settings.ts";
import { pastWeek } from "../workspace/history.ts";
import { Workspace } from "../workspace/workspace.ts";
import { type Founding, newestLines, StateFile, type StateLine } from "./state-file.ts";

/**
 * Opens the workspace that the state file remembers, or founds a new one. What a file says about seed and history
 * beats what is asked for, since its calls were drawn from them.
 */
export function openWorkspace(settings: Settings, book: CallBook, batches: BatchBook) {
  const state = settings.stateFile ? new StateFile(settings.stateFile) : null;
  const lines = newestLines(state?.read() ?? []);
  const remembered = lines.find((line): line is StateLine & { kind: "founding" } => line.kind === "founding");
  const founding: Founding = remembered ?? {
    seed: settings.seed,
    history: settings.history,
    openedAt: Date.now(),
  };
  const workspace = new Workspace(founding.openedAt);
  for (const call of pastWeek(workspace, founding.seed, founding.history))
    book.restore({ kind: "call", call });
  for (const line of lines) {
    if (line.kind === "call" || line.kind === "deleted_call") book.restore(line);
    else if (line.kind === "batch" || line.kind === "batch_progress") batches.restore(line);
    else if (line.kind !== "founding") workspace.restore(line);
  }

  /** Begins to write. Not before the port is ours, lest a second program spoil the file of the first. */
  function keep(): void {
    if (!state) return;
    state.begin(remembered ? lines : [{ kind: "founding", ...founding }]);
    workspace.onChange((change) => state.append(change));
    batches.onChange((change) => state.append(change));
    book.onChange((change) => state.append(change));
  }

  return { workspace, seed: founding.seed, keep, close: () => state?.close() };
}
