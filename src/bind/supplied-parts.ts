import type { ParameterLocation } from "../model/operation.js";
import type { Schema } from "../model/schema.js";

/** What of an operation's request the tools supply; the typed client has these parts and no others. */
export class SuppliedParts {
  /** Everything is (a handler may pass any of it). */
  whole = false;
  /**
   * Places (`query.status`, `body.a`) that get a value of which less is known than the spec asks
   * for, with what the typed client then says of them. The API itself still checks the value.
   */
  readonly loosened = new Map<string, Schema>();
  /** The body is put together from members of several alternatives, of which it has to be one. */
  flattensVariants = false;
  /** Paths of members that may be missing from a body which, where their object is sent, must have them. */
  readonly conditional = new Map<string, readonly string[]>();
  readonly #parameters = new Set<string>();
  /** First-level body properties; null once the body is passed as one value. */
  #bodyProperties: Set<string> | null = new Set();
  #body = false;

  addParameter(location: ParameterLocation, name: string): void {
    this.#parameters.add(`${location}.${name}`);
  }

  addBodyProperty(name: string): void {
    this.#body = true;
    this.#bodyProperties?.add(name);
  }

  addConditional(path: readonly string[]): void {
    this.conditional.set(path.join("."), path);
  }

  /** A body is sent, whatever stands in it. */
  addBody(): void {
    this.#body = true;
  }

  addWholeBody(): void {
    this.#body = true;
    this.#bodyProperties = null;
  }

  /** Whether a tool says itself what the parameter is. */
  names(location: ParameterLocation, name: string): boolean {
    return this.#parameters.has(`${location}.${name}`);
  }

  hasParameter(location: ParameterLocation, name: string): boolean {
    return this.whole || this.names(location, name);
  }

  get hasBody(): boolean {
    return this.whole || this.#body;
  }

  hasBodyProperty(name: string): boolean {
    return this.whole || this.#bodyProperties === null || this.#bodyProperties.has(name);
  }
}
