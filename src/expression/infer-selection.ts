import { fact, testedBefore } from "./facts.js";
import { type Inferer, type View, wordsOf } from "./inferer.js";
import {
  anyFails,
  binary,
  type Lowered,
  literal,
  lowered,
  type Read,
  runtime,
  settled,
} from "./lowered.js";
import * as problems from "./problems.js";
import type { Syntax } from "./syntax.js";
import type { Absence, Field, ObjectType } from "./type.js";
import * as types from "./types.js";

type Select = Syntax & { readonly kind: "select" | "has" };

export function inferName(
  inferer: Inferer,
  node: Syntax & { readonly kind: "name" },
  view: View,
): Lowered | null {
  const binding = view.scope.lookup(node.name);
  if (binding === null) {
    return (
      typeConstant(node.name) ??
      inferer.report(problems.unknownName(node.name, candidates(view), node.span))
    );
  }
  if (binding.broken === true) {
    return null;
  }
  const start = binding.read ?? (binding.answer ? { root: node.name, path: "" } : null);
  const read = inferer.read(null, start === null ? null : { ...start });
  const part = lowered(binding.type, binding.expression, {
    path: binding.path ?? pathOf(binding.expression),
    read,
    plain: true,
  });
  return narrowed(part, view);
}

/** `int`, `string`, …: what `type()` is compared with. */
function typeConstant(name: string): Lowered | null {
  return typeNames.has(name)
    ? lowered(types.present(types.string), literal(name), { constant: name, dynamic: true })
    : null;
}

export const typeNames: ReadonlySet<string> = new Set([
  "bool",
  "double",
  "int",
  "list",
  "map",
  "null_type",
  "string",
  "type",
]);

function candidates({ scope }: View): problems.Candidates {
  return { names: scope.names(), placeOf: (name) => scope.lookup(name)?.declaredAt ?? null };
}

export function inferSelect(inferer: Inferer, node: Select, view: View): Lowered | null {
  const of = inferer.infer(node.of, view);
  return of === null ? null : selectField(inferer, node, of, node.field, view);
}

type Selection = Pick<Select, "of"> & { readonly fieldSpan: Syntax["span"] };

export function selectField(
  inferer: Inferer,
  node: Selection,
  of: Lowered,
  name: string,
  view: View,
): Lowered | null {
  const { core } = of.type;
  switch (core.kind) {
    case "object": {
      const field = core.field(name);
      return field === null
        ? inferer.report(problems.unknownField(core.name, name, fieldsOf(core), node.fieldSpan))
        : fieldOf(inferer, of, name, field, view);
    }
    case "map":
    case "any":
    case "null": {
      const value = core.kind === "map" ? core.value : types.present(types.anything);
      const type = types.withAbsence(value, types.eitherAbsence(value.absence, "null"));
      const read = inferer.read(of.read, deeper(of.read, "*"));
      return lowered(type, runtime("valueAt", of.expression, literal(name)), {
        read,
        fails: of.fails,
        plain: of.plain,
        dynamic: of.dynamic,
      });
    }
    case "list":
      return inferer.report(problems.fieldOfList(name, wordsOf(node.of), node.fieldSpan));
    default:
      return inferer.report(problems.fieldOfScalar(name, types.describe(core), node.fieldSpan));
  }
}

function fieldOf(
  inferer: Inferer,
  given: Lowered,
  name: string,
  field: Field,
  view: View,
): Lowered {
  const path = given.path === null ? null : `${given.path}.${name}`;
  // What is checked as a whole needs no check of its parts: `present(a?.b)`.
  const elsewhere = path !== null && isKnownElsewhere(path, view) && field.type.absence !== "never";
  const of = elsewhere && given.unchecked !== null ? given.unchecked : given;
  const read = inferer.read(of.read, deeper(of.read, name));
  const shortCircuits = of.type.absence !== "never";
  const absence: Absence = shortCircuits
    ? types.eitherAbsence(field.type.absence, "undefined")
    : field.type.absence;
  const part = lowered(
    types.withAbsence(field.type, absence),
    { kind: "field", of: of.expression, name, optional: of.own !== "never" },
    { path, own: field.type.absence, read, fails: of.fails, plain: of.plain, dynamic: of.dynamic },
  );
  return narrowed(part, view);
}

function fieldsOf(object: ObjectType): problems.Candidates {
  return { names: object.fieldNames(), placeOf: (name) => object.field(name)?.declaredAt ?? null };
}

function deeper(read: Read | null, name: string): Read | null {
  if (read === null || name === "*") {
    return read === null ? null : { ...read };
  }
  return { root: read.root, path: read.path === "" ? name : `${read.path}.${name}` };
}

