import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Api } from "../openapi/api.js";
import type { Mock, MockOptions, RecordedRequest } from "./mock.js";

/** Serves an API description on an address of this machine. */
export async function listen(_api: Api, options: MockOptions): Promise<Mock> {
  const recorded: RecordedRequest[] = [];
  const server = createServer((_request, response) => {
    response.writeHead(404).end();
  });
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${port}`,
    requests: () => recorded,
    forget: () => recorded.splice(0),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
