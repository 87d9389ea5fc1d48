import type { Transporter } from "nodemailer";
import type { EnvReader, EnvText } from "../env.js";
import { shorten } from "../text.js";
import { isLoopback } from "./address.js";
import type { Notice, Notifier, NotifierDefinition, PersonalLink } from "./notice.js";

const TIMEOUT_MS = 15_000;
const MAX_SUBJECT = 120;

/** Sends each approver a mail with the own link. `smtp`: `smtps://user:password@host:465`. */
export function email(definition: {
  readonly smtp: EnvText;
  readonly from: EnvText;
}): NotifierDefinition {
  return {
    isPersonal: true,
    open: (environment) => {
      const from = environment.read(definition.from);
      return new Email(readServer(definition.smtp, environment), from);
    },
  };
}

function readServer(smtp: EnvText, environment: EnvReader): URL | null {
  const text = environment.read(smtp);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (text !== "" && (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === "")) {
    environment.refuse("the mail server is no smtp:// or smtps:// address");
  }
  if (url !== null && decoded(url.password) === null) {
    environment.refuse("the mail server's password has a % that is not written as %25");
  }
  return url;
}

/** Null for what is not percent-encoded text. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

class Email implements Notifier {
  readonly name = "email";
  readonly isPersonal = true;
  readonly secrets: readonly string[];
  readonly #server: URL | null;
  readonly #from: string;
  #transport: Promise<Transporter> | null = null;

  constructor(server: URL | null, from: string) {
    this.#server = server;
    this.#from = from;
    this.secrets =
      server === null ? [] : [server.href, decoded(server.password) ?? server.password];
  }

  async tell(notice: Notice): Promise<void> {
    // What failed to load may be there the next time.
    this.#transport ??= connect(this.#server).catch((error: unknown) => {
      this.#transport = null;
      throw error;
    });
    const transport = await this.#transport;
    for (const link of notice.links) {
      await transport.sendMail({
        from: this.#from,
        to: link.approver,
        subject: shorten(`[${notice.title}] To approve: ${notice.summary}`, MAX_SUBJECT),
        text: textOf(notice, link),
        // RFC 3834, section 5: no holiday notice in return.
        headers: { "Auto-Submitted": "auto-generated" },
        disableFileAccess: true,
        disableUrlAccess: true,
      });
    }
  }

  async close(): Promise<void> {
    const transport = await this.#transport?.catch(() => null);
    transport?.close();
  }
}

/** A password never travels in the clear but within this machine. */
async function connect(server: URL | null): Promise<Transporter> {
  if (server === null) {
    throw new Error("The mail server is not known.");
  }
  const { createTransport } = await import("nodemailer");
  return createTransport({
    url: server.href,
    requireTLS: server.protocol === "smtp:" && !isLoopback(server),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
}

function textOf({ summary, show, requester, lapses }: Notice, { url }: PersonalLink): string {
  const rows = show.map(([label, text]) => `  ${label}: ${text}`);
  return [
    summary,
    ...(rows.length === 0 ? [] : ["", ...rows]),
    "",
    `Asked for by ${requester}. Lapses at ${lapses}.`,
    "",
    "Read it and decide here. The link is yours alone; do not pass it on.",
    url,
    "",
  ].join("\n");
}
