import type { z } from "zod";
import { describeIssue, type Named, nestedTooDeeply } from "./argument-errors.js";
import { bounded } from "./effort.js";
import { decodeJson, isDeeperThan, isObject } from "./json.js";
import type { FailureBody } from "./outcome.js";
import { type RenamedMembers, withApiNames } from "./renamed.js";

export type Parsed =
  | { readonly ok: true; readonly input: unknown }
  | { readonly ok: false; readonly failure: FailureBody };

/** How many of several wrong arguments are reported beside the first. */
const MAX_ALSO = 4;

/** How deep JSON is looked for within JSON that was given as text. */
const MAX_DECODINGS = 3;

/** Deeper arguments would run out of stack somewhere. */
const MAX_LEVELS = 200;

/**
 * Checks what the model gave. A text where an object or a list is wanted is decoded if it is JSON:
 * several hosts send such arguments as text.
 */
export function parseArguments(
  schema: z.ZodType,
  given: unknown,
  secret: ReadonlySet<string>,
  renamed: RenamedMembers = {},
): Parsed {
  return bounded(
    () => parse(schema, given, secret, renamed),
    () => ({ ok: false, failure: tooLong }),
  );
}

const tooLong: FailureBody = {
  error: "invalid_arguments",
  reason: "They would take too long to be checked: give less in one call.",
};

function parse(
  schema: z.ZodType,
  given: unknown,
  secret: ReadonlySet<string>,
  renamed: RenamedMembers,
): Parsed {
  const deep = deepArgument(given);
  if (deep !== null) {
    return { ok: false, failure: deep };
  }
  let value: unknown = withApiNames(given ?? {}, renamed);
  let parsed = schema.safeParse(value);
  for (let round = 0; !parsed.success && round < MAX_DECODINGS; round += 1) {
    const decoded = decodeWanted(parsed.error.issues, value);
    if (decoded === value) {
      break;
    }
    const within = deepArgument(decoded);
    if (within !== null) {
      return { ok: false, failure: within };
    }
    value = withApiNames(decoded, renamed);
    parsed = schema.safeParse(value);
  }
  if (parsed.success) {
    return { ok: true, input: parsed.data };
  }
  const named: Named = { given: value, known: namesOf(schema), secret, renamed };
  const [first, ...others] = parsed.error.issues.flatMap((issue) => describeIssue(issue, named));
  const also = others.slice(0, MAX_ALSO);
  const failure = first ?? { error: "invalid_arguments" };
  return { ok: false, failure: also.length === 0 ? failure : { ...failure, also } };
}

function deepArgument(given: unknown): FailureBody | null {
  const [name] =
    Object.entries(isObject(given) ? given : {}).find(([, value]) =>
      isDeeperThan(value, MAX_LEVELS),
    ) ?? [];
  return name === undefined ? null : nestedTooDeeply(name, MAX_LEVELS);
}

/** The value with JSON texts decoded where an issue says that an object or a list is wanted. */
function decodeWanted(issues: readonly z.core.$ZodIssue[], value: unknown): unknown {
  return issues
    .filter(wantsStructure)
    .reduce((decoded, { path }) => replaceAt(decoded, path, decodeJson), value);
}

const STRUCTURES: ReadonlySet<string> = new Set(["object", "array", "record", "tuple"]);

function wantsStructure(issue: z.core.$ZodIssue): boolean {
  if (issue.code === "invalid_union") {
    return issue.errors.some((branch) =>
      branch.some((inner) => inner.path.length === 0 && wantsStructure(inner)),
    );
  }
  return issue.code === "invalid_type" && STRUCTURES.has(issue.expected);
}

function replaceAt(
  value: unknown,
  path: readonly PropertyKey[],
  replace: (value: unknown) => unknown,
): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) {
    return replace(value);
  }
  if (Array.isArray(value) && typeof segment === "number") {
    const inner: unknown = value[segment];
    const replaced = replaceAt(inner, rest, replace);
    return replaced === inner ? value : value.with(segment, replaced);
  }
  if (isObject(value) && typeof segment === "string" && Object.hasOwn(value, segment)) {
    const replaced = replaceAt(value[segment], rest, replace);
    return replaced === value[segment] ? value : { ...value, [segment]: replaced };
  }
  return value;
}

function namesOf(schema: z.ZodType): readonly string[] {
  return "shape" in schema && isObject(schema.shape) ? Object.keys(schema.shape) : [];
}
