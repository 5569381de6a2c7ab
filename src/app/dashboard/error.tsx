"use client";

import { Defect } from "../_errors/defect.tsx";

export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  return <Defect error={error} retry={retry} />;
}
