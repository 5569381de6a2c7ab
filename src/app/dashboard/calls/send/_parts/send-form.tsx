"use client";

import { type FocusEvent, type KeyboardEvent, useRef, useState } from "react";
import { useNow } from "#ui/clock.tsx";
import { Notice } from "#ui/notice.tsx";
import { useCommand } from "../../../_commands/use-commands.ts";
import { CalleeNotices } from "./callee-notices.tsx";
import { localWords, timesAt } from "./callee-warnings.ts";
import { AgentField, FromNumberField } from "./choice-fields.tsx";
import { focusAfter, focusVariable, focusWanted, isDoneWith } from "./next-field.ts";
import { OpeningLine } from "./opening-line.tsx";
import { PhoneNumberField } from "./phone-number-field.tsx";
import { SendBar } from "./send-bar.tsx";
import { UnsetNames } from "./unset-names.tsx";
import { UseAgain } from "./use-again.tsx";
import { type SendFormProps, useSendForm } from "./use-send-form.ts";
import { variablesOf } from "./variable-draft.ts";
import { VariablesFields } from "./variables-fields.tsx";

const MINUTE_MS = 60_000;

export function SendForm(props: SendFormProps) {
  const element = useRef<HTMLFormElement>(null);
  const form = useSendForm(props, element);
  const { agent, draft, callee, problems } = form;
  const [current, setCurrent] = useState<string | null>(null);
  const now = useNow(MINUTE_MS);
  const send = () => void form.submit({ isConfirmed: form.asking !== null });

  useCommand({
    id: "send this call",
    name: "Send this call",
    group: "Send call",
    keys: "$mod+Enter",
    isForFields: true,
    run: send,
  });
  useCommand({
    id: "send to number",
    name: "To the phone number",
    group: "Send call",
    keys: "c",
    isOnlyForKeys: true,
    run: () => element.current?.querySelector<HTMLElement>("input[name='phoneNumber']")?.focus(),
  });

  function goTo(name: string) {
    if (element.current) focusVariable(element.current, name);
  }
  function goOn(event: KeyboardEvent<HTMLFormElement>) {
    const field = isDoneWith(event.nativeEvent);
    if (field === null) return;
    event.preventDefault();
    const isChoice = field.matches("[name='phoneNumber'], [name='agentId']");
    if (isChoice) focusWanted(event.currentTarget, draft.agentId, form.unset);
    else focusAfter(event.currentTarget, field);
  }
  function follow(event: FocusEvent<HTMLFormElement>) {
    setCurrent(event.target.getAttribute("data-variable"));
  }

  return (
    <form
      ref={element}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      onKeyDown={goOn}
      onFocus={follow}
      noValidate
      className="grid items-start gap-6 lg:grid-cols-[minmax(0,34rem)_minmax(18rem,1fr)] lg:gap-10 [&_:is(input,textarea)]:scroll-my-28"
    >
      <div className="flex min-w-0 flex-col gap-5">
        <PhoneNumberField
          text={draft.text}
          country={form.country}
          error={problems.phoneNumber}
          sent={props.sent}
          localTime={callee.callee && localWords(timesAt(callee.callee.localTimes, now))}
          onText={(text) => form.change({ text })}
          onAgain={form.chooseCallee}
        />
        <CalleeNotices callee={callee.callee} isUnreadable={callee.isUnreadable} />
        <AgentField
          agents={form.agents}
          value={draft.agentId}
          error={problems.agentId}
          onPick={(agentId) => form.change({ agentId })}
        />
        <FromNumberField
          numbers={form.numbers}
          value={draft.fromNumber}
          error={problems.fromNumber}
          onPick={(fromNumber) => form.change({ fromNumber })}
        />
        <VariablesFields
          agent={agent}
          draft={draft.variables}
          problems={problems}
          onDraft={(variables) => form.change({ variables })}
          onPasted={form.paste}
        />
        {form.failure && <Notice tone="failure" role="alert" title={form.failure.message} />}
        <SendBar
          sending={form.isBusy}
          asking={form.asking}
          unset={<UnsetNames names={form.unset} onGoTo={goTo} />}
          isChanged={form.isChanged}
          onConfirm={send}
          onKeep={form.keep}
          onStartOver={form.startOver}
        />
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-6">
        {agent && (
          <OpeningLine
            agent={agent}
            variables={variablesOf(draft.variables)}
            current={current}
            onGoTo={goTo}
          />
        )}
        <UseAgain sent={props.sent} onChoose={form.chooseSet} />
      </div>
    </form>
  );
}
