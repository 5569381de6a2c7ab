import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { HelpLink } from "#ui/help-link.tsx";
import { Wordmark } from "#ui/mark.tsx";
import { nextPath } from "../_session/next-path.ts";
import { signedInPerson } from "../_session/require-admin-page.ts";
import { SignInForm } from "./_parts/sign-in-form.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<{ next?: string | string[] }> };

export default async function SignInPage({ searchParams }: Props) {
  const next = nextPath((await searchParams).next);
  if (await signedInPerson()) redirect(next);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="flex w-full max-w-88 flex-col gap-6">
        <Wordmark />
        <div className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-6 shadow-raised">
          <h1 className="text-lg font-semibold tracking-tight">Sign in</h1>
          <SignInForm next={next} />
        </div>
        <p className="text-sm text-ink-muted">
          Accounts are made by an admin. On a first start, the terminal shows the first admin's password.{" "}
          <HelpLink section="a-lost-password">Lost yours?</HelpLink>
        </p>
      </div>
    </main>
  );
}
