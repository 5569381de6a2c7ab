const SHOWN = 2;

/** The first few variables, each cut where the room ends; all of them on hover. */
export function VariablesInline({ variables }: { variables: Record<string, string> }) {
  const all = Object.entries(variables);
  if (all.length === 0) return null;
  const rest = all.length - SHOWN;
  return (
    <span
      title={all.map(([name, value]) => `${name}: ${value}`).join("\n")}
      className="relative z-1 flex w-fit max-w-full min-w-0 items-center gap-1.5 text-xs"
    >
      {all.slice(0, SHOWN).map(([name, value]) => (
        <span key={name} dir="auto" className="truncate rounded-sm bg-sunken px-1.5 py-0.5">
          <span className="text-ink-muted">{name}:</span> {value}
        </span>
      ))}
      {rest > 0 && <span className="shrink-0 text-ink-muted">+{rest}</span>}
    </span>
  );
}
