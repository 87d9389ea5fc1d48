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

/**
 * The log: one JSON line an event, one that opens and one that closes for each call. Every line is
 * handed to the operating system before the function that logs it returns.
 */
export class Audit {
  readonly #lines: LogLines;
  readonly #redact: ReadonlySet<string>;
  #loading: Promise<void> | null = null;
  #logger: Logger | null = null;

  /** Opens the file, if there is one; throws where that fails. */
  constructor(definition: AuditDefinition, secrets: Secrets) {
    this.#lines = new LogLines(definition.to, secrets);
    this.#redact = new Set(definition.redact ?? []);
  }

  /** Loads pino, which a start has no use for. */
  ready(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Whether the line was written. */
  opened(entry: CallEntry, secret: ReadonlySet<string>): boolean {
    const logged = redact(entry.arguments, (name) => this.#redact.has(name) || secret.has(name));
    return this.#write("info", "call opened", { ...entry, arguments: logged });
  }

  closed(fields: object): void {
    this.#write("info", "call closed", fields);
  }

  warn(message: string, fields: object): void {
    this.#write("warn", message, fields);
  }

  error(message: string, fields: object, cause?: unknown): void {
    this.#write("error", message, { ...fields, ...(cause === undefined ? {} : { err: cause }) });
  }

  close(): void {
    this.#lines.close();
  }

  async #load(): Promise<void> {
    const { pino } = await import("pino");
    this.#logger = pino(
      {
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }) },
      },
      this.#lines,
    );
  }

  #write(level: "info" | "warn" | "error", message: string, fields: object): boolean {
    try {
      this.#logger?.[level](fields, message);
      return this.#logger !== null;
    } catch {
      return false;
    }
  }
}
