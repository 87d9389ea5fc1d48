/** A part of the model, of which nothing is known. */
export interface ModelPart {
  readonly kind?: unknown;
  readonly name?: unknown;
  readonly of?: unknown;
  readonly value?: unknown;
}

/** Whether a test holds for a part of a value or of an expression, at any depth. */
export function somePart(part: unknown, test: (part: ModelPart) => boolean): boolean {
  if (typeof part !== "object" || part === null) {
    return false;
  }
  return test(part) || Object.values(part).some((inner) => somePart(inner, test));
}

/** Whether a value or an expression reads a name. */
export function readsName(part: unknown, name: string): boolean {
  return somePart(part, (inner) => inner.kind === "name" && inner.name === name);
}

/** Whether it reads an argument of the tool. */
export function readsInput(part: unknown, input: string): boolean {
  return readsFieldOf("input", part, input);
}

/** Whether it reads a field of a name that is in scope. */
export function readsFieldOf(root: string, part: unknown, field: string): boolean {
  return somePart(
    part,
    ({ kind, name, of }) => kind === "field" && name === field && readsName(of, root),
  );
}
