"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { FieldProblems } from "#domain/problems";
import { ApiFailure } from "../../../_api/ask.ts";
import { type CallRequest, requestCall } from "../../../_api/calls.ts";
import { keyFor } from "./sent-lately.ts";

export interface SendFailure {
  message: string;
  fields: FieldProblems;
}

/** Sends the call once: the same content sent again, after a lost answer, a double press or from another tab, keeps its key. */
export function useSendCall() {
  const router = useRouter();
  const last = useRef({ content: "", key: "" });
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<SendFailure | null>(null);

  async function send(request: Omit<CallRequest, "requestKey">) {
    const content = JSON.stringify(request);
    if (last.current.content !== content) last.current = { content, key: keyFor(content) };
    setSending(true);
    setFailure(null);
    try {
      const call = await requestCall({ ...request, requestKey: last.current.key });
      router.push(`/dashboard/calls/${call.id}`);
    } catch (error) {
      const known = error instanceof ApiFailure;
      setFailure({
        message: known ? error.message : "The call could not be sent. Try again.",
        fields: known ? error.fields : {},
      });
      setSending(false);
    }
  }

  return { send, sending, failure, setFailure };
}
