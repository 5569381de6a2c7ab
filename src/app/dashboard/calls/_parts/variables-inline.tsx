/** The first variable, two where there is room, each cut where the room ends; all of them on hover. */
export function VariablesInline({ variables }: { variables: Record<string, string> }) {
  const all = Object.entries(variables);
  const [first, second] = all;
  if (!first) return null;
  return (
    <span
      title={all.map(([name, value]) => `${name}: ${value}`).join("\n")}
      className="relative z-1 flex w-fit max-w-full min-w-0 items-center gap-1.5 text-xs"
    >
      <Variable name={first[0]} value={first[1]} />
      {second && <Variable name={second[0]} value={second[1]} onlyWide />}
      {all.length > 1 && <Rest count={all.length - 1} className="@[88rem]:hidden" />}
      {all.length > 2 && <Rest count={all.length - 2} className="hidden @[88rem]:inline" />}
    </span>
  );
}

function Variable({ name, value, onlyWide = false }: { name: string; value: string; onlyWide?: boolean }) {
  return (
    <span
      dir="auto"
      className={`min-w-0 truncate rounded-sm bg-sunken px-1.5 py-0.5 ${onlyWide ? "hidden @[88rem]:block" : ""}`}
    >
      <span className="text-ink-muted">{name}:</span> {value}
    </span>
  );
}

function Rest({ count, className }: { count: number; className: string }) {
  return <span className={`shrink-0 text-ink-muted ${className}`}>+{count}</span>;
}
