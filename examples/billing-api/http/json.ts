/** JSON of values in which an integer past 2^53 is a bigint. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, member) =>
    typeof member === "bigint" ? `${MARK}${member}` : member,
  );
  return text.replace(MARKED, "$1");
}

const MARK = "\u{e000}int:";
const MARKED = new RegExp(`"${MARK}(-?[0-9]+)"`, "gu");
