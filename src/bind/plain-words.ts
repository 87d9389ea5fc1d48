/**
 * A description as a page of documentation would show it: without the HTML that some hold, and without
 * what that hides from a person. Anything else between angle brackets stays, and tags in Markdown's code;
 * comments go from code too, since code within a comment is hidden with it.
 *
 * Source: OpenAPI 3.1.1, section 4.4 (Rich Text Formatting): CommonMark, which may hold HTML.
 */
export function plainWords(text: string): string {
  if (!/<[a-z/!]/i.test(text)) {
    return text;
  }
  const parts = splitAtCode(withoutComments(text));
  return parts.map((part, index) => (index % 2 === 0 ? withoutTags(part) : part)).join("");
}

/**
 * What stands around Markdown's own code, which shows tags as they are, and the code by turns. Code
 * between backticks, on a line or fenced, ends at the next run of as many; a run without is text.
 */
function splitAtCode(text: string): readonly string[] {
  const runs = [...text.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  const nexts = nextOfLength(runs);
  const parts: string[] = [];
  let from = 0;
  for (let open = 0; open < runs.length; open++) {
    const start = runs[open];
    const close = nexts[open] ?? null;
    const end = close === null ? undefined : runs[close];
    if (start !== undefined && close !== null && end !== undefined) {
      parts.push(text.slice(from, start.at), text.slice(start.at, end.at + end.length));
      from = end.at + end.length;
      open = close;
    }
  }
  return [...parts, text.slice(from)];
}

/** For each run the index of the next one that is as long, found in one pass from the end. */
function nextOfLength(runs: readonly { readonly length: number }[]): readonly (number | null)[] {
  const nexts: (number | null)[] = [];
  const seen = new Map<number, number>();
  for (const [index, { length }] of [...runs.entries()].reverse()) {
    nexts[index] = seen.get(length) ?? null;
    seen.set(length, index);
  }
  return nexts;
}

function withoutTags(text: string): string {
  return text
    .replace(code, "`$1`")
    .replace(item, " - ")
    .replace(block, " ")
    .replace(inline, "")
    .replace(entity, (written, name: string) => entities.get(name) ?? written);
}

/** Comments that end: of one that does not, everything stays to be seen. */
function withoutComments(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (let start = text.indexOf("<!--"); start >= 0; start = text.indexOf("<!--", at)) {
    const end = text.indexOf("-->", start + 4);
    if (end < 0) {
      break;
    }
    parts.push(text.slice(at, start));
    at = end + 3;
  }
  return parts.join("") + text.slice(at);
}

function tags(names: string): RegExp {
  return new RegExp(`</?(?:${names})(?:\\s[^<>]*)?/?>`, "gi");
}

const code = /<code(?:\s[^<>]*)?>([^<>]*)<\/code>/gi;
const item = /<li(?:\s[^<>]*)?>/gi;
const block = tags(
  "p|br|hr|div|section|ul|ol|li|dl|dt|dd|h[1-6]|pre|blockquote|table|thead|tbody|tr|td|th|details|summary|img",
);
const inline = tags("a|abbr|b|strong|i|em|u|s|small|sub|sup|span|font|code|kbd|tt|mark");

const entity = /&(lt|gt|amp|quot|apos|nbsp|#39);/g;
const entities: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
  ["#39", "'"],
  ["nbsp", " "],
]);
