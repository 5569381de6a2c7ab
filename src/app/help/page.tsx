import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Metadata } from "next";
import Link from "next/link";
import { connection } from "next/server";
import Markdown from "react-markdown";
import rehypeSlug from "rehype-slug";
import { Wordmark } from "#ui/mark.tsx";
import { guideParts } from "./_parts/guide-parts.tsx";

export const metadata: Metadata = { title: "Troubleshooting" };

/** The guide's own text, open to everybody: whoever is kept out must be able to read why. */
export default async function HelpPage() {
  await connection();
  const guide = await readFile(join(process.cwd(), "docs/guide/troubleshooting.md"), "utf8");
  return (
    <main className="mx-auto flex min-h-dvh max-w-[48rem] flex-col gap-6 px-4 py-6">
      <Link href="/dashboard/calls" className="w-fit rounded-sm">
        <Wordmark />
      </Link>
      <article className="flex flex-col gap-3 leading-relaxed">
        <Markdown rehypePlugins={[rehypeSlug]} components={guideParts}>
          {guide}
        </Markdown>
      </article>
    </main>
  );
}
