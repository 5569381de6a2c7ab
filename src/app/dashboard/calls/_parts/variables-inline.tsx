/** The first variable, two where there is room, each cut where the room ends; all of them on hover. */
export function VariablesInline({ variables }: { variables: Record<string, string> }) {
  const all = Object.entries(variables);
  const [first, second] = all;
  if (!first) return null;
  return (
    <span
      title={all.map(([name, value]) => `${name}: ${value}`).join("\n")}
      className="flex w-fit max-w-full min-w-0 items-center gap-1.5 text-xs"
    >
      <Variable name={first[0]} value={first[1]} />
      {second && <Variable name={second[0]} value={second[1]} onlyWide />}
      {all.length > 1 && <Rest count={all.length - 1} className="@[88rem]/calls:hidden" />}
      {all.length > 2 && <Rest count={all.length - 2} className="hidden @[88rem]/calls:inline" />}
    </span>
  );
}

function Variable({ name, value, onlyWide = false }: { name: string; value: string; onlyWide?: boolean }) {
  return (
    <span
      className={`min-w-0 gap-0.5 rounded-sm bg-sunken px-1.5 py-0.5 ${onlyWide ? "hidden @[88rem]/calls:flex" : "flex"}`}
    >
      <span className="max-w-2/3 shrink-0 truncate text-ink-muted">{name}:</span>
      {/* Apart, so that words from right to left are cut at their own end. */}
      <span dir="auto" className="min-w-0 truncate">
        {value}
      </span>
    </span>
  );
}

function Rest({ count, className }: { count: number; className: string }) {
  return <span className={`shrink-0 text-ink-muted ${className}`}>+{count}</span>;
}
