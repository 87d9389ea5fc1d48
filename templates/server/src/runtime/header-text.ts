/** Whether text may stand in a header: nothing in it ends the line or lies beyond Latin-1. */
export function isHeaderText(text: string): boolean {
  return [...text].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code === 0x09 || (code >= 0x20 && code !== 0x7f && code <= 0xff);
  });
}

/**
 * Whether text may be the value of a cookie as it is: a key for one is what the API has set once.
 * Source: RFC 6265, section 4.1.1 (cookie-octet).
 */
export function isCookieText(text: string): boolean {
  return /^[!#-+\--:<-[\]-~]*$/.test(text);
}
