import type { ReactNode } from "react";
import type { Components } from "react-markdown";

/** How the guide's parts look here. */
export const guideParts: Components = {
  h1: ({ children }) => <h1 className="text-xl font-semibold tracking-tight">{children}</h1>,
  h2: ({ children, id }) => (
    <h2
      id={id}
      className="mt-4 scroll-mt-4 rounded-sm border-t border-line pt-4 text-lg font-semibold tracking-tight target:text-accent"
    >
      {children}
    </h2>
  ),
  ul: ({ children }) => <ul className="flex list-disc flex-col gap-1.5 pl-5">{children}</ul>,
  code: ({ children }) => (
    <code className="rounded-sm bg-line px-1 py-0.5 text-sm [overflow-wrap:anywhere]">{children}</code>
  ),
  pre: ({ children }) => <pre className="overflow-x-auto rounded-md bg-line p-3 text-sm">{children}</pre>,
  a: ({ children, href = "" }) => <GuideLink href={href}>{children}</GuideLink>,
};

/** Other pages of the guide lie in the repository and are not served: their names stand without a link. */
function GuideLink({ href, children }: { href: string; children: ReactNode }) {
  if (!href.startsWith("#") && !href.startsWith("https://")) return <em>{children}</em>;
  return (
    <a href={href} className="text-accent underline underline-offset-2">
      {children}
    </a>
  );
}
