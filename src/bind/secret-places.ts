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
      : secretSaid(value, inputs, statements) === null
        ? []
        : [pointer];
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

/**
 * The input whose secret a value or an expression says, be it by a `let`; null for none. An object
 * with secret members, taken whole, says none: they are known by their own names.
 */
export function secretSaid(
  part: unknown,
  inputs: readonly BoundInput[],
  statements: readonly Statement[],
): string | null {
  const parts = withLets(part, statements);
  const found = inputs.find(
    ({ input: { name, secret, secretMembers } }) =>
      parts.some((each) => readsInput(each, name)) &&
      (secret || secretMembers.some((member) => parts.some((each) => mentions(each, member)))),
  );
  return found?.input.name ?? null;
}

/** An input with secret members of which a part that reads it may hold one, be it by a `let`; null for none. */
export function partlySecretIn(
  part: unknown,
  inputs: readonly BoundInput[],
  statements: readonly Statement[],
  mayHold: (members: readonly string[]) => boolean,
): string | null {
  const parts = withLets(part, statements);
  const found = inputs.find(
    ({ input: { name, secretMembers } }) =>
      secretMembers.length > 0 &&
      mayHold(secretMembers) &&
      parts.some((each) => readsInput(each, name)),
  );
  return found?.input.name ?? null;
}

/** A part, and the values of all `let`s that it is made of. */
function withLets(part: unknown, statements: readonly Statement[]): readonly unknown[] {
  return [
    part,
    ...statements.flatMap((statement, index) =>
      statement.kind === "let" && readsName(part, statement.name)
        ? withLets(statement.value, statements.slice(0, index))
        : [],
    ),
  ];
}

/** Whether it names a member, to select it or as a key. */
function mentions(part: unknown, member: string): boolean {
  return somePart(
    part,
    (inner) =>
      (inner.kind === "field" && inner.name === member) ||
      (inner.kind === "literal" && inner.value === member),
  );
}
