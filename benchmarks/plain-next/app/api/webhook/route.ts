import { upsertInto } from "../../../../plain-node/upsert";
import { isSigned } from "../../../../plain-node/verify";

const { DATABASE_URL = "", WEBHOOK_KEY = "" } = process.env;
const keep = upsertInto(DATABASE_URL);

/** The usual route handler for Retell's webhooks: verify, one upsert, answer. */
export async function POST(request: Request): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer());
  if (!isSigned(body, request.headers.get("x-retell-signature") ?? "", WEBHOOK_KEY))
    return new Response(null, { status: 401 });
  await keep(JSON.parse(body.toString("utf8")).call);
  return new Response(null, { status: 204 });
}
