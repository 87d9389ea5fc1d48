import { describe, expect, it } from "vitest";
import { localUpstream, sendJson } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const reports = useGolden("success-rules");

const report = { title: "Sales", pages: 3, rows: [{ cells: ["a", "b"] }, { cells: ["c"] }] };

describe("a rule for a success", () => {
  it("ends the tool where the answer's body says so", async () => {
    await using api = await localUpstream((_request, response) =>
      sendJson(response, 200, { ok: false, reason: "closed" }),
    );
    await using server = reports.start(api.url);
    expect(await server.failure("show_report", { id: "1" })).toEqual({
      error: "refused",
      reason: "closed",
    });
  });

  it("is passed over where its condition does not hold", async () => {
    await using api = await localUpstream((_request, response) =>
      sendJson(response, 200, { ok: true, report }),
    );
    await using server = reports.start(api.url);
    expect(await server.result("show_report", { id: "1" })).toEqual({ title: "Sales", rows: 2 });
  });

  it("may give a result: it is still being made", async () => {
    await using api = await localUpstream((_request, response) =>
      sendJson(response, 202, { ready_in: 30 }),
    );
    await using server = reports.start(api.url);
    expect(await server.result("show_report", { id: "1" })).toEqual({
      title: "It is being made, ready in 30 s.",
      rows: 0,
    });
  });

  it("is for its own status alone", async () => {
    await using api = await localUpstream((_request, response) =>
      sendJson(response, 201, { ok: false, id: "r1" }),
    );
    await using server = reports.start(api.url);
    expect(await server.result("make_report", { kind: "sales" })).toEqual({ id: "r1" });
  });

  it("says of a write that the change was made", async () => {
    await using api = await localUpstream((_request, response) =>
      sendJson(response, 200, { ok: false, id: "r1" }),
    );
    await using server = reports.start(api.url);
    expect(await server.failure("make_report", { kind: "sales" })).toMatchObject({
      error: "refused",
      id: "r1",
    });
  });
});

describe("a value that stands in for an answer", () => {
  /** Answers for the left report; the right one is there. */
  const compare = async (status: number, body: object) => {
    await using api = await localUpstream(({ target }, response) =>
      target === "/reports/l"
        ? sendJson(response, status, body)
        : sendJson(response, 200, { ok: true, report }),
    );
    await using server = reports.start(api.url);
    return await server.result("compare_reports", { left: "l", right: "r" });
  };

  const right = { right: "Sales", same: false };

  it.each([
    [
      "for an error",
      404,
      { hint: "Moved" },
      { ...right, left: "Moved", pages: null, cells: [], notes: [] },
    ],
    ["that is null", 404, {}, { ...right, left: null, pages: null, cells: [], notes: [] }],
    [
      "that has other fields than another",
      410,
      {},
      { ...right, left: "Gone", pages: 0, cells: [[]], notes: ["none"] },
    ],
    [
      "for a success",
      202,
      { ready_in: 5 },
      { ...right, left: "Being made, 5 s", pages: null, cells: [["wait"]], notes: [""] },
    ],
    [
      "that is not needed",
      200,
      { ok: true, report },
      {
        ...right,
        left: "Sales",
        pages: 3,
        cells: [["a", "b"], ["c"]],
        notes: ["", ""],
        same: true,
      },
    ],
  ])("%s", async (_what, status, body, want) => {
    expect(await compare(status, body)).toEqual(want);
  });
});
