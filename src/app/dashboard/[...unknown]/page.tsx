import { notFound } from "next/navigation";
import { requireAdminPage } from "../../_session/require-admin-page.ts";

/** An address that leads nowhere keeps the console around it, for whoever may see the console. */
export default async function UnknownPage() {
  await requireAdminPage();
  notFound();
}
