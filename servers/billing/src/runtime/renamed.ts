import { isObject, setMember } from "./json.js";

/** By the path of the object that holds them (`filter`, `lines[]`): the name that the model has → the API's. */
export type RenamedMembers = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Arguments with the API's names at every depth; hosts refuse some of them as names of members. */
export function withApiNames(value: unknown, renamed: RenamedMembers): unknown {
  return rename(value, "", renamed);
}

function rename(value: unknown, at: string, renamed: RenamedMembers): unknown {
  if (!Object.keys(renamed).some((holder) => holder.startsWith(at))) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => rename(item, `${at}[]`, renamed));
  }
  if (!isObject(value)) {
    return value;
  }
  const names = Object.hasOwn(renamed, at) ? renamed[at] : undefined;
  const result: Record<string, unknown> = {};
  for (const [given, member] of Object.entries(value)) {
    const name =
      names !== undefined && Object.hasOwn(names, given) ? (names[given] ?? given) : given;
    setMember(result, name, rename(member, at === "" ? name : `${at}.${name}`, renamed));
  }
  return result;
}
