"use client";

import { Defect } from "./_errors/defect.tsx";

export default function RootError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <main className="grid min-h-dvh place-items-center">
      <Defect error={error} retry={retry} />
    </main>
  );
}
