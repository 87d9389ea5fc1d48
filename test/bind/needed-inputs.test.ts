import { describe, expect, it } from "vitest";
import { tool } from "./bound.js";

const paths = `
/notes/{id}:
  get:
    operationId: getNote
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    responses: { "204": { description: Read. } }
  post:
    operationId: send
    parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
    requestBody:
      content:
        application/json:
          schema:
            type: object
            required: [reason, code, made, to]
            properties:
              reason: { type: string }
              code: { type: integer }
              note: { type: string }
              made: { type: string, readOnly: true }
              to: { type: object, required: [name], properties: { name: { type: string }, phone: { type: string } } }
              by: { type: object, required: [name], properties: { name: { type: string }, phone: { type: string } } }
    responses: { "204": { description: Sent. } }`;

const top = "operations: { effects: { send: write } }";

/** Each input that is not simply required, with the others that make it necessary. */
function needs(job: string): Readonly<Record<string, readonly string[] | "required">> {
  const { inputs } = tool({ paths, top, tools: `work: { description: W., ${job} }` });
  return Object.fromEntries(
    inputs.flatMap(({ name, required, neededWith }): [string, readonly string[] | "required"][] =>
      required ? [[name, "required"]] : neededWith.length > 0 ? [[name, neededWith]] : [],
    ),
  );
}

const all =
  "id: {}, reason: {}, code: {}, note: {}, to: { to: body.to.name }, phone: { to: body.to.phone }";

describe("what a body needs that may be left out", () => {
  it("is needed once any of it is given", () => {
    expect(needs(`call: send, input: { ${all} }`)).toEqual({
      id: "required",
      reason: ["code", "note", "to", "phone"],
      code: ["reason", "note", "to", "phone"],
      to: ["reason", "code", "note", "phone"],
    });
  });

  it("is that of an object within alone where nothing else of the body may be missing", () => {
    const by = "by: { to: body.by.name }, tel: { to: body.by.phone }";
    expect(needs(`call: send, input: { ${all}, ${by} }`)).toMatchObject({ by: ["tel"] });
  });

  it("is required where some of it is always sent", () => {
    const input = all.replace("note: {}", "note: { default: x }");
    expect(needs(`call: send, input: { ${input} }`)).toEqual({
      id: "required",
      reason: "required",
      code: "required",
      to: "required",
    });
  });

  it("has what the map gives it, and is not asked of the model", () => {
    const input = "id: {}, note: {}, code: {}, to: { to: body.to.name }";
    expect(needs(`call: send, input: { ${input} }, with: { reason: fixed }`)).toEqual({
      id: "required",
      code: "required",
      to: "required",
    });
  });

  it("is nobody's need where the call may not be made", () => {
    const job = (when: string) => `
      input: { id: {}, reason: {}, code: {}, to: {} },
      steps: {
        old: { call: getNote, with: { id: "\${input.id}" } },
        new: { call: send, ${when}with: { id: "\${input.id}", reason: "\${input.reason}", code: "\${input.code}", to: "\${input.to}" } } }`;
    expect(needs(job(""))).toMatchObject({ code: ["reason", "to"] });
    expect(needs(job("when: input.id != 'x', "))).toEqual({ id: "required" });
  });
});
