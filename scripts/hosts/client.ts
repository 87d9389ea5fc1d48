import { isDeepStrictEqual } from "node:util";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ListToolsResultSchema } from "@modelcontextprotocol/sdk/types.js";
import type { StartableServer } from "./servers.js";

/** What the SDK's client has against a server's tools list, or the server itself says; nothing at best. */
export async function findingsOfClient(server: StartableServer): Promise<readonly string[]> {
  const findings: string[] = [];
  const transport = new StdioClientTransport({
    command: server.command,
    args: [...server.args],
    env: { ...server.environment },
    stderr: "pipe",
  });
  transport.stderr?.on("data", (chunk: Buffer) => findings.push(chunk.toString("utf8").trim()));
  const client = new Client({ name: "suite-hosts", version: "1.0.0" });
  client.onerror = (error) => findings.push(error.message);
  try {
    await client.connect(transport);
    const { tools } = await client.listTools();
    // The client's own reading drops what no protocol has, such as a property named `__proto__`.
    if (
      !isDeepStrictEqual(tools, ListToolsResultSchema.parse(JSON.parse(server.toolsJson)).tools)
    ) {
      findings.push("the list is not what tools.json holds");
    }
  } catch (error) {
    findings.push(error instanceof Error ? error.message : String(error));
  } finally {
    await client.close();
  }
  return findings;
}
