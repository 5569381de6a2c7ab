import { Unplug } from "lucide-react";
import type { Metadata } from "next";
import { connection } from "next/server";
import { ButtonLink } from "#ui/button.tsx";
import { Wordmark } from "#ui/mark.tsx";
import { Blank } from "#ui/notice.tsx";

export const metadata: Metadata = { title: "Not found" };

// Made anew for each request: a page kept from the build would lack the request's nonce for its scripts.
export default async function NotFound() {
  await connection();
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center py-10">
      <Wordmark />
      <Blank level={1} icon={<Unplug />} title="There is no page here">
        <p>The address may be mistyped, or the page has moved.</p>
        <ButtonLink href="/dashboard/calls">Go to the calls</ButtonLink>
      </Blank>
    </main>
  );
}
