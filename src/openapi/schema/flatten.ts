import type { Context } from "../context.js";
import { child, children, isObject, type Node, type RawObject } from "../node.js";
import { endlessSchema, tooDeep, tooManyParts, wrongKind } from "../problems.js";
import { hasOldSchemas } from "../version.js";
import { choiceOf, leadsBack, listed } from "./choices.js";
import { impliedChoices } from "./inheritance.js";
import { type Choice, type Part, partOf } from "./part.js";
import { targetOf } from "./target.js";
import { annotations, isConstraint, nullability, sensitivity, silent } from "./words.js";

/** A schema as the parts that must all hold: its own keywords and those of what it refers to. */
export interface Conjunction {
  /** In document order. */
  readonly members: readonly Member[];
  /** The same parts, those nearest to the schema itself first: the order in which descriptions win. */
  readonly nearest: readonly Part[];
  /** Null is accepted whatever the parts say of it. */
  readonly orNull: boolean;
  /** Nothing is accepted. */
  readonly never: boolean;
  /** The schema that this one only describes anew, or adds null to. */
  readonly wraps: Node | null;
}

export interface Member {
  readonly part: Part;
  /** Where `unevaluated…` keeps the part from being merged: the schema that it must stay within. */
  readonly sealedIn: Node | null;
}

export interface Flattening {
  readonly context: Context;
  /** Whether an alternative accepts null. */
  readonly acceptsNull: (node: Node) => boolean;
}

const anything: Conjunction = {
  members: [],
  nearest: [],
  orNull: false,
  never: false,
  wraps: null,
};
const nothing: Conjunction = { ...anything, never: true };

/** More levels of `allOf` and references than this are refused. */
const deepest = 200;
/** YAML aliases and references can repeat a few parts for ever. */
const mostParts = 5_000;

/** References are followed and `allOf` is taken apart, through any number of levels. */
export function flatten(nodes: readonly Node[], how: Flattening): Conjunction {
  const alone = nodes.length === 1;
  const walk: Walk = { active: new Set(), taken: 0, isCut: false };
  const conjunctions = nodes.map((node) => {
    const conjunction = flattenOne(node, how, walk, alone);
    return alone ? conjunction : sealed(conjunction, node, how.context);
  });
  return walk.isCut ? anything : joined(conjunctions, how);
}

interface Walk {
  /** The schema objects that are being taken apart, outermost first. */
  readonly active: Set<unknown>;
  /** How many have been, those that were met again included. */
  taken: number;
  /** Set when there were too many of them: the schema is then not read at all. */
  isCut: boolean;
}

/** `whole` while nothing has been said yet that narrows the schema at hand. */
function flattenOne(start: Node, how: Flattening, walk: Walk, whole: boolean): Conjunction {
  const node = targetOf(start, how.context);
  // A schema that must hold together with itself says nothing new.
  if (node === null || node.value === true || walk.isCut || walk.active.has(node.value)) {
    return anything;
  }
  if (node.value === false) {
    return nothing;
  }
  if (!isObject(node.value)) {
    how.context.report(node, () => wrongKind(node, "a schema", "an object"));
    return anything;
  }
  walk.taken += 1;
  if (walk.active.size >= deepest || walk.taken > mostParts) {
    const isDeep = walk.active.size >= deepest;
    walk.isCut = true;
    how.context.report(node, () => (isDeep ? tooDeep(node) : tooManyParts(node)));
    return anything;
  }
  walk.active.add(node.value);
  const conjunction = flattenObject(node, node.value, how, walk, whole);
  walk.active.delete(node.value);
  return conjunction;
}

