import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { serverOf } from "../../scripts/contracts/server-of.js";
import { testContract } from "../../src/contract-tests.js";

const shop = join(import.meta.dirname, "shop");

describe("a server that does what could be taken for a fault", () => {
  it("has none, and is tried behind an approval too", async () => {
    const server = await serverOf(shop);
    let text = "";
    try {
      const command = { cwd: shop, map: "tool-map.yaml", server: server.folder, only: [] };
      await testContract(command, (part) => {
        text += part;
      });
    } finally {
      server.remove();
    }
    const lines = text.split("\n");
    expect(lines.filter((line) => /^ {2}(?:FAIL|skip)/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.includes("of cancelOrder is answered"))).toEqual(
      ["409", "503", "timeout", "network", "418"].map(
        (error) => `  ok   ${error} of cancelOrder is answered as the map says`,
      ),
    );
  }, 240_000);
});
