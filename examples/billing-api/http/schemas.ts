import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

/** One thing that does not fit: where in the value, and why. */
export interface Misfit {
  /** `/filter/statuses/0`, or empty for the whole value. */
  readonly at: string;
  readonly why: string;
}

/** The schemas of a description, compiled when they are first used. */
export class Schemas {
  readonly #ajv: Ajv2020;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: object) {
    this.#ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: true });
    formats.default(this.#ajv);
    this.#ajv.addSchema({ ...document, $id: "description" });
  }

  /** Empty where the value fits the schema at a pointer into the description. */
  misfits(pointer: string, value: unknown): readonly Misfit[] {
    const validate = this.#compile(pointer);
    if (validate(value)) {
      return [];
    }
    return (validate.errors ?? []).map((error) => ({
      at: error.instancePath,
      why: why(error.message ?? error.keyword, error.params),
    }));
  }

  /** Which of these types a value for the schema may have; used to read text from a URL. */
  accepts(pointer: string, value: unknown): boolean {
    return this.misfits(pointer, value).length === 0;
  }

  #compile(pointer: string): ValidateFunction {
    let validate = this.#compiled.get(pointer);
    if (!validate) {
      validate = this.#ajv.compile({ $ref: `description#${pointer}` });
      this.#compiled.set(pointer, validate);
    }
    return validate;
  }
}

function why(message: string, params: Readonly<Record<string, unknown>>): string {
  const named = params.additionalProperty ?? params.allowedValues ?? params.allowedValue;
  return named === undefined ? message : `${message}: ${JSON.stringify(named)}`;
}
