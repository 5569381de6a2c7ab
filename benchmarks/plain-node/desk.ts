import { createServer } from "node:http";
import pg from "pg";

// The least that hands a call over: a row and a notice in one statement, and the answer that it is written.
const { PORT, DATABASE_URL = "" } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL });

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { requestKey, ...call } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    pool
      .query({
        name: "hand-over",
        text: `with written as (insert into plain_calls (call_id, status, call) values ($1, 'queued', $2) returning call_id)
          select pg_notify('plain_dial', call_id) from written`,
        values: [requestKey, JSON.stringify(call)],
      })
      .then(
        () => response.writeHead(201).end(),
        () => response.writeHead(500).end(),
      );
  });
});
server.listen(Number(PORT), "127.0.0.1", () => process.send?.({ ready: true }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
