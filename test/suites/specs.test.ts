import { describe, expect, it } from "vitest";
import { exampleDocuments, realDocuments, whyAbsent } from "../../scripts/specs/documents.js";
import { type Choice, runDocuments } from "../../scripts/specs/run.js";

/** All operations: `npm run suite:specs`. */
const perDocument = 5;
const sample: Choice = (index, count) => index % Math.ceil(count / perDocument) === 0;

describe("a tool for an operation, with every input that it has", () => {
  const absent = whyAbsent();

  it.skipIf(absent !== null)(`of real descriptions${absent === null ? "" : ` (${absent})`}`, () => {
    const outcomes = runDocuments(realDocuments(), sample);
    expect(outcomes.filter(({ failures }) => failures.length > 0)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(30);
  });

  it("of a description of parameter styles", () => {
    const documents = exampleDocuments().filter(({ name }) =>
      name.includes("parameters-style.json"),
    );
    const outcomes = runDocuments(documents, sample);
    expect(outcomes.filter(({ failures }) => failures.length > 0)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(8);
  });
});
