import { createServer } from "node:http";
import { upsertInto } from "./upsert.ts";
import { isSigned } from "./verify.ts";

// The least that takes webhooks: no framework, verify, one upsert, answer.
const { PORT, DATABASE_URL = "", WEBHOOK_KEY = "" } = process.env;
const keep = upsertInto(DATABASE_URL);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    if (!isSigned(body, String(request.headers["x-retell-signature"] ?? ""), WEBHOOK_KEY)) {
      response.writeHead(401).end();
      return;
    }
    keep(JSON.parse(body.toString("utf8")).call).then(
      () => response.writeHead(204).end(),
      () => response.writeHead(500).end(),
    );
  });
});
server.listen(Number(PORT), "127.0.0.1", () => process.send?.({ ready: true }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
