import { CopyButton } from "#ui/copy-button.tsx";

/** A secret that the server keeps only the hash of. */
export function ShownOnce({ title, secret, label }: { title: string; secret: string; label: string }) {
  return (
    <div role="status" className="flex flex-col gap-2 rounded-md bg-completed-soft px-3.5 py-3">
      <p className="font-medium text-completed">{title}</p>
      <div className="flex items-center gap-2 rounded-md border border-line bg-surface py-1 pr-1 pl-2.5">
        <code className="min-w-0 flex-1 text-sm [overflow-wrap:anywhere]">{secret}</code>
        <CopyButton text={secret} label={label} />
      </div>
    </div>
  );
}
