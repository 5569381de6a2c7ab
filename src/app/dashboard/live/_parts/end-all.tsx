"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { PhoneOff } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { LiveCall } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { Field } from "#ui/field.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { stopCalls } from "../../_api/calls.ts";
import { useCommand } from "../../_commands/use-commands.ts";
import { EndAllProgress } from "./end-all-progress.tsx";
import { isWaiting, type Strip } from "./live-strips.ts";

/** As many as one request may name. */
const IDS_PER_REQUEST = 500;

/** What the dialog is about: the calls that were seen when it opened, whatever comes or goes meanwhile. */
interface Batch {
  calls: LiveCall[];
  step: "question" | "ending" | "told";
  failure: string | null;
}

/** Ends every call that is shown, once their number has been typed. */
export function EndAll({
  calls,
  isFiltered,
  strips,
}: {
  calls: LiveCall[];
  isFiltered: boolean;
  strips: Strip[];
}) {
  const [batch, setBatch] = useState<Batch | null>(null);
  const name = isFiltered ? `End ${calls.length} that match` : `End all ${calls.length}`;
  const open = () => setBatch({ calls, step: "question", failure: null });
  useCommand(
    calls.length === 0
      ? null
      : {
          id: "end all",
          name: `${name}…`,
          group: "Live",
          words: "stop cancel hang up",
          Icon: PhoneOff,
          run: open,
        },
  );

  async function end() {
    if (!batch) return;
    const begun: Batch = { ...batch, step: "ending", failure: null };
    setBatch(begun);
    const failure = await endThem(begun.calls.map(({ id }) => id));
    setBatch((now) => (now?.calls === begun.calls ? { ...begun, step: "told", failure } : now));
  }

  return (
    <AlertDialog.Root open={batch !== null} onOpenChange={(isOpen) => !isOpen && setBatch(null)}>
      <Button look="danger" disabled={calls.length === 0} onClick={open} className="figures min-h-9">
        <PhoneOff aria-hidden="true" className="size-4" />
        {name}…
      </Button>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-veil" />
        <AlertDialog.Viewport className="fixed inset-0 z-50 grid place-items-center p-4">
          <AlertDialog.Popup className="flex max-h-full w-full max-w-form flex-col gap-4 overflow-y-auto rounded-lg border border-line bg-raised p-5 shadow-popup outline-none">
            {batch?.step === "question" && <Question calls={batch.calls} onEnd={end} />}
            {batch && batch.step !== "question" && (
              <EndAllProgress
                calls={batch.calls}
                strips={strips}
                failure={batch.failure}
                isAsking={batch.step === "ending"}
              />
            )}
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** What went wrong as a whole; null when each call was dealt with. */
async function endThem(ids: string[]): Promise<string | null> {
  try {
    for (let start = 0; start < ids.length; start += IDS_PER_REQUEST)
      await stopCalls(ids.slice(start, start + IDS_PER_REQUEST));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : "The calls could not be ended.";
  }
}

function Question({ calls, onEnd }: { calls: LiveCall[]; onEnd: () => void }) {
  const [typed, setTyped] = useState("");
  const wanted = `end ${calls.length}`;
  const isSure = typed.trim().toLowerCase().replaceAll(/\s+/g, " ") === wanted;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isSure) onEnd();
  }

  return (
    <form onSubmit={submit} className="contents">
      <div className="flex flex-col gap-1.5">
        <AlertDialog.Title className="text-lg font-semibold tracking-tight">
          {calls.length === 1 ? "End this call now?" : `End these ${calls.length} calls now?`}
        </AlertDialog.Title>
        <AlertDialog.Description className="text-ink-muted">
          {groupWords(calls)} Agents hang up in mid-sentence if need be, phones stop ringing, and what waits
          is not dialled. It cannot be undone. Calls that begin from now on are not among them.
        </AlertDialog.Description>
      </div>
      <Field label={`Type “${wanted}” to end them`}>
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <AlertDialog.Close render={<Button />}>Let them be</AlertDialog.Close>
        <Button type="submit" look="danger" disabled={!isSure} className="figures">
          End {calls.length}
        </Button>
      </div>
    </form>
  );
}

function groupWords(calls: LiveCall[]): string {
  const waiting = calls.filter(isWaiting).length;
  const talking = calls.filter(({ status }) => status === "in_progress").length;
  const ringing = calls.length - waiting - talking;
  const groups = [
    [talking, "in conversation"],
    [ringing, "ringing or about to"],
    [waiting, "waiting to be dialled"],
  ] as const;
  return `${groups
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(", ")}.`;
}
