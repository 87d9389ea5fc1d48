import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Webhook {
  /** It takes every message as Slack's incoming webhooks do, and shows it in no channel. */
  readonly url: string;
  close(): void;
}

/** Far more than a notice has. */
const mostBytes = 1_000_000;

export async function startWebhook(took: (message: string) => void): Promise<Webhook> {
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.length > mostBytes) {
        request.destroy();
      }
    });
    request.once("end", () => {
      took(text);
      response.writeHead(200, { "content-type": "text/plain" }).end("ok");
    });
    request.once("error", () => request.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/notices`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
