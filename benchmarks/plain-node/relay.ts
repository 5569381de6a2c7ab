import { createServer, type ServerResponse } from "node:http";
import pg from "pg";

// The least that brings news to browsers: one connection listens, every notice goes to every stream as it is.
const { PORT, DATABASE_URL = "" } = process.env;
const viewers = new Set<ServerResponse>();
const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
client.on("notification", ({ payload }) => {
  for (const viewer of viewers) viewer.write(`event: calls\ndata: ${payload}\n\n`);
});
await client.query("listen plain_calls");

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("retry: 1000\n\nevent: hello\ndata: {}\n\n");
  viewers.add(response);
  response.on("close", () => viewers.delete(response));
});
server.listen(Number(PORT), "127.0.0.1", () => process.send?.({ ready: true }));
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