function flattenObject(
  node: Node,
  value: RawObject,
  how: Flattening,
  walk: Walk,
  whole: boolean,
): Conjunction {
  const found: Conjunction[] = [];
  const sources: Node[] = [];
  const choices: Choice[] = [];
  let ownIndex: number | null = null;
  const onlyRefers = whole && !Object.keys(value).some(isConstraint);
  const take = (source: Node, orNull: boolean, staysWhole: boolean) => {
    const conjunction = flattenOne(source, how, walk, staysWhole);
    const taken = orNull ? { ...conjunction, orNull } : conjunction;
    sources.push(source);
    found.push(sealed(taken, source, how.context));
  };
  for (const [key, member] of children(node)) {
    if (key === "$ref" || key === "$dynamicRef") {
      const target = how.context.documents.follow(member, how.context);
      if (target !== null) {
        take(target, false, onlyRefers);
      }
    } else if (key === "allOf") {
      for (const [, schema] of listed(member, key, how.context)) {
        take(schema, false, false);
      }
    } else if (key === "anyOf" || key === "oneOf") {
      const choice = choiceOf(key, member, how.context);
      const [only] = choice.schemas;
      if (choice.schemas.length === 1 && only !== undefined) {
        take(only, choice.orNull, onlyRefers);
      } else if (choice.schemas.length > 1) {
        if (!leadsBack(choice, how.context, walk.active)) {
          choices.push(choice);
        } else if (leadsBack(choice, how.context, new Set([value]))) {
          how.context.report(member, () => endlessSchema(member, key));
        }
      } else if (choice.schemas.length === 0 && choice.orNull) {
        found.push({ ...nothing, orNull: true });
        sources.push(member);
      }
    } else if (key === "properties") {
      ownIndex = found.length;
    }
  }
  if (whole && choices.length === 0) {
    choices.push(...impliedChoices(node, how.context));
  }
  const own = ownPart(node, value, choices, how.context);
  if (own !== null) {
    const conjunction = { ...anything, members: [{ part: own, sealedIn: null }], nearest: [own] };
    found.splice(ownIndex ?? found.length, 0, conjunction);
  }
  const all = joined(found, how);
  const [source] = sources;
  return {
    ...all,
    nearest: own === null ? all.nearest : nearestFirst(own, all.nearest),
    orNull: all.orNull || value.nullable === true || value["x-nullable"] === true,
    wraps:
      sources.length === 1 && source !== undefined && !constrains(own, value)
        ? targetOf(source, how.context)
        : null,
  };
}

/** All of them hold; null is accepted outright only where none of them refuses it. */
function joined(conjunctions: readonly Conjunction[], how: Flattening): Conjunction {
  const [first] = conjunctions;
  if (conjunctions.length <= 1) {
    return first ?? anything;
  }
  const members: Member[] = [];
  const seen = new Set<unknown>();
  for (const member of conjunctions.flatMap((conjunction) => conjunction.members)) {
    if (!seen.has(member.part.node.value)) {
      seen.add(member.part.node.value);
      members.push(member);
    }
  }
  return {
    members,
    nearest: conjunctions.flatMap((conjunction) => conjunction.nearest),
    orNull:
      conjunctions.some((conjunction) => conjunction.orNull) &&
      conjunctions.every((conjunction) => conjunction.orNull || admitsNull(conjunction, how)),
    never: conjunctions.some((conjunction) => conjunction.never),
    wraps: null,
  };
}

/** Whether null passes what the parts say: all keywords that look at it. */
export function admitsNull(conjunction: Conjunction, how: Flattening): boolean {
  const accepts = (schema: Node | null | undefined) => schema == null || how.acceptsNull(schema);
  return (
    !conjunction.never &&
    conjunction.members.every(
      ({ part: { types, enum: values, choices, not, condition } }) =>
        (types === null || types.includes("null")) &&
        (values === null || values.includes(null)) &&
        // Several alternatives of a oneOf that are nullable mean null, though by the letter they refuse it.
        choices.every((choice) => choice.orNull || choice.schemas.some(how.acceptsNull)) &&
        (not === null || !how.acceptsNull(not)) &&
        (condition === null ||
          accepts(how.acceptsNull(condition.test) ? condition.whenTrue : condition.whenFalse)),
    )
  );
}

/** What looks at the members that nothing else has evaluated must not be merged with anything else. */
function sealed(conjunction: Conjunction, source: Node, context: Context): Conjunction {
  const node = targetOf(source, context);
  const value = node?.value;
  if (
    node === null ||
    !isObject(value) ||
    (value.unevaluatedProperties === undefined && value.unevaluatedItems === undefined)
  ) {
    return conjunction;
  }
  return {
    ...conjunction,
    members: conjunction.members.map(({ part }) => ({ part, sealedIn: node })),
  };
}

/** What a schema says beside its references; null where that is nothing. */
function ownPart(
  node: Node,
  value: RawObject,
  choices: readonly Choice[],
  context: Context,
): Part | null {
  if (child(node, "$ref") !== null && hasOldSchemas(context.version)) {
    // 3.0 and 2.0 ignore what stands beside a reference; words about it are taken all the same.
    const words = Object.entries(value).filter(([key]) => annotations.has(key));
    const said = Object.fromEntries(words.filter(([key]) => !nullability.has(key)));
    return Object.keys(said).length === 0 ? null : partOf({ ...node, value: said }, [], context);
  }
  const speaks = Object.keys(value).some(
    (key) => !silent.has(key) && (!key.startsWith("x-") || key === sensitivity),
  );
  return speaks || choices.length > 0 ? partOf(node, choices, context) : null;
}

function constrains(own: Part | null, value: RawObject): boolean {
  return (
    own !== null &&
    (own.choices.length > 0 || (own.node.value === value && Object.keys(value).some(isConstraint)))
  );
}

function nearestFirst(own: Part, parts: readonly Part[]): readonly Part[] {
  return [own, ...parts.filter((part) => part !== own)];
}
