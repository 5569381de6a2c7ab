"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { Agent } from "#domain/agents";
import { toast } from "#ui/toast.tsx";
import {
  type CallDraft,
  type DraftPlace,
  findDraft,
  forgetDraft,
  keepDraft,
  type SentRequest,
} from "./kept-draft.ts";
import { draftForAgent } from "./variable-draft.ts";

/** What is in the form. It outlives a reload, an error and an ended session, until the call is sent. */
export function useCallDraft(first: CallDraft, agents: readonly Agent[], { personId, again }: DraftPlace) {
  const [draft, setDraft] = useState(first);
  /** The last request whose answer did not come. */
  const sent = useRef<SentRequest | null>(null);

  const restored = useRef(false);

  function forAgent(next: CallDraft): CallDraft {
    const agent = agents.find(({ agentId }) => agentId === next.agentId) ?? null;
    return { ...next, agentId: agent?.agentId ?? null, variables: draftForAgent(next.variables, agent) };
  }

  function startOver() {
    forgetDraft({ personId, again });
    sent.current = null;
    setDraft(first);
  }

  // After the server's markup was taken over: what the browser keeps, the server does not know.
  const restore = useEffectEvent(() => {
    const kept = restored.current ? null : findDraft({ personId, again });
    restored.current = true;
    if (kept === null) return;
    sent.current = kept.sent;
    setDraft(forAgent(kept.draft));
    toast({ title: "What you had typed is back", deed: { name: "Start over", run: startOver } });
  });
  useEffect(() => restore(), []);

  function change(next: CallDraft) {
    const fitting = next.agentId === draft.agentId ? next : forAgent(next);
    setDraft(fitting);
    keepDraft({ personId, again }, fitting, sent.current);
  }

  return {
    draft,
    change,
    isChanged: draft !== first,
    sent,
    keepSent(request: SentRequest) {
      sent.current = request;
      keepDraft({ personId, again }, draft, request);
    },
    startOver,
    forget: () => forgetDraft({ personId, again }),
  };
}
