import SwaggerParser from "@apidevtools/swagger-parser";
import { describe, expect, it } from "vitest";
import {
  findDescription,
  readDescription,
} from "../../../examples/billing-api/http/description.js";
import { Schemas } from "../../../examples/billing-api/http/schemas.js";
import { routes } from "../../../examples/billing-api/routes.js";
import { goodRequests } from "./requests.js";

const description = readDescription(findDescription());

describe("specs/billing.yaml", () => {
  it("is valid OpenAPI 3.1", async () => {
    await expect(new SwaggerParser().validate(findDescription())).resolves.toMatchObject({
      openapi: "3.1.1",
    });
  });

  it("has schemas that compile, every one", () => {
    const schemas = new Schemas(description.document);
    const pointers = [...description.operations.values()].flatMap((operation) => [
      ...operation.parameters.map((parameter) => parameter.schema),
      ...(operation.body === null ? [] : [operation.body]),
      ...[...operation.responses.values()].flatMap(({ contents }) =>
        [...contents.values()].filter((pointer) => pointer !== null),
      ),
    ]);

    for (const pointer of pointers) {
      expect(() => schemas.misfits(pointer, null), pointer).not.toThrow();
    }
  });

  it("is implemented as a whole, and nothing else is", () => {
    const described = [...description.operations.keys()].sort();

    expect(described.length).toBeGreaterThanOrEqual(32);
    expect(Object.keys(routes).sort()).toEqual(described);
    expect(Object.keys(goodRequests).sort()).toEqual(described);
  });
});