/** What facts rule out is no longer absent; TypeScript is told so where it cannot know. */
function narrowed(part: Lowered, view: View): Lowered {
  const where = part.path === null ? undefined : view.known.paths.get(part.path);
  if (where === undefined || part.type.absence === "never") {
    return part;
  }
  const type = types.withAbsence(part.type, "never");
  const isName = part.path?.includes(".") !== true;
  if (where === view.where || (isName && where !== testedBefore)) {
    return { ...part, type, own: "never" };
  }
  return {
    ...part,
    type,
    own: "never",
    expression: runtime("present", part.expression),
    fails: true,
    unchecked: part,
  };
}

function isKnownElsewhere(path: string, view: View): boolean {
  const where = view.known.paths.get(path);
  return where !== undefined && where !== view.where;
}

function pathOf(expression: Lowered["expression"]): string | null {
  if (expression.kind === "name") {
    return expression.name;
  }
  if (expression.kind !== "field") {
    return null;
  }
  const of = pathOf(expression.of);
  return of === null ? null : `${of}.${expression.name}`;
}

/** `has(a.b)`: neither missing nor null. */
export function inferHas(inferer: Inferer, node: Select, view: View): Lowered | null {
  const of = inferer.infer(node.of, view);
  const part = of === null ? null : selectField(inferer, node, of, node.field, { ...view });
  return part === null ? null : isThere(part, view);
}

/** Whether a value is there, as a test that TypeScript narrows by. */
export function isThere(part: Lowered, view: View): Lowered {
  const tested = part.unchecked ?? part;
  const whenTrue = part.path === null ? {} : { whenTrue: fact(part.path, view.where) };
  const test = binary(
    absenceOperator("!=", tested.type.absence),
    tested.expression,
    absenceLiteral(tested.type.absence),
  );
  return lowered(types.present(types.boolean), test, { ...whenTrue, fails: tested.fails });
}

export function absenceOperator(
  operator: "==" | "!=",
  absence: Absence,
): "==" | "!=" | "===" | "!==" {
  if (absence === "either") {
    return operator;
  }
  return operator === "==" ? "===" : "!==";
}

export function absenceLiteral(absence: Absence): Lowered["expression"] {
  return absence === "undefined" ? { kind: "undefined" } : literal(null);
}

export function inferIndex(
  inferer: Inferer,
  node: Syntax & { readonly kind: "index" },
  view: View,
): Lowered | null {
  const of = inferer.infer(node.of, view);
  const index = inferer.infer(node.index, view);
  if (of === null || index === null) {
    return null;
  }
  const { core } = of.type;
  switch (core.kind) {
    case "list":
      return indexList(inferer, node, of, core.element, index);
    case "object":
      return typeof index.constant === "string"
        ? selectField(
            inferer,
            { of: node.of, fieldSpan: node.index.span },
            of,
            index.constant,
            view,
          )
        : inferer.report(
            problems.wrongIndex(
              "the name of a field, in quotes",
              wordsOf(node.index),
              node.index.span,
            ),
          );
    case "map":
      if (index.type.core.kind !== "string" && index.type.core.kind !== "any") {
        return inferer.report(
          problems.wrongIndex("a string", types.describe(index.type.core), node.index.span),
        );
      }
      return entryOf(inferer, of, core.value, index);
    case "any":
    case "null":
      return entryOf(inferer, of, types.present(types.anything), index);
    default:
      return inferer.report(problems.notIndexable(types.describe(core), node.of.span));
  }
}

function indexList(
  inferer: Inferer,
  node: Syntax & { readonly kind: "index" },
  of: Lowered,
  element: Lowered["type"],
  index: Lowered,
): Lowered | null {
  const { kind } = index.type.core;
  if (kind !== "int" && kind !== "any" && !index.dynamic) {
    return inferer.report(
      problems.wrongIndex("an integer", types.describe(index.type.core), node.index.span),
    );
  }
  if (index.type.absence !== "never") {
    return inferer.report(problems.mayBeNull(wordsOf(node.index), "an index", node.index.span));
  }
  const read = inferer.read(of.read, elementRead(of.read));
  const type = types.withAbsence(
    element,
    types.eitherAbsence(element.absence, of.type.absence === "never" ? "never" : "null"),
  );
  return lowered(type, runtime("elementAt", of.expression, settled(index).expression), {
    read,
    fails: true,
    plain: of.plain,
    dynamic: of.dynamic,
  });
}

export function elementRead(read: Read | null): Read | null {
  return read === null ? null : { root: read.root, path: `${read.path}[]` };
}

function entryOf(inferer: Inferer, of: Lowered, value: Lowered["type"], index: Lowered): Lowered {
  inferer.read(of.read, of.read === null ? null : { ...of.read });
  const type = types.withAbsence(value, types.eitherAbsence(value.absence, "null"));
  const fails = anyFails(of, index) || of.type.core.kind === "any";
  return lowered(type, runtime("valueAt", of.expression, settled(index).expression), {
    fails,
    plain: of.plain && index.constant !== undefined,
    dynamic: of.dynamic,
  });
}
