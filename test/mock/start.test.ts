import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startMock } from "../../src/index.js";
import { startMock as startApi } from "../../src/mock/mock.js";
import { ask, describing, repository } from "./mocked.js";

describe("startMock", () => {
  it("serves a description by its path from a folder", async () => {
    const mock = await startMock("billing.yaml", { root: join(repository, "specs"), seed: 7 });
    const headers = { authorization: "Bearer any" };
    const answer = await fetch(`${mock.url}/v1/invoices/INV-1`, { headers });
    expect([answer.status, answer.headers.get("keep-alive")]).toEqual([200, "timeout=60"]);
    expect(mock.requests()).toMatchObject([{ operation: "getInvoice", problems: [] }]);
    await mock.close();
    await expect(fetch(mock.url)).rejects.toThrow();
  });

  it("rejects with what is wrong with the description", async () => {
    await expect(startMock("nowhere.yaml", { root: repository })).rejects.toThrow(
      'error[source/missing]: there is no file "nowhere.yaml"',
    );
    await expect(startMock("package.json", { root: repository })).rejects.toThrow("error[openapi/");
  });
});

describe("a required form without fields", () => {
  it("is a body of no bytes", async () => {
    const form = { schema: { type: "object", properties: { text: { type: "string" } } } };
    const api = describing({
      "/searches": {
        post: {
          requestBody: { required: true, content: { "application/x-www-form-urlencoded": form } },
          responses: { 204: { description: "" } },
        },
      },
    });
    const mock = await startApi(api);
    const post = (headers: Record<string, string>) =>
      ask(mock, "/searches", { method: "POST", headers });
    expect(await post({ "content-type": "application/x-www-form-urlencoded" })).toMatchObject({
      status: 204,
    });
    expect(await post({})).toMatchObject({ status: 400 });
    await mock.close();
  });
});
