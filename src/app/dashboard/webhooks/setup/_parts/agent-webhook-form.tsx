"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#ui/button.tsx";
import { FieldError } from "#ui/field.tsx";
import { Notice } from "#ui/notice.tsx";
import { toast } from "#ui/toast.tsx";
import { ApiFailure } from "../../../_api/ask.ts";
import { type AgentWebhook, setAgentWebhook } from "../../../_api/webhooks.ts";
import { eventChoices, eventWords, usualEvents } from "./event-words.ts";

interface Props {
  agentId: string;
  name: string;
  now: AgentWebhook;
  ours: string;
}

/** Opens to old and new value with a choice of events, and changes the agent only when that is confirmed. */
export function AgentWebhookForm({ agentId, name, now, ours }: Props) {
  const router = useRouter();
  const [state, setState] = useState<"closed" | "open" | "saving">("closed");
  const [events, setEvents] = useState<string[]>(now.events ?? usualEvents);
  const [failure, setFailure] = useState<string | null>(null);

  async function confirm(event: FormEvent) {
    event.preventDefault();
    if (events.length === 0 || state === "saving") return;
    setState("saving");
    setFailure(null);
    try {
      await setAgentWebhook(agentId, { url: ours, events, replaces: now });
      setState("closed");
      router.refresh();
      tellDone();
    } catch (error) {
      setFailure(error instanceof ApiFailure ? error.message : "The agent could not be changed. Try again.");
      setState("open");
    }
  }

  /** A setting that Retell gives no words for cannot be put back by us. */
  function tellDone() {
    const { url, events: former } = now;
    toast({
      title: `Retell delivers ${name}'s events here now.`,
      ...(url !== null && former !== null && { deed: { name: "Undo", run: () => void undo(url, former) } }),
    });
  }

  async function undo(url: string, former: string[]) {
    try {
      await setAgentWebhook(agentId, { url, events: former, replaces: { url: ours, events } });
      toast({ title: `Undone: ${name} delivers where it did before.` });
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      toast({ tone: "failed", title: "It could not be undone", description: error.message });
    }
    router.refresh();
  }

  function toggle(event: string) {
    const isOn = (other: string) => (other === event ? !events.includes(other) : events.includes(other));
    setEvents(eventChoices.map((choice) => choice.name).filter(isOn));
  }

  if (state === "closed") {
    return (
      <Button onClick={() => setState("open")} className="self-start">
        {now.url === ours ? "Change events" : "Deliver to this console"}
        <span className="sr-only">: {name}</span>
      </Button>
    );
  }
  return (
    <form
      onSubmit={confirm}
      aria-label={`Set the webhook of ${name}`}
      className="flex flex-col gap-3 rounded-md bg-sunken p-3"
    >
      <Comparison now={now} next={{ url: ours, events }} />
      <EventChoices events={events} onToggle={toggle} />
      {events.length === 0 && <FieldError>Choose at least one event.</FieldError>}
      {failure && <Notice tone="failure" role="alert" title={failure} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={state === "saving" || events.length === 0} autoFocus>
          {state === "saving" ? "Setting…" : "Set it at Retell"}
        </Button>
        <Button onClick={() => setState("closed")} disabled={state === "saving"}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function Comparison({ now, next }: { now: AgentWebhook; next: AgentWebhook }) {
  return (
    <dl className="grid gap-2 text-sm sm:grid-cols-2">
      <div className="min-w-0">
        <dt className="text-xs text-ink-muted">Now</dt>
        <dd className="[overflow-wrap:anywhere]">{now.url ?? "No address of its own"}</dd>
        <dd className="text-xs text-ink-muted">{eventWords(now.events)}</dd>
      </div>
      <div className="min-w-0">
        <dt className="text-xs text-ink-muted">After</dt>
        <dd className="font-medium [overflow-wrap:anywhere]">{next.url}</dd>
        <dd className="text-xs text-ink-muted">{eventWords(next.events)}</dd>
      </div>
    </dl>
  );
}

function EventChoices({ events, onToggle }: { events: string[]; onToggle: (event: string) => void }) {
  return (
    <fieldset className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
      <legend className="pb-1 text-xs text-ink-muted">Events to deliver</legend>
      {eventChoices.map(({ name, about }) => (
        <label key={name} className="flex items-start gap-2 text-sm any-pointer-coarse:py-1.5">
          <input
            type="checkbox"
            checked={events.includes(name)}
            onChange={() => onToggle(name)}
            className="mt-1 size-4 shrink-0 accent-accent"
          />
          <span>
            {name}
            <span className="block text-xs text-ink-muted">{about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
