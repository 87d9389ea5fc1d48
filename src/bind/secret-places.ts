import type { RequestValue, Statement } from "../model/tool.js";
import type { Value } from "../model/value.js";
import type { BoundInput } from "./inputs.js";
import { readsInput, readsName, somePart } from "./model-parts.js";

const locations = ["path", "query", "header", "cookie"] as const;

/**
 * Where a request holds what a secret input says, as JSON Pointers into it: `/body/code`. A list that
 * does at one of its elements does as a whole.
 */
export function secretPlaces(
  request: RequestValue,
  inputs: readonly BoundInput[],
  statements: readonly Statement[],
): readonly string[] {
  const visit = (value: Value, pointer: string): readonly string[] =>
    value.kind === "object"
      ? value.members.flatMap((member) => visit(member.value, below(pointer, member.name)))
      : holdsSecret(value, inputs, statements)
        ? [pointer]
        : [];
  return [
    ...locations.flatMap((location) =>
      request[location].flatMap(({ name, value }) => visit(value, below(`/${location}`, name))),
    ),
    ...(request.body === null ? [] : visit(request.body, "/body")),
  ];
}

function below(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Whether a value or an expression holds what a secret input says, be it by a `let`. */
function holdsSecret(
  part: unknown,
  inputs: readonly BoundInput[],
  statements: readonly Statement[],
): boolean {
  return (
    inputs.some(({ input }) => readsSecretOf(part, input)) ||
    statements.some(
      (statement, index) =>
        statement.kind === "let" &&
        readsName(part, statement.name) &&
        holdsSecret(statement.value, inputs, statements.slice(0, index)),
    )
  );
}

/** The whole of an object with secret members holds them under their own names, by which they are known. */
function readsSecretOf(
  part: unknown,
  { name, secret, secretMembers }: BoundInput["input"],
): boolean {
  return (
    readsInput(part, name) &&
    (secret ||
      secretMembers.some((member) =>
        somePart(
          part,
          (inner) =>
            (inner.kind === "field" && inner.name === member) ||
            (inner.kind === "literal" && inner.value === member),
        ),
      ))
  );
}
