/** Two jacks and the cord between them. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path
        d="M6.5 10v3.5a5.5 5.5 0 0 0 11 0V14"
        stroke="currentColor"
        strokeWidth="2.25"
        strokeLinecap="round"
      />
      <circle cx="6.5" cy="6.25" r="3.25" stroke="currentColor" strokeWidth="2.25" />
      <circle cx="17.5" cy="10" r="3.25" fill="currentColor" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="flex items-center gap-2 text-base font-semibold tracking-tight">
      <Mark className="size-5 text-accent" />
      Switchboard
    </span>
  );
}
