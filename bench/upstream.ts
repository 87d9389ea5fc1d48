import { type Agent, createServer, get } from "node:http";

const invoice = (index: number): object => ({
  id: `INV-${20_001 + index}`,
  number: `2026-${101 + index}`,
  customer_id: "CUS-10001",
  status: "open",
  currency: "EUR",
  amount_cents: 54_264 + index,
  amount_due_cents: 54_264 + index,
  issued_on: "2026-11-01",
  due_date: "2026-11-22",
  subscription_id: "SUB-30001",
  created_at: "2026-11-01T06:00:00Z",
});

const page = Buffer.from(
  JSON.stringify({
    items: Array.from({ length: 20 }, (_, index) => invoice(index)),
    next_cursor: "YWZ0ZXI6MjA",
    total: 134,
  }),
);

export interface Upstream {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers every request with the same page of twenty invoices, as fast as node:http can. */
export async function startUpstream(): Promise<Upstream> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": page.length,
    });
    response.end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Milliseconds of one request without a server of tools in between. */
export function askDirectly(url: string, agent: Agent): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    get(`${url}/v1/invoices`, { agent }, (response) => {
      response.resume();
      response.on("end", () => resolve(performance.now() - started));
    }).on("error", reject);
  });
}
