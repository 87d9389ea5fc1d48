/** Literal text, an environment variable, or both joined. Read once, at start. */
export type EnvText = string | EnvVariable | EnvJoined;

export interface EnvVariable {
  readonly variable: string;
}

export interface EnvJoined {
  readonly parts: readonly EnvText[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of an environment variable, which must be set and not empty. */
export function env(variable: string): EnvVariable {
  return { variable };
}

/** `join(env("BASE"), "/v2")` */
export function join(...parts: readonly EnvText[]): EnvJoined {
  return { parts };
}

/** Reads values and keeps what is wrong with them, so that everything is reported at once. */
export class EnvReader {
  readonly #environment: Environment;
  readonly #missing = new Set<string>();
  readonly #problems: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** The text, with nothing in place of a variable that is missing. */
  read(text: EnvText): string {
    if (typeof text === "string") {
      return text;
    }
    if ("parts" in text) {
      return text.parts.map((part) => this.read(part)).join("");
    }
    const value = this.#environment[text.variable];
    if (value === undefined || value === "") {
      this.#missing.add(text.variable);
      return "";
    }
    return value;
  }

  /** Whether every variable of the text is set. */
  has(text: EnvText): boolean {
    if (typeof text === "string") {
      return true;
    }
    if ("parts" in text) {
      return text.parts.every((part) => this.has(part));
    }
    const value = this.#environment[text.variable];
    return value !== undefined && value !== "";
  }

  /** The variables in a text, for a message: ` (from A and B)`; empty for a text of literals alone. */
  namesIn(text: EnvText): string {
    const names = variablesIn(text);
    return names.length === 0 ? "" : ` (from ${names.join(" and ")})`;
  }

  /** Records a value that cannot be used. The message must not hold the value: it may be a secret. */
  refuse(message: string): void {
    this.#problems.push(message);
  }

  /** One line for each missing variable and each refused value. */
  problems(): readonly string[] {
    const missing = [...this.#missing].sort();
    return [...missing.map((name) => `${name} is not set`), ...this.#problems];
  }
}

function variablesIn(text: EnvText): readonly string[] {
  if (typeof text === "string") {
    return [];
  }
  return "parts" in text ? [...new Set(text.parts.flatMap(variablesIn))] : [text.variable];
}

/** Whether the text holds a variable's value, rather than literals alone. */
export function fromEnvironment(text: EnvText): boolean {
  return typeof text !== "string" && (!("parts" in text) || text.parts.some(fromEnvironment));
}

/** The server cannot start with the environment that it was given. */
export class ConfigurationError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used: ${problems.join("; ")}.`);
    this.name = "ConfigurationError";
    this.problems = problems;
  }
}
