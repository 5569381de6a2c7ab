"use client";

import { type RefObject, useEffect, useState } from "react";
import type { Agent, PhoneNumber } from "#domain/agents";
import type { SentCall } from "#domain/calls";
import type { FieldProblems } from "#domain/problems";
import { toast } from "#ui/toast.tsx";
import { reasonsToAsk } from "./callee-warnings.ts";
import type { CallDraft } from "./kept-draft.ts";
import { calleeWords } from "./recent-calls.ts";
import type { SentBefore } from "./sent-before.ts";
import { isSentJustNow } from "./sent-lately.ts";
import { countryOf, formatNumber, readNumber } from "./typed-number.ts";
import { useCallDraft } from "./use-call-draft.ts";
import { useCallee } from "./use-callee.ts";
import { useSendCall } from "./use-send-call.ts";
import {
  draftForAgent,
  draftOf,
  nameProblems,
  unsetVariables,
  variablesOf,
  withVariables,
} from "./variable-draft.ts";

export interface SendFormProps {
  agents: Agent[];
  numbers: PhoneNumber[];
  firstAgentId: string | null;
  firstFromNumber: string | null;
  /** A call to be sent again as another one. */
  before: SentBefore | null;
  /** What was sent lately, to be chosen from. */
  sent: SentCall[];
  /** Who is signed in. */
  personId: string;
}

const invalidNumber = "Invalid phone number format. Examples: +12137774445 (US), +447911123456 (UK).";

/** What the form holds, what is wrong with it, and everything that can be done with it. */
export function useSendForm(props: SendFormProps, form: RefObject<HTMLFormElement | null>) {
  const { agents, numbers, before } = props;
  const [first] = useState(() => firstDraft(props));
  const kept = useCallDraft(first, agents, { personId: props.personId, again: before?.callId ?? null });
  const { draft } = kept;
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState<string[] | null>(null);
  const [checking, setChecking] = useState(false);
  const { send, sending, failure, setFailure } = useSendCall(kept);

  const agent = agents.find(({ agentId }) => agentId === draft.agentId) ?? null;
  const country = countryOf(draft.fromNumber);
  const phoneNumber = readNumber(draft.text, country).e164;
  const callee = useCallee(phoneNumber);
  const unset = unsetVariables(draft.variables, agent);
  const missing: FieldProblems = {};
  if (tried && !phoneNumber) missing.phoneNumber = invalidNumber;
  if (tried && !agent) missing.agentId = "Choose the agent that will speak.";

  useEffect(() => {
    if (tried || failure) focusWrong(form.current);
  }, [tried, failure, form]);

  function change(next: Partial<CallDraft>) {
    setAsking(null);
    kept.change({ ...draft, ...next });
  }

  /** Changes much at once, and offers to take it back. */
  function fill(next: Partial<CallDraft>, title: string) {
    const last = draft;
    change(next);
    toast({ title, deed: { name: "Undo", run: () => kept.change(last) } });
  }

  function chooseSet(call: SentCall) {
    fill(sentAgain(call, props, agent), `Filled in as for ${calleeWords(call)}`);
  }

  function chooseCallee(call: SentCall) {
    const text = formatNumber(call.phoneNumber, country);
    fill({ ...sentAgain(call, props, agent), text }, `Filled in as for ${calleeWords(call)}`);
  }

  function paste(values: ReadonlyMap<string, string>) {
    const filled = withVariables(draft.variables, values, agent);
    fill(
      { variables: filled },
      values.size === 1 ? "One variable filled in" : `${values.size} variables filled in`,
    );
  }

  async function submit({ isConfirmed }: { isConfirmed: boolean }) {
    if (sending || checking) return;
    setFailure(null);
    if (!phoneNumber || !agent || nameProblems(draft.variables, agent).size > 0) {
      setTried(true);
      focusWrong(form.current);
      return;
    }
    setTried(false);
    const { fromNumber, variables } = draft;
    const request = {
      phoneNumber,
      agentId: agent.agentId,
      ...(fromNumber && { fromNumber }),
      variables: variablesOf(variables),
    };
    const isAnswered = isConfirmed || isSentJustNow(JSON.stringify(request));
    const reasons = isAnswered ? [] : await reasonsNow(phoneNumber);
    setAsking(reasons.length > 0 ? reasons : null);
    if (reasons.length === 0) await send(request, agent.name ?? agent.agentId);
  }

  async function reasonsNow(number: string): Promise<string[]> {
    setChecking(true);
    const known = await callee.ask(number);
    setChecking(false);
    return known ? reasonsToAsk(known, Date.now()) : [];
  }

  return {
    ...{
      agent,
      agents,
      numbers,
      draft,
      country,
      unset,
      asking,
      failure,
      callee,
      change,
      chooseSet,
      chooseCallee,
    },
    ...{ paste, submit, keep: () => setAsking(null) },
    problems: { ...failure?.fields, ...missing },
    isChanged: kept.isChanged,
    isBusy: sending || checking,
    startOver() {
      const last = draft;
      setAsking(null);
      setTried(false);
      setFailure(null);
      kept.startOver();
      toast({ title: "The form is empty again", deed: { name: "Undo", run: () => kept.change(last) } });
    },
  };
}

function firstDraft({ agents, firstAgentId, firstFromNumber, before }: SendFormProps): CallDraft {
  const agent = agents.find(({ agentId }) => agentId === firstAgentId) ?? null;
  const number = before?.phoneNumber ?? "";
  return {
    text: number === "" ? "" : formatNumber(number, countryOf(firstFromNumber)),
    agentId: firstAgentId,
    fromNumber: firstFromNumber,
    variables: draftForAgent(draftOf(before?.variables ?? {}), agent),
  };
}

/** Agent, number and variables of an earlier call; what is no longer there is left as it stands in the form. */
function sentAgain(
  call: SentCall,
  { agents, numbers }: SendFormProps,
  current: Agent | null,
): Partial<CallDraft> {
  const agent = agents.find(({ agentId }) => agentId === call.agentId) ?? current;
  const number = numbers.find(({ phoneNumber }) => phoneNumber === call.fromNumber);
  return {
    agentId: agent?.agentId ?? null,
    ...(number && { fromNumber: number.phoneNumber }),
    variables: draftForAgent(draftOf(call.variables), agent),
  };
}

function focusWrong(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
}
