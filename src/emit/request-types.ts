import type { Operation, Parameter } from "../model/operation.js";
import type { Schema } from "../model/schema.js";
import { Deferred } from "./deferred.js";
import { type Names, pascalCase } from "./names.js";
import type { OpenPlaces } from "./open-places.js";
import { RepeatedTypes, type TypeFile } from "./repeated-types.js";
import type { Definitions } from "./schema-alternatives.js";
import { merged } from "./schema-merge.js";
import { objectType, reference, typeAlias, typeMember } from "./statements.js";
import type { TsStatement, TsType, TsTypeMember } from "./syntax.js";
import { isInherited, typeOfSchema, unknownType } from "./typescript-type.js";

const locations = ["path", "query", "header", "cookie"] as const;

/** The members of `Requests`: what each operation takes, by its own names. */
export class RequestTypes {
  readonly #names: Names;
  readonly #open: OpenPlaces;
  readonly #named = new Map<string, TsType>();
  readonly #deferred = new Deferred();
  readonly #statements: TsStatement[] = [];
  readonly #repeated = new RepeatedTypes();

  constructor(names: Names, open: OpenPlaces) {
    this.#names = names;
    this.#open = open;
  }

  /** The members, and before them the types of schemas that contain themselves or recur. */
  of(operations: readonly Operation[]): TypeFile {
    const members = operations.map((operation) => this.#member(operation));
    return this.#repeated.apart({ statements: this.#statements, members }, this.#names);
  }

  #member(operation: Operation): TsTypeMember {
    const groups = locations.flatMap((location) => {
      const parameters = operation.parameters.filter(
        (parameter) => parameter.location === location && parameter.suppliedBy === null,
      );
      return parameters.length === 0 ? [] : [this.#group(operation, location, parameters)];
    });
    const { body } = operation;
    const bodyMember =
      body === null
        ? []
        : [
            typeMember("body", this.#type(body.schema, operation, "body"), {
              optional: !body.required,
            }),
          ];
    const members = [...groups, ...bodyMember];
    const nothing = reference("Record", [reference("never"), reference("never")]);
    return typeMember(operation.identifier, members.length === 0 ? nothing : objectType(members), {
      comment: commentFor(operation),
    });
  }

  #group(operation: Operation, location: string, parameters: readonly Parameter[]): TsTypeMember {
    const members = parameters.map((parameter) =>
      typeMember(
        parameter.name,
        isInherited(parameter.name)
          ? unknownType
          : this.#type(parameter.schema, operation, `${location}.${parameter.name}`),
        { optional: !parameter.required },
      ),
    );
    const optional = parameters.every((parameter) => !parameter.required);
    return typeMember(location, objectType(members), { optional });
  }

  #type(written: Schema, operation: Operation, at: string): TsType {
    const schema = merged(written);
    const definitions = schema.$defs ?? {};
    return typeOfSchema(
      schema,
      {
        named: (name) => this.#definition(name, definitions),
        isOpen: (place) => this.#open.isOpen(operation.identifier, place),
        mayBeAbsent: (place) => this.#open.mayBeAbsent(operation.identifier, place),
        note: this.#note,
      },
      at,
    );
  }

  readonly #note = (type: TsType, { title }: Schema, at: string) => {
    this.#repeated.note(type, { member: memberAt(at), title: title ?? null });
  };

  #definition(name: string, definitions: Definitions): TsType {
    const key = JSON.stringify([name, definitions]);
    const known = this.#named.get(key);
    if (known !== undefined) {
      return known;
    }
    const local = this.#names.take(pascalCase(name), `${pascalCase(name)}Value`);
    const type = reference(local);
    this.#named.set(key, type);
    const schema = Object.hasOwn(definitions, name) ? (definitions[name] ?? {}) : {};
    const named = (other: string) => this.#definition(other, definitions);
    this.#deferred.run(() => {
      this.#statements.push(
        typeAlias(local, typeOfSchema(schema, { named, note: this.#note }), { exported: true }),
      );
    });
    return type;
  }
}

/** `body.lines[].unit_price` → `unit_price`; nothing for a body, of which most operations have one. */
function memberAt(place: string): string {
  const last =
    place
      .replace(/(?:\[\]|\.\*)+$/, "")
      .split(".")
      .at(-1) ?? "";
  return place === "body" ? "" : last;
}

function commentFor({ method, path, summary, deprecated }: Operation): string {
  const words = `\`${method} ${path}\``;
  const about = summary === "" ? words : `${words}: ${summary.replace(/\.?\s*$/, ".")}`;
  return deprecated ? `${about} Deprecated.` : about;
}
