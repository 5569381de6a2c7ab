import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { asActor } from "#database";
import { watchCall } from "#domain/calls";
import { isProblem } from "#domain/problems";
import { phoneWords } from "#telephone";
import { requireAdminPage } from "../../../_session/require-admin-page.ts";
import { CallView } from "./_parts/call-view.tsx";
import { otherParty } from "./_parts/parties.ts";

type Props = { params: Promise<{ callId: string }> };

async function readCall({ params }: Props) {
  const { callId } = await params;
  const { actor } = await requireAdminPage();
  try {
    return await asActor(actor, (db) => watchCall(db, callId));
  } catch (error) {
    if (isProblem(error) && error.code === "not_found") notFound();
    throw error;
  }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const number = otherParty((await readCall(props)).call);
  return { title: number ? `Call with ${phoneWords(number)}` : "Call" };
}

export default async function CallPage(props: Props) {
  return <CallView first={await readCall(props)} />;
}
