import { TriangleAlert } from "lucide-react";

const NAMED_MAX = 5;

/** What is still to be filled in, beside the button that sends; each name leads to its field. */
export function UnsetNames({ names, onGoTo }: { names: string[]; onGoTo: (name: string) => void }) {
  if (names.length === 0) return null;
  const more = names.length - NAMED_MAX;
  return (
    <p className="flex gap-1.5 text-sm text-ringing">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="flex min-w-0 flex-wrap gap-x-2">
        Not set:
        {names.slice(0, NAMED_MAX).map((name) => (
          <button
            key={name}
            type="button"
            onClick={() => onGoTo(name)}
            className="rounded-sm text-left underline decoration-dotted underline-offset-3 wrap-anywhere"
          >
            {name}
          </button>
        ))}
        {more > 0 && <span>and {more} more</span>}
      </span>
    </p>
  );
}
