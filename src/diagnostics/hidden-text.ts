/**
 * Characters that a reviewer does not see and a model reads: controls, invisible and bidirectional
 * ones, tags, variation selectors, lone surrogates. What joins emoji, and letters of scripts that
 * need it, may stand where it does that.
 */
const hidden =
  /(?![\t\n\r])(?:[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\p{Variation_Selector}|\u034f|[\u115f\u1160]|[\u17b4\u17b5]|[\u3164\uffa0])/gu;
const joiner = /[\u200c\u200d]/u;
const variation = /[\ufe0e\ufe0f]/u;
const joinedLetters = /[\p{L}\p{M}]/u;
const latinOrCommon = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]/u;
const emoji = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f|\u20e3/u;
const emojiBase = /[\p{Extended_Pictographic}0-9#*]/u;

/** The offsets of such characters in a text. */
export function hiddenIn(text: string): readonly number[] {
  return [...text.matchAll(hidden)]
    .filter(({ 0: character, index }) => !isHarmless(text, character, index))
    .map(({ index }) => index);
}

function isHarmless(text: string, character: string, index: number): boolean {
  const before = [...text.slice(Math.max(0, index - 2), index)].at(-1) ?? "";
  const after = String.fromCodePoint(text.codePointAt(index + character.length) ?? 0);
  if (variation.test(character)) {
    return emojiBase.test(before);
  }
  if (!joiner.test(character)) {
    return false;
  }
  const joinsEmoji = emoji.test(before) && emoji.test(after);
  const joinsLetters = joinedLetters.test(before) && !latinOrCommon.test(before);
  return joinsEmoji || joinsLetters;
}

/** The words around the first such character, with all of them shown. */
export function hiddenExcerpt(text: string, first: number): string {
  const start = Math.max(0, text.lastIndexOf(" ", first - 12) + 1);
  const shown = text.slice(Math.max(start, first - 30), first + 30);
  return shown.replace(hidden, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** How many UTF-16 units the character at an offset takes. */
export function lengthAt(text: string, index: number): number {
  return (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
}
