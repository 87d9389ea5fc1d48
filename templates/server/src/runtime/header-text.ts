/** Whether text may stand in a header: nothing in it ends the line or lies beyond Latin-1. */
export function isHeaderText(text: string): boolean {
  return [...text].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code === 0x09 || (code >= 0x20 && code !== 0x7f && code <= 0xff);
  });
}
