/** Markup that was made here; everything else is text, and is escaped where it is put in. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Part = Html | readonly Html[] | string | number;

/** Markup with text in it: html`<p>${answer}</p>` shows whatever the answer is made of. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: literals }, ...parts.map(markupOf)));
}

export const nothing = new Html("");

function markupOf(part: Part): string {
  if (part instanceof Html) {
    return part.markup;
  }
  return typeof part === "string" || typeof part === "number"
    ? escaped(visible(String(part)))
    : part.map(({ markup }) => markup).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

/**
 * Control and format characters, those that turn the direction of text among them, and halves of
 * pairs: a page would show another text than there is. Joiners within words and emoji stay.
 */
const hidden = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** The text with its hidden characters spelt out. */
function visible(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
  });
}
