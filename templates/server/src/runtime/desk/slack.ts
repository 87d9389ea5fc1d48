import { ConfigurationError, type EnvReader, type EnvText } from "../env.js";
import { Http } from "../http.js";
import { isLoopback } from "./address.js";
import type { Notice, Notifier, NotifierDefinition } from "./notice.js";

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 16 * 1024;

/** Slack takes at most 3,000 characters in a text of a block. Source: Block Kit, text object. */
const MAX_TEXT = 2_900;

/** Tells a channel, by an incoming webhook. Whoever reads the channel sees what it is told. */
export function slack(webhook: EnvText): NotifierDefinition {
  return {
    isPersonal: false,
    open: (environment) => new Slack(readWebhook(webhook, environment)),
  };
}

function readWebhook(webhook: EnvText, environment: EnvReader): URL | null {
  const text = environment.read(webhook);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (text !== "" && (url === null || !(url.protocol === "https:" || isLoopback(url)))) {
    environment.refuse("the Slack webhook is no https:// address");
  }
  return url;
}

class Slack implements Notifier {
  readonly name = "slack";
  readonly isPersonal = false;
  readonly secrets: readonly string[];
  readonly #url: URL | null;
  readonly #http = new Http(MAX_ANSWER_BYTES);

  constructor(url: URL | null) {
    this.#url = url;
    this.secrets = url === null ? [] : [url.href, url.pathname];
  }

  async tell(notice: Notice): Promise<void> {
    if (this.#url === null) {
      throw new ConfigurationError(["the Slack webhook is missing"]);
    }
    const { status } = await this.#http.request({
      method: "POST",
      url: this.#url,
      headers: { "content-type": "application/json; charset=utf-8" },
      body: Buffer.from(JSON.stringify(messageOf(notice))),
      timeoutMs: TIMEOUT_MS,
      signal: null,
    });
    if (status !== 200) {
      throw new Error(`Slack answered ${status}.`);
    }
  }

  close(): Promise<void> {
    return this.#http.close();
  }
}

/** What others wrote is `plain_text`, in which nothing is a link or a mention; links are ours. */
function messageOf({ title, summary, show, requester, lapses, desk, links }: Notice): object {
  const rows = show.map(([label, text]) => `${label}: ${text}`);
  const words = [summary, ...rows, `Asked for by ${requester}. Lapses at ${lapses}.`].join("\n");
  const personal = links.map(({ approver, url }) => `<${url}|Decide as ${escaped(approver)}>`);
  const where =
    personal.length > 0 ? personal.join("\n") : `Approvers have a link by mail (<${desk}>).`;
  return {
    text: escaped(`${title}: an approval is asked for.`),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "header", text: plain(`${title}: to approve`.slice(0, 150)) },
      { type: "section", text: plain(words.slice(0, MAX_TEXT)) },
      { type: "section", text: { type: "mrkdwn", text: where, verbatim: true } },
    ],
  };
}

function plain(text: string): object {
  return { type: "plain_text", text, emoji: false };
}

/** Source: Slack, "Formatting text for app surfaces", escaping. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
