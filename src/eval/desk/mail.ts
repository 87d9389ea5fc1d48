/**
 * The text of a mail of one part, as a person reads it. `mail` has a character for each byte. Source:
 * RFC 2045, sections 6.7 and 6.8.
 */
export function textOfMail(mail: string): string {
  const at = mail.indexOf("\r\n\r\n");
  const [head, body] = at === -1 ? [mail, ""] : [mail.slice(0, at), mail.slice(at + 4)];
  const [, encoding = ""] = /^content-transfer-encoding:\s*(\S+)/im.exec(head) ?? [];
  return Buffer.from(bytesOf(body, encoding.toLowerCase()), "latin1").toString("utf8");
}

function bytesOf(body: string, encoding: string): string {
  switch (encoding) {
    case "base64":
      return Buffer.from(body, "base64").toString("latin1");
    case "quoted-printable":
      return body
        .replaceAll(/=[ \t]*\r\n/g, "")
        .replaceAll(/=([0-9A-F]{2})/gi, (_whole, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
    default:
      return body;
  }
}
