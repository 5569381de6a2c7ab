import { refreshWorkspace } from "#domain/agents";
import { dialCall } from "#domain/calls";
import type { JobHandlers } from "#jobs";

/** Which verb does which job. */
export const tasks: JobHandlers = {
  dial_call: ({ callId }) => dialCall(callId),
  refresh_workspace: () => refreshWorkspace({ kind: "system", job: "refresh_workspace" }),
};
