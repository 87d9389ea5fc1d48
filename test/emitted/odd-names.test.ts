import { expect, it } from "vitest";
import { localUpstream } from "../templates/local-upstream.js";
import { useGolden } from "./golden-server.js";

const ledger = useGolden("odd-names");

const lines = [{ cost_centre: "A1", amount: 5, member_1st: true }];

it("members whose names hosts refuse have others for the model, and their own for the API", async () => {
  await using api = await localUpstream((_, response) => {
    response.writeHead(204).end();
  });
  await using server = ledger.start(api.url);
  const given = {
    book: "b1",
    tags: ["x"],
    kind: "Entry",
    lines,
    settings: { audit_level: 3, audit_level_2: "low", nested: { per_day: 7 } },
  };
  expect(await server.result("add_entry", given)).toEqual({ done: true });
  // A host that passes structures on as text.
  expect(await server.result("add_entry", { book: "b1", lines: JSON.stringify(lines) })).toEqual({
    done: true,
  });
  expect(api.received.map(({ target, body }) => [target, JSON.parse(body.toString())])).toEqual([
    [
      "/entries?tag%5B%5D=x",
      {
        "@type": "Entry",
        lines: [{ "cost-centre": "A1", $amount: 5, "1st": true }],
        settings: { audit_level: 3, "audit.level": "low", nested: { "per day": 7 } },
      },
    ],
    ["/entries", { lines: [{ "cost-centre": "A1", $amount: 5, "1st": true }] }],
  ]);
});
