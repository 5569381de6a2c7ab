"use client";

import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { Finding } from "#domain/checks";
import { Button } from "#ui/button.tsx";
import { HelpLink, isHelpSection } from "#ui/help-link.tsx";
import { ApiFailure } from "../_api/ask.ts";
import { runCheck } from "../_api/webhooks.ts";

const looks = {
  ok: { Icon: CircleCheck, ink: "text-completed", word: "Good" },
  warning: { Icon: TriangleAlert, ink: "text-ringing", word: "Look at this" },
  wrong: { Icon: CircleX, ink: "text-failed", word: "Wrong" },
} as const;

/** Checks one part of the installation when asked, and says, in a line of its own, what was found and what to do. */
export function CheckButton({ check, about }: { check: string; about: string }) {
  const [testing, setTesting] = useState(false);
  const [findings, setFindings] = useState<Finding[]>([]);

  async function test() {
    setTesting(true);
    try {
      setFindings(await runCheck(check));
    } catch (error) {
      const found = error instanceof ApiFailure ? error.message : "The test could not be run.";
      setFindings([{ subject: about, state: "wrong", found, todo: "Try again in a moment.", section: null }]);
    }
    setTesting(false);
  }

  return (
    <>
      <Button onClick={test} disabled={testing} aria-label={`Test ${about}`} className="self-start">
        {testing ? "Testing…" : "Test"}
      </Button>
      <div role="status" className="w-full">
        <Findings findings={findings} />
      </div>
    </>
  );
}

function Findings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2 py-1">
      {findings.map(({ subject, state, found, todo, section }) => {
        const { Icon, ink, word } = looks[state];
        return (
          <li key={subject} className="flex gap-2 text-sm">
            <Icon aria-label={word} className={`mt-0.5 size-4 shrink-0 ${ink}`} />
            <div className="min-w-0">
              <p>
                {subject}: {found}
              </p>
              {todo && (
                <p className="text-ink-muted">
                  {todo} {section && isHelpSection(section) && <HelpLink section={section}>More</HelpLink>}
                </p>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
