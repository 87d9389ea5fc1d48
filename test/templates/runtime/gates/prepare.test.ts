import { describe, expect, it } from "vitest";
import { gateServer, shop } from "./gate-server.js";
import { issueNote, refundInParts, refundOrder, undoOrder } from "./refund-gates.js";

describe("prepare", () => {
  it("summarises, and changes nothing", async () => {
    await using upstream = await shop();
    const server = gateServer(upstream.url, [refundOrder("none")]);
    const prepared = await server.call("prepare_refund_order", { order_id: "77" });
    expect(prepared).toEqual({
      draft_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      summary: "Refund 10.50 EUR on order 77 to Ada.",
      approval: "none",
      expires_at: expect.stringMatching(/^20\d\d-.*Z$/),
    });
    expect(upstream.changes).toEqual([]);
  });
});
