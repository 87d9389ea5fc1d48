import type { ExactValue } from "../../openapi/exact-integers.js";
import type { Random } from "./random.js";

/**
 * What is likely to stand in a property of a name. A guess: it is used where the schema allows it,
 * and makes answers that people can read.
 */
export function likelyTexts(name: string, random: Random): readonly string[] {
  const known = texts.find(([form]) => form.test(wordsOf(name)));
  return known === undefined ? [] : random.shuffled(known[1]);
}

/** Least and most of a number in a property of a name. */
export function likelyRange(name: string): readonly [number, number] | null {
  return ranges.find(([form]) => form.test(wordsOf(name)))?.[1] ?? null;
}

/**
 * The value of a property that says whether there is more to fetch. An answer is always the last
 * page, since nothing is kept from which there could be another.
 */
export function lastPageValue(name: string): ExactValue | undefined {
  const words = wordsOf(name);
  if (/^(?:has|is) (?:more|next|next page|truncated)$|^truncated$|^more$/.test(words)) {
    return false;
  }
  return /^next(?: (?:page|cursor|page token|token|url|link|uri|href|offset|marker))?$|^(?:end |page )?cursor$|^(?:next )?page token$|^(?:continuation|pagination) token$/.test(
    words,
  )
    ? null
    : undefined;
}

/** Null is what such a property holds for most things: they have not ended, failed or been removed. */
export function isMostlyNull(name: string): boolean {
  return /^(?:deleted|removed|archived|cancelled|canceled|voided|revoked|disabled|ended|failed|closed) (?:at|on|by|date)$|^(?:error|failure|cancellation|decline|void)(?: (?:code|reason|message))?$/.test(
    wordsOf(name),
  );
}

/** `dueDate`, `due_date` and `X-Due-Date` as "due date". */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .toLowerCase();
}

const texts: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\bemail(?: address)?$/, ["ada@example.com", "grace@example.com", "alan@example.com"]],
  [/\b(?:first|given) name$/, ["Ada", "Grace", "Alan", "Barbara"]],
  [/\b(?:last|family|sur) ?name$/, ["Lovelace", "Hopper", "Turing", "Liskov"]],
  [
    /\b(?:full|display|customer|contact|account|owner) name$|^name$/,
    ["Ada Lovelace", "Grace Hopper", "Northwind Ltd", "Contoso AG"],
  ],
  [/\b(?:user ?name|login|handle|nickname)$/, ["ada", "grace", "alan"]],
  [/\b(?:company|organi[sz]ation|business)(?: name)?$/, ["Northwind Ltd", "Contoso AG"]],
  [/\bcurrency(?: code)?$/, ["EUR", "USD", "eur", "usd"]],
  [/\bcountry(?: code)?$/, ["DE", "US", "FR"]],
  [/\b(?:locale|language)(?: code)?$/, ["en", "de", "en-GB"]],
  [/\btime ?zone$/, ["Europe/Berlin", "UTC"]],
  [/\bcity$|\btown$/, ["Berlin", "Lyon", "Porto"]],
  [/\b(?:state|region|province)$/, ["Bavaria", "Brittany"]],
  [/\b(?:street|address|line ?1)$/, ["1 Example Street", "12 Sample Road"]],
  [/\b(?:postal code|post ?code|zip(?: code)?)$/, ["10115", "69001"]],
  [/\b(?:phone|mobile|telephone|fax)(?: number)?$/, ["+15550100", "+15550101"]],
  [/\b(?:url|uri|href|link|website|homepage)$/, ["https://example.com/a", "https://example.com/b"]],
  [/\b(?:title|subject|label|caption)$/, ["First draft", "Second try", "Weekly review"]],
  [
    /\b(?:description|summary|message|note|notes|comment|memo|reason|text|body|details?)$/,
    ["As agreed on the phone.", "Made for the monthly report.", "No further action is needed."],
  ],
  [/\bmonth$/, ["2026-03", "2026-10", "03", "March"]],
  [/\bversion$/, ["1.0.0", "1.4.2"]],
  [/\b(?:colou?r)$/, ["blue", "green"]],
  [/\bmime(?: type)?$|\bcontent type$/, ["application/pdf", "text/plain"]],
  [/\bfile ?name$/, ["report.pdf", "notes.txt"]],
];

const ranges: readonly (readonly [RegExp, readonly [number, number]])[] = [
  [/\bcents$|\bamount\b|\bprice\b|\bbalance\b/, [100, 99_999]],
  [/\b(?:quantity|count|total|total count|items)$|\bpages$/, [1, 5]],
  [/\byear$/, [2024, 2026]],
  [/\bmonth$/, [1, 12]],
  [/\bday$/, [1, 28]],
  [/\bpercent(?:age)?$|\brate$|\bratio$/, [1, 100]],
  [/\b(?:page|offset)$/, [1, 1]],
  [/\blatitude$|\blat$/, [-60, 60]],
  [/\blongitude$|\b(?:lng|lon)$/, [-120, 120]],
  [
    /\b(?:created|updated|modified|deleted|expires|timestamp|time|at)$/,
    [1_735_689_600, 1_790_000_000],
  ],
];
