// Runs in a process of its own, which trusts the certificate in NODE_EXTRA_CA_CERTS: calls one
// operation of the compiled server in the given folder, and prints how it ended.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const { folder, api, origins, operation, request, addresses } = JSON.parse(process.argv[2] ?? "{}");
const from = (path) => import(pathToFileURL(join(folder, "dist", path)).href);
const { server } = await from("server.js");
const { startServer } = await from("runtime/running.js");
const { defineTool } = await from("runtime/tool.js");

const resolved = [];
const network =
  addresses === undefined
    ? undefined
    : {
        resolve: async (hostname) => {
          resolved.push(hostname);
          return addresses.map((address) => ({ address, family: 4 }));
        },
        // A public address answers nobody here: that of this machine stands in for one.
        isPublic: (address) => address === "127.0.0.1",
      };
const tool = defineTool({
  name: "tool",
  input: z.strictObject({}),
  run: async (_input, context) => ({
    answer: await context.api[operation](request, { follow: origins }),
  }),
});
const running = startServer(
  { ...server, upstream: { ...server.upstream, baseUrl: api }, tools: [tool] },
  { NOTES_TEAM: "t3am-secret" },
  network === undefined ? {} : { network },
);
const signal = new AbortController().signal;
const called = await running.callTool("tool", {}, { signal, caller: "test" });
await running.close(0);
const ended =
  called.kind === "failure"
    ? { error: called.body.error }
    : { files: called.files.map(({ bytes }) => bytes.toString("utf8")) };
process.stdout.write(JSON.stringify({ ...ended, resolved }));
