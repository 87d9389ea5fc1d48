import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { Http } from "../../../templates/server/src/runtime/http.js";
import { localUpstream } from "../local-upstream.js";

vi.mock("node:zlib", async (original) => {
  await sleep(200);
  return await original<object>();
});

it("an answer that breaks off while its decoder is loaded is no answer, at once", async () => {
  await using upstream = await localUpstream((_request, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": "100" });
    response.write("x", () => setTimeout(() => response.destroy(), 20));
  });
  const http = new Http(1000);
  const url = new URL(upstream.url);
  const get = { method: "GET", url, headers: {}, body: null, timeoutMs: 5_000, signal: null };

  await expect(http.request(get)).rejects.toMatchObject({ reason: "network", sent: true });
  await http.close();
});
