import { request as send } from "node:http";
import { NotStarted } from "../run/problem.js";

/** A desk that listens. */
export interface OpenDesk {
  /** Where it listens; its links may name another address, as behind a proxy. */
  readonly url: string;
}

export type Decision = "approve" | "refuse";

/** What the desk said: `decided`, `nothing` where its page has no form any more, or why not. */
export type Decided =
  | { readonly kind: "decided" | "nothing" }
  | { readonly kind: "turned-away"; readonly status: number };

const answerMs = 20_000;

/**
 * Opens a link as a browser does, types what the page asks for, and presses the button. Throws
 * `NotStarted` where the desk gives no answer.
 */
export async function decide(desk: OpenDesk, link: string, decision: Decision): Promise<Decided> {
  const page = await answerOf(desk, link, "GET", {});
  if (page.status !== 200) {
    return { kind: "turned-away", status: page.status };
  }
  const form = formIn(page.body);
  if (form === null) {
    return { kind: "nothing" };
  }
  const fields = new URLSearchParams({ ...form, reason: "", decision });
  const headers = {
    cookie: page.cookie,
    origin: new URL(link).origin,
    "content-type": "application/x-www-form-urlencoded",
  };
  const { status } = await answerOf(desk, link, "POST", headers, fields.toString());
  return status === 303 ? { kind: "decided" } : { kind: "turned-away", status };
}

/** What the form hides, and what a person reads in order to type it. */
function formIn(page: string): Readonly<Record<string, string>> | null {
  const hidden = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
  const [, typed] = /<label for="typed">Type <strong>([^<]*)<\/strong>/.exec(page) ?? [];
  return typed === undefined
    ? null
    : {
        ...Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, unescaped(value)])),
        typed: unescaped(typed),
      };
}

const characters: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

function unescaped(text: string): string {
  return text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => characters[entity] ?? entity);
}

interface Answer {
  readonly status: number;
  readonly body: string;
  /** What the page asks the browser to send back; empty for nothing. */
  readonly cookie: string;
}

function answerOf(
  desk: OpenDesk,
  link: string,
  method: "GET" | "POST",
  headers: Readonly<Record<string, string>>,
  body = "",
): Promise<Answer> {
  const { host, pathname } = new URL(link);
  const { hostname, port } = new URL(desk.url);
  const options = {
    hostname,
    port,
    path: pathname,
    method,
    headers: { ...headers, host, "content-length": Buffer.byteLength(body) },
    signal: AbortSignal.timeout(answerMs),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      const why = options.signal.aborted ? "in time" : `(${error.message})`;
      reject(new NotStarted(`the desk gave no answer ${why}`));
    };
    const sent = send(options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.once("error", fail);
      response.once("end", () => {
        const [cookie = ""] = (response.headers["set-cookie"]?.[0] ?? "").split(";", 1);
        resolve({ status: response.statusCode ?? 0, body: text, cookie });
      });
    });
    sent.once("error", fail);
    sent.end(body);
  });
}
