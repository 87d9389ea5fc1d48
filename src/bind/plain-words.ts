/**
 * A description as a page of documentation would show it: without the HTML that some hold, and without
 * what that hides from a person, such as comments. Anything else between angle brackets stays.
 *
 * Source: OpenAPI 3.1.1, section 4.4 (Rich Text Formatting): CommonMark, which may hold HTML.
 */
export function plainWords(text: string): string {
  if (!/<[a-z/!]/i.test(text)) {
    return text;
  }
  const parts = withoutComments(text).split(codeSpan);
  return parts.map((part, index) => (index % 2 === 0 ? withoutTags(part) : part)).join("");
}

/** Markdown's own code shows tags as they are. */
const codeSpan = /(`[^`\n]*`)/;

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
