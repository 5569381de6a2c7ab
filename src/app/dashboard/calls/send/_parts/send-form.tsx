"use client";

import { PhoneOutgoing } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Agent, PhoneNumber } from "#domain/agents";
import type { FieldProblems } from "#domain/problems";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { AgentField, FromNumberField } from "./choice-fields.tsx";
import { OpeningLine } from "./opening-line.tsx";
import { PhoneNumberField } from "./phone-number-field.tsx";
import type { SentBefore } from "./sent-before.ts";
import { countryOf, readNumber } from "./typed-number.ts";
import { useSendCall } from "./use-send-call.ts";
import { draftForAgent, draftOf, nameProblems, variablesOf } from "./variable-draft.ts";
import { VariablesFields } from "./variables-fields.tsx";

export interface SendFormProps {
  agents: Agent[];
  numbers: PhoneNumber[];
  firstAgentId: string | null;
  firstFromNumber: string | null;
  /** A call to be sent again as another one. */
  before: SentBefore | null;
}

const invalidNumber = "Invalid phone number format. Examples: +12137774445 (US), +447911123456 (UK).";

export function SendForm({ agents, numbers, firstAgentId, firstFromNumber, before }: SendFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [text, setText] = useState(before?.phoneNumber ?? "");
  const [fromNumber, setFromNumber] = useState(firstFromNumber);
  const [agentId, setAgentId] = useState(firstAgentId);
  const agent = agents.find((candidate) => candidate.agentId === agentId) ?? null;
  const [draft, setDraft] = useState(() => draftForAgent(draftOf(before?.variables ?? {}), agent));
  const [tried, setTried] = useState(false);
  const { send, sending, failure, setFailure } = useSendCall();

  const country = countryOf(fromNumber);
  const phoneNumber = readNumber(text, country).e164;
  const names = nameProblems(draft, agent);
  const missing: FieldProblems = {};
  if (tried && !phoneNumber) missing.phoneNumber = invalidNumber;
  if (tried && !agent) missing.agentId = "Choose the agent that will speak.";
  const problems = { ...failure?.fields, ...missing };

  useEffect(() => {
    if (tried || failure) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [tried, failure]);

  function pickAgent(id: string) {
    setAgentId(id);
    setDraft(draftForAgent(draft, agents.find((candidate) => candidate.agentId === id) ?? null));
  }

  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (sending) return;
    setFailure(null);
    if (!phoneNumber || !agent || names.size > 0) {
      setTried(true);
      form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
      return;
    }
    setTried(false);
    void send({
      phoneNumber,
      agentId: agent.agentId,
      ...(fromNumber && { fromNumber }),
      variables: variablesOf(draft),
    });
  }

  function sendByKeys(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit();
  }

  return (
    <form
      ref={form}
      onSubmit={submit}
      onKeyDown={sendByKeys}
      noValidate
      className="grid items-start gap-6 lg:grid-cols-[minmax(0,34rem)_minmax(18rem,26rem)] lg:gap-10"
    >
      <div className="flex flex-col gap-5">
        <PhoneNumberField text={text} country={country} error={problems.phoneNumber} onText={setText} />
        <AgentField agents={agents} value={agentId} error={problems.agentId} onPick={pickAgent} />
        <FromNumberField
          numbers={numbers}
          value={fromNumber}
          error={problems.fromNumber}
          onPick={setFromNumber}
        />
        <VariablesFields agent={agent} draft={draft} names={names} problems={problems} onDraft={setDraft} />
        {failure && <Notice tone="failure" role="alert" title={failure.message} />}
        <div className="flex items-center gap-3">
          <Button type="submit" look="primary" disabled={sending} className="h-9 px-4">
            <PhoneOutgoing aria-hidden="true" className="size-4" />
            {sending ? "Sending…" : "Send call"}
          </Button>
          <span className="text-xs text-ink-faint any-pointer-coarse:hidden">or press Ctrl/⌘ + Enter</span>
        </div>
      </div>
      {agent && (
        <div className="lg:sticky lg:top-6">
          <OpeningLine agent={agent} variables={variablesOf(draft)} />
        </div>
      )}
    </form>
  );
}
