import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { email } from "../../../../templates/server/src/runtime/desk/email.js";
import type { Notice } from "../../../../templates/server/src/runtime/desk/notice.js";
import { slack } from "../../../../templates/server/src/runtime/desk/slack.js";
import { EnvReader, env } from "../../../../templates/server/src/runtime/env.js";

const notice: Notice = {
  title: "Billing",
  summary: "Refund 10.50 EUR to <!channel> & <https://evil.example|Anna> *now*.",
  show: [["already refunded", "0.00 EUR"]],
  requester: "anna@example.com",
  lapses: "2026-11-23 09:00 UTC",
  desk: "https://desk.example.com",
  links: [
    { approver: "finance@example.com", url: "https://desk.example.com/d/one" },
    { approver: "cfo@example.com", url: "https://desk.example.com/d/two" },
  ],
};

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) {
    await close();
  }
});

describe("Slack", () => {
  it("gets what others wrote as plain text, and our links as links", async () => {
    const { url, received } = await receiver(200);
    const notifier = slack(env("HOOK")).open(new EnvReader({ HOOK: url }));
    await notifier.tell(notice);
    const [request] = received;
    expect([request?.method, request?.path, request?.type]).toEqual([
      "POST",
      "/services/T/B/secret",
      "application/json; charset=utf-8",
    ]);
    expect(JSON.parse(request?.body ?? "")).toEqual({
      text: "Billing: an approval is asked for.",
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        { type: "header", text: { type: "plain_text", text: "Billing: to approve", emoji: false } },
        {
          type: "section",
          text: {
            type: "plain_text",
            text: [
              notice.summary,
              "already refunded: 0.00 EUR",
              "Asked for by anna@example.com. Lapses at 2026-11-23 09:00 UTC.",
            ].join("\n"),
            emoji: false,
          },
        },
        {
          type: "section",
          text: {
            type: "mrkdwn",
            text:
              "<https://desk.example.com/d/one|Decide as finance@example.com>\n" +
              "<https://desk.example.com/d/two|Decide as cfo@example.com>",
            verbatim: true,
          },
        },
      ],
    });
    await notifier.close();
  });

  it("gets no personal link where those go by mail", async () => {
    const { url, received } = await receiver(200);
    const notifier = slack(url).open(new EnvReader({}));
    await notifier.tell({ ...notice, links: [] });
    expect(received[0]?.body).toContain("<https://desk.example.com>");
    expect(received[0]?.body).not.toContain("/d/");
    await notifier.close();
  });

  it("has not been told where it does not say ok", async () => {
    const { url } = await receiver(429);
    const notifier = slack(url).open(new EnvReader({}));
    await expect(notifier.tell(notice)).rejects.toThrow("Slack answered 429.");
    await notifier.close();
  });

  it("is reached over https alone", () => {
    const reader = new EnvReader({ HOOK: "http://hooks.slack.example/secret" });
    slack(env("HOOK")).open(reader);
    slack(env("NONE")).open(reader);
    expect(reader.problems()).toEqual([
      "NONE is not set",
      "the Slack webhook is no https:// address",
    ]);
  });
});

describe("email", () => {
  it("goes to each approver with the own link", async () => {
    const { url, mails } = await mailServer();
    const notifier = email({ smtp: env("SMTP"), from: "billing-bot@example.com" }).open(
      new EnvReader({ SMTP: url }),
    );
    expect(notifier.secrets).toContain("s3cret");
    await notifier.tell(notice);
    expect(mails.map(({ to }) => to)).toEqual([["finance@example.com"], ["cfo@example.com"]]);
    expect(mails.map(({ user }) => user)).toEqual(["bot", "bot"]);
    const [first = "", second = ""] = mails.map(({ raw }) => raw);
    expect(first).toMatch(/^From: billing-bot@example.com\r$/m);
    expect(first).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(first).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
    expect(first).toContain("Refund 10.50 EUR to <!channel> & <https://evil.example|Anna> *now*.");
    expect(first).toContain("  already refunded: 0.00 EUR");
    expect([first.includes("/d/one"), first.includes("/d/two")]).toEqual([true, false]);
    expect([second.includes("/d/one"), second.includes("/d/two")]).toEqual([false, true]);
    await notifier.close();
  });

  it("carries no header that a text would like to add", async () => {
    const { url, mails } = await mailServer();
    const notifier = email({ smtp: url, from: "billing-bot@example.com" }).open(new EnvReader({}));
    const summary = "Refund\r\nBcc: evil@example.com\r\n\r\nHello";
    await notifier.tell({ ...notice, summary, links: notice.links.slice(0, 1) });
    const [head = ""] = (mails[0]?.raw ?? "").split("\r\n\r\n", 1);
    expect(head).not.toMatch(/^Bcc:/m);
    expect(mails).toHaveLength(1);
    expect(mails[0]?.to).toEqual(["finance@example.com"]);
    await notifier.close();
  });

  it("has not been sent where nobody listens", async () => {
    const { url, close } = await mailServer();
    await close();
    const notifier = email({ smtp: url, from: "a@example.com" }).open(new EnvReader({}));
    await expect(notifier.tell(notice)).rejects.toThrow("ECONNREFUSED");
    await notifier.close();
  });

  it("names what is no mail server without showing it", () => {
    const reader = new EnvReader({ SMTP: "https://user:s3cret@mail.example.com" });
    email({ smtp: env("SMTP"), from: "a@example.com" }).open(reader);
    expect(reader.problems()).toEqual(["the mail server is no smtp:// or smtps:// address"]);
  });

  it("names a password that is not written as in an address, without showing it", () => {
    const reader = new EnvReader({ SMTP: "smtp://user:100%sure@mail.example.com" });
    const notifier = email({ smtp: env("SMTP"), from: "a@example.com" }).open(reader);
    expect(reader.problems()).toEqual([
      "the mail server's password has a % that is not written as %25",
    ]);
    expect(notifier.secrets).toContain("100%sure");
  });

  it("can be closed where its library does not load, and tries to load it again", async () => {
    const { url, mails } = await mailServer();
    const notifier = email({ smtp: url, from: "a@example.com" }).open(new EnvReader({}));
    vi.doMock("nodemailer", () => {
      throw new Error("Cannot find package");
    });
    try {
      await expect(notifier.tell(notice)).rejects.toThrow();
      await notifier.close();
    } finally {
      vi.doUnmock("nodemailer");
    }
    await notifier.tell(notice);
    expect(mails).toHaveLength(2);
    await notifier.close();
  });
});

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

async function receiver(status: number) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method, url, headers } = request;
      received.push({ method, path: url, type: headers["content-type"], body });
      response.writeHead(status).end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/services/T/B/secret`, received };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

interface Mail {
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly raw: string;
}

async function mailServer() {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    onAuth: ({ username, password }, _session, done) =>
      password === "s3cret" ? done(null, { user: username ?? "" }) : done(new Error("no")),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, user: session.user, raw: Buffer.concat(chunks).toString("utf8") });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  closing.push(close);
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://bot:s3cret@127.0.0.1:${port}`, mails, close };
}
