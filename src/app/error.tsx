"use client";

import { Wordmark } from "#ui/mark.tsx";
import { Defect } from "./_errors/defect.tsx";

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center py-10">
      <Wordmark />
      <Defect error={error} retry={retry} />
    </main>
  );
}
