import { isObject, setMember } from "./json.js";

/** By the path of the object that holds them (`filter`, `lines[]`): the name that the model has → the API's. */
export type RenamedMembers = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Arguments with the API's names at every depth; hosts refuse some of them as names of members. */
export function withApiNames(value: unknown, renamed: RenamedMembers): unknown {
  return rename(value, "", renamed, (names, given) => own(names, given) ?? given);
}

/** What stands at a path of the API's names, with the names that the model has. */
export function withModelNames(
  value: unknown,
  path: readonly PropertyKey[],
  renamed: RenamedMembers,
): unknown {
  return rename(value, path.reduce(below, ""), renamed, modelName);
}

/** A path of the API's names in those that the model has. */
export function pathInModelNames(
  path: readonly PropertyKey[],
  renamed: RenamedMembers,
): readonly PropertyKey[] {
  let at = "";
  return path.map((segment) => {
    const names = own(renamed, at);
    at = below(at, segment);
    return names === undefined || typeof segment !== "string" ? segment : modelName(names, segment);
  });
}

type Names = Readonly<Record<string, string>>;

function rename(
  value: unknown,
  at: string,
  renamed: RenamedMembers,
  nameOf: (names: Names, given: string) => string,
): unknown {
  if (!Object.keys(renamed).some((holder) => holder.startsWith(at))) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => rename(item, below(at, 0), renamed, nameOf));
  }
  if (!isObject(value)) {
    return value;
  }
  const names = own(renamed, at) ?? {};
  const result: Record<string, unknown> = {};
  for (const [given, member] of Object.entries(value)) {
    const name = nameOf(names, given);
    // Paths are of the API's names, whichever way the renaming goes.
    const inner = below(at, own(names, given) ?? given);
    setMember(result, name, rename(member, inner, renamed, nameOf));
  }
  return result;
}

function modelName(names: Names, apiName: string): string {
  return Object.keys(names).find((name) => names[name] === apiName) ?? apiName;
}

function below(at: string, segment: PropertyKey): string {
  if (typeof segment === "number") {
    return `${at}[]`;
  }
  return at === "" ? String(segment) : `${at}.${String(segment)}`;
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
