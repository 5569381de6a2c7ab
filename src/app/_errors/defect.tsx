import { Unplug } from "lucide-react";
import { Button, ButtonLink } from "#ui/button.tsx";
import { Blank } from "#ui/notice.tsx";

/** A defect is not explained to whoever meets it; the digest finds its line in the server's log. */
export function Defect({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <Blank level={1} icon={<Unplug />} title="This page could not be shown">
      <p>Something failed on our side. Try again; if it keeps failing, look into the server's log.</p>
      {digest && <p className="text-sm">Log reference: {digest}</p>}
      <div className="flex flex-wrap justify-center gap-2">
        <Button look="primary" onClick={retry}>
          Try again
        </Button>
        <ButtonLink href="/dashboard/calls">Go to the calls</ButtonLink>
      </div>
    </Blank>
  );
}
