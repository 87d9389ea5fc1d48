import type { Spanned } from "../../source/source-file.js";
import type { Prohibition, TextExpectation } from "../evals.js";
import type { CheckRecord } from "../run.js";
import type { Surface } from "../surface.js";
import { failed, passed } from "./check.js";
import { answerHint } from "./hints.js";
import { standsIn } from "./stands-in.js";

/** More of an answer says no more in a report. */
const longestShown = 300;

/** Whether the last text says what it must. */
export function judgeAnswer(
  expected: TextExpectation | null,
  texts: readonly string[],
  tools: readonly string[],
  surface: Surface,
): readonly CheckRecord[] {
  if (expected === null) {
    return [];
  }
  const text = texts.at(-1) ?? "";
  const check = (wanted: string, fits: boolean): CheckRecord =>
    fits
      ? passed("answer", wanted)
      : failed("answer", wanted, shortened(text), answerHint(tools, surface));
  const { contains, containsOneOf, lacks, matches } = expected;
  return [
    ...contains.map(({ value }) => check(`the answer holds "${value}"`, states(text, value))),
    ...(containsOneOf.length === 0
      ? []
      : [
          check(
            `the answer holds one of ${quoted(containsOneOf)}`,
            containsOneOf.some(({ value }) => states(text, value)),
          ),
        ]),
    ...matches.map(({ value }) =>
      check(`the answer fits ${value}`, new RegExp(value, "iu").test(text)),
    ),
    ...lacks.map(({ value }) => check(`the answer lacks "${value}"`, !has(text, value))),
  ];
}

/** Whether no text says what it must not. */
export function judgeSaid(
  { says }: Prohibition,
  texts: readonly string[],
  tools: readonly string[],
  surface: Surface,
): readonly CheckRecord[] {
  return says.map(({ value }) => {
    const wanted = `nothing says "${value}"`;
    const said = texts.find((text) => has(text, value));
    return said === undefined
      ? passed("never", wanted)
      : failed("never", wanted, shortened(said), answerHint(tools, surface));
  });
}

/** Whether a text holds another; case, blanks and thousands separators do not count. */
function has(text: string, part: string): boolean {
  return plain(text).includes(plain(part));
}

/** … and whether what its ends cut is whole there, see `standsIn`. */
function states(text: string, part: string): boolean {
  return standsIn(plain(text), plain(part));
}

/** Between groups of three digits: 1,234 and 1'234, and no-break blanks. */
const thousands =
  /(?<=(?<!\d)\d{1,3}(?:[,'\u2019\u00a0\u202f]\d{3})*)[,'\u2019\u00a0\u202f](?=\d{3}(?!\d))/g;

/** Signs that leave no trace on a page: joiners, soft hyphens, marks of direction. */
const unseen = /\p{Default_Ignorable_Code_Point}/gu;

function plain(text: string): string {
  return text
    .replace(thousands, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(unseen, "")
    .replace(/\s+/g, " ")
    .trim();
}

function quoted(texts: readonly Spanned<string>[]): string {
  return texts.map(({ value }) => `"${value}"`).join(", ");
}

export function shortened(text: string): string {
  const oneLine = text.replace(/\s+/g, " ").trim();
  if (oneLine === "") {
    return "there was no text";
  }
  return oneLine.length > longestShown ? `${oneLine.slice(0, longestShown)}…` : oneLine;
}
