import type { Logger } from "pino";
import { LogLines } from "./log-lines.js";
import { redact } from "./redact.js";
import type { Secrets } from "./secrets.js";

/** Where the log goes, and which arguments stay out of it. */
export interface AuditDefinition {
  readonly to: "stderr" | { readonly file: string } | { readonly both: string };
  /** Names of arguments, at any depth. */
  readonly redact?: readonly string[];
}

/** One call, as its opening line tells it. */
export interface CallEntry {
  readonly request_id: string;
  readonly caller: string;
  readonly tool: string;
  readonly arguments: unknown;
  readonly draft_id?: string;
  /** Present for a call that the server makes itself, of a draft that was decided or that nobody ends. */
  readonly own?: true;
}

/** One request to the upstream. */
export interface RequestEntry {
  readonly method: string;
  /** The template: a path's values may be secrets of a customer. */
  readonly path: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly ms: number;
}

type LogLevel = "info" | "warn" | "error";

/** How long lines may wait for a quiet moment in which pino is loaded. */
const LOAD_AFTER_MS = 100;

/**
 * The log: one JSON line an event, one that opens and one that closes for each call. A call that
 * only reads does not wait for the log, nor a start for pino.
 */
export class Audit {
  readonly #lines: LogLines;
  readonly #redact: ReadonlySet<string>;
  #loading: Promise<void> | null = null;
  #logger: Logger | null = null;
  #waiting: (() => void)[] = [];

  /** Opens the file, if there is one; throws where that fails. */
  constructor(definition: AuditDefinition, secrets: Secrets) {
    this.#lines = new LogLines(definition.to, secrets);
    this.#redact = new Set(definition.redact ?? []);
  }

  /** Whether every line so far has been written: without its opening line, no change is sent. */
  async written(): Promise<boolean> {
    await this.ready();
    return this.#lines.flush();
  }

  /** Loads pino. */
  ready(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  opened(entry: CallEntry, secret: ReadonlySet<string>): void {
    const logged = redact(entry.arguments, (name) => this.#redact.has(name) || secret.has(name));
    this.#write("info", "call opened", { ...entry, arguments: logged });
  }

  closed(fields: object): void {
    this.#write("info", "call closed", fields);
  }

  /** What happened within or beside a call. */
  event(message: string, fields: object): void {
    this.#write("info", message, fields);
  }

  warn(message: string, fields: object): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields: object, cause?: unknown): void {
    this.#write("error", message, cause === undefined ? fields : { ...fields, err: cause });
  }

  async close(): Promise<void> {
    if (this.#waiting.length > 0) {
      await this.ready();
    }
    this.#lines.close();
  }

  async #load(): Promise<void> {
    const { pino } = await import("pino");
    const formatters = { level: (level: string) => ({ level }) };
    this.#logger = pino({ base: null, timestamp: false, formatters }, this.#lines);
    for (const write of this.#waiting.splice(0)) {
      write();
    }
  }

  #write(level: LogLevel, message: string, fields: object): void {
    const timed = { time: new Date().toISOString(), ...fields };
    if (this.#logger !== null) {
      this.#logger[level](timed, message);
      return;
    }
    this.#waiting.push(() => this.#logger?.[level](timed, message));
    if (this.#waiting.length === 1) {
      setTimeout(() => void this.ready(), LOAD_AFTER_MS).unref();
    }
  }
}
