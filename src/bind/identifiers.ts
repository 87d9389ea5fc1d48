/** `search_invoices`, "GET /v1/invoices" and `listInvoices` as lower camel-case identifiers. */
export function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words
    .map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word)))
    .join("");
  return /^[A-Za-z]/.test(joined) ? joined : `op${joined}`;
}

/** `name`, or `name2`, `name3` … where it is taken. */
export function uniqueName(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let count = 2; taken.has(candidate); count += 1) {
    candidate = `${name}${count}`;
  }
  return candidate;
}

/** Upper-case words keep their inner case: `GET` → `get`, `listInvoices` stays. */
function lowerFirst(word: string): string {
  return word === word.toUpperCase()
    ? word.toLowerCase()
    : word.charAt(0).toLowerCase() + word.slice(1);
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
