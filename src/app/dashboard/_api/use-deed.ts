"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { FieldProblems } from "#domain/problems";
import { ApiFailure } from "./ask.ts";

export interface DeedFailure {
  message: string;
  fields: FieldProblems;
}

/** Does one thing at a time, says what went wrong, and has the page read again what it shows. */
export function useDeed() {
  const router = useRouter();
  // A second press comes before the first has been drawn.
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<DeedFailure | null>(null);

  async function run<T>(deed: () => Promise<T>): Promise<T | null> {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setFailure(null);
    try {
      return await deed();
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      setFailure({ message: error.message, fields: error.fields });
      return null;
    } finally {
      running.current = false;
      setBusy(false);
      router.refresh();
    }
  }

  return { run, busy, failure };
}
