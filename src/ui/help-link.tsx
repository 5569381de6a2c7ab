/** The sections of the troubleshooting guide that pages lead to, as the guide's headings name them. */
export const helpSections = [
  "retell_api_key-is-not-defined",
  "retell-refused-the-api-key",
  "unauthorized-admin-access-required",
  "invalid-phone-number-format",
  "calls-not-showing-in-history",
  "webhooks-do-not-arrive",
  "webhooks-are-refused-401",
  "webhooks-are-refused-503",
  "call-status-not-updating",
  "a-call-waits",
  "unconfirmed",
  "a-call-needs-a-decision",
  "webhooks-are-missing",
  "a-lost-password",
] as const;
export type HelpSection = (typeof helpSections)[number];

export function isHelpSection(text: string): text is HelpSection {
  return (helpSections as readonly string[]).includes(text);
}

/** Leads to the section that says more. It opens beside the page, so that nothing typed there is lost. */
export function HelpLink({ section, children = "What to do" }: { section: HelpSection; children?: string }) {
  return (
    <a
      href={`/help#${section}`}
      target="_blank"
      rel="noreferrer"
      className="text-accent underline underline-offset-2 hover:text-accent-strong"
    >
      {children}
    </a>
  );
}
