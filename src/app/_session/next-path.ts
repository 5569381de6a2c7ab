const HOME = "/dashboard/calls";

/** Where to go after signing in: a path of our own, whatever the address bar was made to say. */
export function nextPath(asked: string | string[] | undefined): string {
  if (typeof asked !== "string" || !asked.startsWith("/")) return HOME;
  const here = "http://switchboard.invalid";
  const target = URL.canParse(asked, here) ? new URL(asked, here) : null;
  // `/.//elsewhere` stays on our origin here, but its path alone would name another host.
  if (!target || target.origin !== here || target.pathname.startsWith("//")) return HOME;
  // Next marks its own background requests; as a person's address the mark means nothing.
  target.searchParams.delete("_rsc");
  return `${target.pathname}${target.search}`;
}
