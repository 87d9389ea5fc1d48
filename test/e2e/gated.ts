import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { ElicitRequestSchema, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { SMTPServer } from "smtp-server";
import { vi } from "vitest";
import { type BillingApi, startBillingApi } from "../../examples/billing-api/server.js";
import { compiled, type Variant } from "./compiled.js";
import { environment, Session } from "./session.js";

const repository = join(import.meta.dirname, "../..");

/** Asks whoever sits at the client. */
export type Person = (message: string) => ElicitResult;

/** The sample's server as its users run it: the tools, the desk beside them, mail, and the API. */
export interface Gated {
  readonly api: BillingApi;
  readonly desk: string;
  /** What the desk's process wrote on stderr. */
  deskLog(): string;
  /** A client of its own process; with a person at it, one that can be asked. */
  session(person?: Person): Promise<Session>;
  /** The link that the approver has been sent for the draft with this summary. */
  link(summary: string): Promise<string>;
  close(): Promise<void>;
}

export async function startGated(variant: Variant = "billing"): Promise<Gated> {
  const project = copied(await compiled(variant));
  const api = await startBillingApi();
  const mails: string[] = [];
  const smtp = await mailServer(mails);
  const desk = `http://127.0.0.1:${await freePort()}`;
  const env = {
    ...environment({ base: api.url }),
    APPROVALS_URL: desk,
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
  };
  const program = join(project, "dist/main.js");
  const process = spawn(globalThis.process.execPath, [program, "--approvals", new URL(desk).port], {
    env,
  });
  let log = "";
  process.stderr.setEncoding("utf8").on("data", (text: string) => {
    log += text;
  });
  await vi.waitFor(() => {
    if (!log.includes("approvals at")) {
      throw new Error(`the desk does not listen: ${log}`);
    }
  }, 10_000);
  const sessions: Session[] = [];
  return {
    api,
    desk,
    deskLog: () => log,
    session: async (person) => {
      const session = await connected(program, env, person);
      sessions.push(session);
      return session;
    },
    link: (summary) => vi.waitFor(() => linkIn(mails, summary), 10_000),
    close: async () => {
      await Promise.all(sessions.map((session) => session.close()));
      await ended(process);
      await api.close();
      await smtp.close();
      rmSync(project, { recursive: true, force: true });
    },
  };
}

/** A project of its own: drafts lie in the project's folder. */
function copied(program: string): string {
  const from = dirname(dirname(program));
  const project = mkdtempSync(join(tmpdir(), "mcpgen-gated-"));
  for (const name of ["package.json", "tools.json", "dist"]) {
    cpSync(join(from, name), join(project, name), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(project, "node_modules"));
  return project;
}

async function connected(
  program: string,
  env: Record<string, string>,
  person: Person | undefined,
): Promise<Session> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program],
    env,
    stderr: "pipe",
  });
  const capabilities = person === undefined ? {} : { elicitation: { form: {} } };
  const client = new Client({ name: "e2e", version: "1.0.0" }, { capabilities });
  if (person !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => person(params.message));
  }
  const session = new Session(client, transport);
  await client.connect(transport);
  await client.listTools();
  return session;
}

/** Throws until the mail has come. */
function linkIn(mails: readonly string[], summary: string): string {
  const mail = mails.find((each) => each.includes(summary));
  const [link] = /http:\/\/\S+\/d\/\S+/.exec(mail ?? "") ?? [];
  if (link === undefined) {
    throw new Error(`no mail about "${summary}" among ${mails.length}`);
  }
  return link;
}

async function mailServer(mails: string[]) {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(unfolded(Buffer.concat(chunks).toString("utf8")));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** The text of a mail whose body may be quoted-printable (RFC 2045, section 6.7). */
function unfolded(mail: string): string {
  return /quoted-printable/i.test(mail)
    ? mail
        .replaceAll("=\r\n", "")
        .replaceAll(/=([0-9A-F]{2})/g, (_all, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        )
    : mail;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await exit;
  clearTimeout(timer);
}
