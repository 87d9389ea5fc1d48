import type { Approvals } from "../../model/gate.js";
import { textOfMail } from "./mail.js";
import { type MailServer, startMailServer } from "./mail-server.js";
import { startWebhook, type Webhook } from "./webhook.js";

/** Ends a link of the desk's: the secret that opens one draft to one approver. */
const link = /https?:\/\/[^\s"<>|]+\/d\/[\w-]{43}(?![\w-])/g;

/** Where the approvers' mail and messages go while a prompt is worked on: nobody else is told. */
export class Mailbox {
  #mail: MailServer | null = null;
  #webhook: Webhook | null = null;
  readonly #links: string[] = [];
  #wake = (): void => {};

  static async open({ email, slack }: Pick<Approvals, "email" | "slack">): Promise<Mailbox> {
    const mailbox = new Mailbox();
    if (email !== null) {
      mailbox.#mail = await startMailServer((mail) => mailbox.#read(textOfMail(mail)));
    }
    if (slack !== null) {
      mailbox.#webhook = await startWebhook((message) => mailbox.#read(message));
    }
    return mailbox;
  }

  /** As the server's `notify.email.smtp`; null where the map sends no mail. */
  get smtp(): string | null {
    return this.#mail?.url ?? null;
  }

  /** As `notify.slack`; null where the map tells no channel. */
  get slack(): string | null {
    return this.#webhook?.url ?? null;
  }

  /** The next link that came, in the order of coming; null once the signal is aborted. */
  async next(signal: AbortSignal): Promise<string | null> {
    while (this.#links.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    return this.#links.shift() ?? null;
  }

  close(): void {
    this.#mail?.close();
    this.#webhook?.close();
  }

  #read(text: string): void {
    this.#links.push(...(text.match(link) ?? []));
    this.#wake();
  }
}
