import { CircleAlert } from "lucide-react";
import type { SearchMistake } from "#domain/calls";
import type { Search } from "./use-search.ts";

interface SearchMistakesProps {
  id: string;
  mistakes: readonly SearchMistake[];
  search: Search;
}

/** What in the search means nothing, and where something is near, a button that writes it. */
export function SearchMistakes({ id, mistakes, search }: SearchMistakesProps) {
  if (mistakes.length === 0) return null;
  const put = ({ span, instead }: SearchMistake) =>
    search.apply(search.text.slice(0, span.from) + instead + search.text.slice(span.to));
  return (
    <div id={id} role="alert">
      <ul className="flex flex-col gap-1">
        {mistakes.map((mistake) => (
          <li key={mistake.span.from} className="flex items-start gap-1.5 text-sm text-failed">
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            <span className="min-w-0">{mistake.message}</span>
            {mistake.instead !== null && (
              <button
                type="button"
                onClick={() => put(mistake)}
                className="inline-flex h-6 shrink-0 items-center rounded-full border border-line bg-surface px-2 text-xs font-medium text-ink hover:bg-hover any-pointer-coarse:h-9 any-pointer-coarse:px-3"
              >
                Write {mistake.instead}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
