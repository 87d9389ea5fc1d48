import { createTransport } from "nodemailer";
import { describe, expect, it } from "vitest";
import { textOfMail } from "../../../src/eval/desk/mail.js";
import { Mailbox } from "../../../src/eval/desk/mailbox.js";

const secret = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";
const link = `https://desk.example/approvals/d/${secret}`;
const soon = () => AbortSignal.timeout(5_000);

async function withMailbox(work: (mailbox: Mailbox) => Promise<void>): Promise<void> {
  const text = [{ env: "X" }];
  const mailbox = await Mailbox.open({ email: { smtp: text, from: text }, slack: text });
  try {
    await work(mailbox);
  } finally {
    mailbox.close();
  }
}

describe("a mailbox", () => {
  // As nodemailer sends them: as they are, quoted-printable, and in base64.
  it.each([
    ["plain", `Refund 10.00 EUR.\n${link}\n`],
    ["long", `${"Refund order 700101 to Northwind Traders. ".repeat(4)}\n\n${link}\n`],
    ["accented", `Erstattung über 10,00 € für Bestellung 700101.\n${link}\n`],
    ["Japanese", `注文 700101 の返金：金額は全額です。ご確認ください。\n${link}\n`],
    ["dotted", `.\n..\n.hidden\n${link}\n`],
  ])("finds the link in a mail that is %s", async (_, text) => {
    await withMailbox(async (mailbox) => {
      const transport = createTransport({ url: mailbox.smtp ?? "", ignoreTLS: true });
      const from = "billing-bot@example.com";
      await transport.sendMail({ from, to: "a@b.example", subject: "To approve", text });
      await transport.sendMail({
        from,
        to: "c@d.example",
        subject: "Nothing to approve",
        text: "",
      });
      transport.close();
      expect(await mailbox.next(soon())).toBe(link);
      expect(await mailbox.next(AbortSignal.timeout(50))).toBeNull();
    });
  });

  it("finds the links in a message to a channel", async () => {
    await withMailbox(async (mailbox) => {
      const text = `<${link}|Decide as anna@example.com>\n<${link}|Decide as bob@example.com>`;
      const body = JSON.stringify({
        blocks: [{ type: "section", text: { type: "mrkdwn", text } }],
      });
      const answer = await fetch(mailbox.slack ?? "", { method: "POST", body });
      expect(answer.status).toBe(200);
      expect([await mailbox.next(soon()), await mailbox.next(soon())]).toEqual([link, link]);
    });
  });

  it("waits for what has not come yet", async () => {
    await withMailbox(async (mailbox) => {
      const next = mailbox.next(soon());
      await fetch(mailbox.slack ?? "", { method: "POST", body: link });
      expect(await next).toBe(link);
    });
  });
});

describe("the text of a mail", () => {
  it.each([
    ["no body", "Subject: x", ""],
    ["plain", "Subject: x\r\n\r\na=3D1", "a=3D1"],
    [
      "quoted-printable",
      "Content-Transfer-Encoding: quoted-printable\r\n\r\na=3D1=20=\r\n=E2=82=AC",
      "a=1 €",
    ],
    ["base64", "content-transfer-encoding: base64\r\n\r\n4oKs\r\nCg==", "€\n"],
  ])("is read from one with %s", (_, mail, text) => {
    expect(textOfMail(mail)).toBe(text);
  });
});
