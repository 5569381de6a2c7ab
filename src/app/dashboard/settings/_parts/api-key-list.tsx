"use client";

import type { ApiKey } from "#domain/people";
import { Button } from "#ui/button.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { FieldError } from "#ui/field.tsx";
import { Ago, Moment } from "#ui/moment.tsx";
import { toast } from "#ui/toast.tsx";
import { revokeApiKey } from "../../_api/people.ts";
import { useDeed } from "../../_api/use-deed.ts";

export function ApiKeyList({ keys }: { keys: ApiKey[] }) {
  if (keys.length === 0) return <p className="pb-1 text-sm text-ink-muted">There is no key yet.</p>;
  return (
    <ul aria-label="API keys" className="divide-y divide-line border-t border-line">
      {keys.map((key) => (
        <OneKey key={key.id} apiKey={key} />
      ))}
    </ul>
  );
}

function OneKey({ apiKey }: { apiKey: ApiKey }) {
  const { run, busy, failure } = useDeed();
  const { id, name, start, owner, state, createdAt, expiresAt, lastUsedAt } = apiKey;

  async function revoke() {
    if ((await run(() => revokeApiKey(id))) !== null)
      toast({ title: `Key “${name}” revoked`, description: "Programs that use it are refused from now on." });
  }

  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 text-sm">
        <p className="font-medium [overflow-wrap:anywhere]">
          {name} <code className="font-normal text-ink-muted">{start}…</code>
          {state !== "in force" && <span className="font-normal text-failed"> · {stateWords[state]}</span>}
        </p>
        <p className="text-ink-muted">
          Made by {owner} <Ago at={createdAt} isStop />;{" "}
          {lastUsedAt ? (
            <>
              last used <Ago at={lastUsedAt} isStop />
            </>
          ) : (
            "never used"
          )}
          {expiresAt && state === "in force" && (
            <>
              ; expires <Moment at={expiresAt} />
            </>
          )}
        </p>
        <FieldError>{failure?.message}</FieldError>
      </div>
      {state !== "revoked" && (
        <Confirm
          trigger={
            <Button look="danger" disabled={busy} aria-label={`Revoke the key ${name}`}>
              Revoke
            </Button>
          }
          title={`Revoke the key “${name}”?`}
          deed="Revoke"
          keep="Keep the key"
          onConfirm={() => void revoke()}
        >
          Programs that use it are refused from now on. A revoked key cannot be used again.
        </Confirm>
      )}
    </li>
  );
}

const stateWords: Record<Exclude<ApiKey["state"], "in force">, string> = {
  expired: "expired",
  revoked: "revoked",
  "owner is no admin": "its maker is no longer an admin",
};
