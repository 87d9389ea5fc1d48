import { variablesFor } from "../emit/environment.js";
import { usualApprover } from "../eval/desk/approver.js";
import { generate } from "../mock/value/generate.js";
import { type Server, variablesIn } from "../model/server.js";
import { mockVariable } from "./entry.js";

/** What the mock is told instead of credentials. */
const standIn = "contract-test";

/** The environment of a server whose API is the mock at `url`: no value of the caller's own is in it. */
export function environmentOf(server: Server): (url: string) => Readonly<Record<string, string>> {
  const { approvals, upstream } = server;
  const own = new Map(
    upstream.with.flatMap(({ name, value }) =>
      variablesIn(value).map((variable) => [variable, suppliedValue(name, server)] as const),
    ),
  );
  for (const variable of variablesIn(approvals?.requester ?? [])) {
    own.set(variable, "asker@example.com");
  }
  for (const variable of (approvals?.approvers ?? []).flatMap(variablesIn)) {
    own.set(variable, usualApprover);
  }
  const variables = variablesFor("server", server).map(({ name }) => name);
  return (url) => ({
    ...Object.fromEntries(variables.map((name) => [name, own.get(name) ?? standIn])),
    [mockVariable]: url,
  });
}

/** A value that the parameters take which `upstream.with` supplies. */
function suppliedValue(name: string, { operations }: Server): string {
  const parameter = operations
    .flatMap(({ parameters }) => parameters)
    .find(({ suppliedBy }) => suppliedBy === name);
  const made =
    parameter === undefined
      ? null
      : generate(parameter.schema, { direction: "request", seed: name, examples: true });
  return made === null || typeof made.value === "object" ? standIn : String(made.value);
}
