import { Unplug } from "lucide-react";
import { Button } from "#ui/button.tsx";
import { Blank } from "#ui/notice.tsx";

/** A defect is not explained to whoever meets it; the digest finds its line in the server's log. */
export function Defect({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <Blank icon={<Unplug />} title="This page could not be shown">
      <p>Something failed on our side. Try again; if it keeps failing, look into the server's log.</p>
      {digest && <p className="text-sm">Log reference: {digest}</p>}
      <Button onClick={retry}>Try again</Button>
    </Blank>
  );
}
