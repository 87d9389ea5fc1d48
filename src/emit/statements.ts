/** Builders of statements and types; code.ts has those of expressions, and prints. */
import { isIdentifier } from "./code.js";
import type {
  TsExpression,
  TsImportName,
  TsParameter,
  TsPattern,
  TsStatement,
  TsType,
  TsTypeMember,
  TsTypeParameter,
} from "./syntax.js";

interface Declared {
  readonly exported?: boolean;
  /** A documentation comment above it. */
  readonly comment?: string;
}

/** `const pattern = value;` */
export function constant(
  pattern: string | TsPattern,
  value: TsExpression,
  options: Declared & { readonly type?: TsType } = {},
): TsStatement {
  return {
    kind: "const",
    pattern: typeof pattern === "string" ? { kind: "identifier", name: checked(pattern) } : pattern,
    type: options.type ?? null,
    value,
    exported: options.exported ?? false,
    comment: options.comment ?? "",
  };
}

export function returning(value: TsExpression | null): TsStatement {
  return { kind: "return", value };
}

export function throwing(value: TsExpression): TsStatement {
  return { kind: "throw", value };
}

/** `if (test) { consequent } else { alternate }` */
export function iff(
  test: TsExpression,
  consequent: readonly TsStatement[],
  alternate: readonly TsStatement[] | null = null,
): TsStatement {
  return { kind: "if", test, consequent, alternate };
}

/** An expression for its effect. */
export function run(of: TsExpression): TsStatement {
  return { kind: "expression", of };
}

export function functionOf(
  name: string,
  parameters: readonly TsParameter[],
  body: readonly TsStatement[],
  options: Declared & { readonly async?: boolean; readonly returns?: TsType } = {},
): TsStatement {
  return {
    kind: "function",
    name: checked(name),
    async: options.async ?? false,
    parameters,
    returns: options.returns ?? null,
    body,
    exported: options.exported ?? false,
    comment: options.comment ?? "",
  };
}

/** `import { … } from "…"`; a name may be `{ name, local, typeOnly }`. All of them types: `import type`. */
export function importOf(
  from: string,
  names: readonly (string | (Partial<TsImportName> & { readonly name: string }))[],
): TsStatement {
  const items = names.map((each): TsImportName => {
    const given = typeof each === "string" ? { name: each } : each;
    return {
      name: given.name,
      local: checked(given.local ?? given.name),
      typeOnly: given.typeOnly ?? false,
    };
  });
  const typeOnly = items.length > 0 && items.every((item) => item.typeOnly);
  const listed = items.map((item) => ({ ...item, typeOnly: item.typeOnly && !typeOnly }));
  return { kind: "import", from, typeOnly, names: { kind: "named", items: listed } };
}

/** `import * as local from "…"` */
export function importAll(from: string, local: string): TsStatement {
  return {
    kind: "import",
    from,
    typeOnly: false,
    names: { kind: "namespace", local: checked(local) },
  };
}

export function typeAlias(
  name: string,
  type: TsType,
  options: Declared & { readonly parameters?: readonly TsTypeParameter[] } = {},
): TsStatement {
  return {
    kind: "type-alias",
    name: checked(name),
    parameters: options.parameters ?? [],
    type,
    exported: options.exported ?? false,
    comment: options.comment ?? "",
  };
}

export function interfaceOf(
  name: string,
  members: readonly TsTypeMember[],
  options: Declared = {},
): TsStatement {
  return {
    kind: "interface",
    name: checked(name),
    members,
    exported: options.exported ?? false,
    comment: options.comment ?? "",
  };
}

export function comment(text: string): TsStatement {
  return { kind: "comment", text };
}

export const blank: TsStatement = { kind: "blank" };

// Types

/** `string`, `Context<Billing>`, `z.ZodType`: a keyword or a name, with arguments. */
export function reference(name: string, args: readonly TsType[] = []): TsType {
  if (
    !/^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u.test(name)
  ) {
    throw new Error(`${JSON.stringify(name)} is no type's name: this is a bug in mcpgen`);
  }
  return { kind: "reference", name, args };
}

export function literalType(value: string | number | boolean | null): TsType {
  return { kind: "literal", value };
}

/** One type is itself; unions in it are flattened. */
export function union(types: readonly TsType[]): TsType {
  const flat = types.flatMap((type) => (type.kind === "union" ? type.types : [type]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind: "union", types: flat };
}

export function intersection(types: readonly TsType[]): TsType {
  const [only] = types;
  return types.length === 1 && only !== undefined ? only : { kind: "intersection", types };
}

export function listOf(element: TsType, options: { readonly readonly?: boolean } = {}): TsType {
  return { kind: "list", element, readonly: options.readonly ?? false };
}

export function typeOf(name: string): TsType {
  return { kind: "typeof", name: name.split(".").map(checked).join(".") };
}

/** `of["index"]`, where `of` is a name. */
export function indexed(of: TsType, index: string): TsType {
  return { kind: "indexed", of, index };
}

export function objectType(
  members: readonly TsTypeMember[],
  options: { readonly expanded?: boolean } = {},
): TsType {
  return { kind: "object-type", members, expanded: options.expanded ?? false };
}

export function typeMember(
  name: string,
  type: TsType,
  options: {
    readonly optional?: boolean;
    readonly readonly?: boolean;
    readonly comment?: string;
  } = {},
): TsTypeMember {
  return {
    name,
    type,
    optional: options.optional ?? false,
    readonly: options.readonly ?? false,
    comment: options.comment ?? "",
  };
}

function checked(text: string): string {
  if (!isIdentifier(text)) {
    throw new Error(`${JSON.stringify(text)} is no identifier: this is a bug in mcpgen`);
  }
  return text;
}
