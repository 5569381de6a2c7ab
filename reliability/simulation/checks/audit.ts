import type { Check, Finding } from "./evidence.ts";

interface Change {
  transaction: string;
  call_id: string;
  subject: string;
  was: string | null;
  became: string;
}

interface Line {
  transaction: string;
  call_id: string;
  action: string;
  reason: string | null;
}

/** Which line of the log a change must come with, in its own transaction; null for changes that need none. */
function lineOf({ subject, was, became }: Change): string[] | null {
  if (subject === "requested") return ["call.requested"];
  if (subject === "stop")
    return (
      {
        null: ["call.stop_requested"],
        sent: ["call.stopped"],
        moot: ["call.over_before_stop"],
        given_up: ["call.stop_given_up"],
      }[was === null ? "null" : became] ?? null
    );
  if (subject !== "dial_state") return null;
  switch (became) {
    case "unconfirmed":
      return ["call.unconfirmed"];
    case "refused":
      return ["call.refused"];
    case "accepted":
      return ["call.placed", "call.found_placed"];
    case "given_up":
      return ["call.given_up"];
    case "withdrawn":
      return ["call.withdrawn"];
    case "not_placed":
      return ["call.not_placed"];
    default:
      return null;
  }
}

/** Lines that tell of a change, and what that change is. */
const changeOf: Record<string, (change: Change) => boolean> = {
  "call.requested": ({ subject }) => subject === "requested",
  "call.unconfirmed": ({ became }) => became === "unconfirmed",
  "call.refused": ({ became }) => became === "refused",
  "call.placed": ({ became }) => became === "accepted",
  "call.found_placed": ({ became }) => became === "accepted",
  "call.given_up": ({ subject, became }) => subject === "dial_state" && became === "given_up",
  "call.postponed": ({ subject }) => subject === "waits",
  "call.withdrawn": ({ became }) => became === "withdrawn",
  "call.not_placed": ({ became }) => became === "not_placed",
  "call.stopped": ({ subject, became }) => subject === "stop" && became === "sent",
  "call.over_before_stop": ({ subject, became }) => subject === "stop" && became === "moot",
  "call.stop_given_up": ({ subject, became }) => subject === "stop" && became === "given_up",
};

/** Once a call is here, it does not come to be so again. */
const OVER = new Set(["accepted", "refused", "withdrawn", "not_placed", "given_up"]);

export const audit: Check = {
  name: "audit",
  sentence:
    "Every change of a call's state stands in the audit log by the same transaction, no line tells of a change that is not there, and states follow each other as they may.",
  async look({ real }) {
    const changes = await real.look<Change>(
      "select xid::text as transaction, call_id, subject, was, became from sim.changes order by place",
    );
    const lines = await real.look<Line>(
      `select xmin::text as transaction, call_id, action, details ->> 'reason' as reason
       from audit_log where call_id is not null`,
    );
    return [
      ...untold(changes, lines),
      ...waitingUntold(changes, lines),
      ...invented(changes, lines),
      ...disorderly(changes),
    ];
  },
};

function untold(changes: readonly Change[], lines: readonly Line[]): Finding[] {
  return changes.flatMap((change) => {
    const wanted = lineOf(change);
    if (wanted === null) return [];
    const isTold = lines.some(
      (line) =>
        line.transaction === change.transaction &&
        line.call_id === change.call_id &&
        wanted.includes(line.action),
    );
    if (isTold) return [];
    const { call_id: id, subject, was, became } = change;
    return [
      {
        guarantee: 5,
        message: `${subject} of ${id} went from ${was} to ${became} without ${wanted.join(" or ")}.`,
      },
    ];
  });
}

/** Why a call waits stands in the log once for each reason, by the transaction that first gave it. */
function waitingUntold(changes: readonly Change[], lines: readonly Line[]): Finding[] {
  const waits = changes.filter(({ subject }) => subject === "waits");
  return waits.flatMap(({ call_id: id, became: reason, transaction }, place) => {
    const isFirst = !waits.slice(0, place).some((wait) => wait.call_id === id && wait.became === reason);
    if (!isFirst) return [];
    const told = lines.filter(
      (line) => line.action === "call.postponed" && line.call_id === id && line.reason === reason,
    );
    if (told.length === 1 && told[0]?.transaction === transaction) return [];
    return [
      {
        guarantee: 5,
        message: `The call ${id} waited (${reason}), and the log says so ${told.length} times.`,
      },
    ];
  });
}

function invented(changes: readonly Change[], lines: readonly Line[]): Finding[] {
  return lines.flatMap((line) => {
    const fits = changeOf[line.action];
    if (!fits) return [];
    const isTrue = changes.some(
      (change) => change.transaction === line.transaction && change.call_id === line.call_id && fits(change),
    );
    if (isTrue) return [];
    return [
      { guarantee: 5, message: `The log says ${line.action} of ${line.call_id}, which nothing did then.` },
    ];
  });
}

function disorderly(changes: readonly Change[]): Finding[] {
  return changes.flatMap(({ call_id: id, subject, was, became }, place) => {
    const isUnwanted = changes
      .slice(0, place)
      .some((change) => change.call_id === id && change.subject === "stop");
    if (subject === "dial_state" && became === "dialling" && isUnwanted)
      return [{ guarantee: 3, message: `The call ${id} was dialled after a person had wanted it stopped.` }];
    if (subject === "phase went back")
      return [{ guarantee: 2, message: `The call ${id} went back from phase ${was} to ${became}.` }];
    if (subject === "dial_state" && was !== null && OVER.has(was))
      return [{ guarantee: 5, message: `The call ${id} was ${was} and became ${became}.` }];
    return [];
  });
}
