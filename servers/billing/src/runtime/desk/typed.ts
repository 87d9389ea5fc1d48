/** How often something else may be typed before a link is locked. */
export const MAX_MISSES = 5;

/** Typed where a summary shows no value. */
const WORD = "decide";

/** What an approver types, as the page shows it. */
export function wantedOf({ typed }: { readonly typed: string | null }): string {
  return typed === null || normal(typed) === "" ? WORD : typed;
}

/** Whether the two are the same but for case and white space. */
export function isTyped(given: string, wanted: string): boolean {
  return normal(given) === normal(wanted);
}

function normal(text: string): string {
  return text.normalize("NFKC").replaceAll(/\s+/g, " ").trim().toLowerCase();
}
