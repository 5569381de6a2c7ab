"use client";

import type { Agent, PhoneNumber } from "#domain/agents";
import { phoneWords } from "#telephone";
import { Field } from "#ui/field.tsx";
import { PickOne } from "#ui/pick-one.tsx";
import { agentChoices } from "../../_parts/agent-choices.ts";

export function AgentField(props: {
  agents: Agent[];
  value: string | null;
  error: string | undefined;
  onPick: (agentId: string) => void;
}) {
  return (
    <Field label="Agent" error={props.error}>
      {(control) => (
        <PickOne
          control={control}
          name="agentId"
          choices={agentChoices(props.agents)}
          value={props.value}
          onPick={props.onPick}
          placeholder="Choose an agent"
        />
      )}
    </Field>
  );
}

export function FromNumberField(props: {
  numbers: PhoneNumber[];
  value: string | null;
  error: string | undefined;
  onPick: (phoneNumber: string) => void;
}) {
  const choices = props.numbers.map((number) => ({
    value: number.phoneNumber,
    label: phoneWords(number.phoneNumber),
    note: number.nickname ?? undefined,
  }));
  return (
    <Field label="Call from" error={props.error}>
      {(control) => (
        <PickOne
          control={control}
          name="fromNumber"
          choices={choices}
          value={props.value}
          onPick={props.onPick}
          placeholder="Choose a number"
        />
      )}
    </Field>
  );
}
