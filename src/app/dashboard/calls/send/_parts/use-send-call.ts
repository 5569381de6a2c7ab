"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { FieldProblems } from "#domain/problems";
import { phoneWords } from "#telephone";
import { toast } from "#ui/toast.tsx";
import { ApiFailure } from "../../../_api/ask.ts";
import { type CallRequest, requestCall } from "../../../_api/calls.ts";
import type { SentRequest } from "./kept-draft.ts";
import { keyFor } from "./sent-lately.ts";

export interface SendFailure {
  message: string;
  fields: FieldProblems;
}

/**
 * Sends the call once: the same content sent again, after a lost answer, a reload, a double press or from
 * another tab, keeps its key.
 */
export function useSendCall(kept: {
  sent: { current: SentRequest | null };
  keepSent: (request: SentRequest) => void;
  forget: () => void;
}) {
  const router = useRouter();
  // A second press comes before the first has been drawn.
  const running = useRef(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<SendFailure | null>(null);

  async function send(request: Omit<CallRequest, "requestKey">, agentName: string) {
    if (running.current) return;
    running.current = true;
    const content = JSON.stringify(request);
    const last = kept.sent.current;
    const key = last?.content === content ? last.key : keyFor(content);
    kept.keepSent({ content, key });
    setSending(true);
    setFailure(null);
    try {
      const call = await requestCall({ ...request, requestKey: key });
      kept.forget();
      toast({ title: "Call sent", description: `${phoneWords(request.phoneNumber)} · ${agentName}` });
      router.push(`/dashboard/calls/${call.id}`);
    } catch (error) {
      const known = error instanceof ApiFailure;
      setFailure({
        message: known ? error.message : "The call could not be sent. Try again.",
        fields: known ? error.fields : {},
      });
      setSending(false);
      running.current = false;
    }
  }

  return { send, sending, failure, setFailure };
}
