import type { DocumentedCodes } from "../diagnostics/codes.js";

/** What the reference says of this folder's diagnostics. */
export const openapiCodes: DocumentedCodes = {
  "openapi/invalid-json": {
    title: "Not valid JSON",
    cause: "The file breaks JSON's grammar at the place shown.",
    fix: "Mend it there. JSON has no comments and no comma after the last member.",
  },
  "openapi/invalid-yaml": {
    title: "Not valid YAML",
    cause:
      "The file breaks YAML's grammar, states a key twice, or nests or multiplies values beyond reason.",
    fix: "Mend it at the place shown; the cause may stand before it, such as a quote that is not closed.",
  },
  "openapi/not-openapi": {
    title: "Not an OpenAPI document",
    cause: "The root states neither `openapi` nor `swagger`.",
    fix: "Name the API's OpenAPI document under `spec` in the tool map.",
  },
  "openapi/unsupported-version": {
    title: "Unknown OpenAPI version",
    cause: "The document states a version that is not 2.0, 3.0, 3.1 or 3.2.",
    fix: "Correct the version, or convert the document.",
  },
  "openapi/unresolved-reference": {
    title: "Reference that leads nowhere",
    cause: "A `$ref` or a discriminator's mapping names something that does not exist.",
    fix: "Correct the reference; a similar name is suggested where there is one.",
  },
  "openapi/endless-reference": {
    title: "Reference in a circle",
    cause: "References lead to each other and never to an object.",
    fix: "Let one of them lead to an object.",
  },
  "openapi/remote-reference": {
    title: "Reference to the network",
    cause:
      "A `$ref` is a URL. Descriptions are read from the project's files alone, so that the same input gives the same output.",
    fix: "Save the document in the project, and refer to the file.",
  },
  "openapi/wrong-kind": {
    title: "Value of the wrong kind",
    cause: "Something that a used operation reaches is not what the specification wants there.",
    fix: "Correct the document at the place shown.",
  },
  "openapi/cut-off": {
    title: "Schema of many levels",
    cause:
      "A schema goes on for more levels than code and models can take: what is below is not checked.",
    fix: "Pass what is nested so deep by an input of its own, or mend the schema.",
  },
  "openapi/duplicate-operation-id": {
    title: "operationId given twice",
    cause: "Several operations share the operationId of one that a tool uses.",
    fix: "Give each operation an operationId of its own.",
  },
  "openapi/unknown-location": {
    title: "Parameter without a location",
    cause: "A parameter's `in` is missing, or is not path, query, header or cookie.",
    fix: "State where the parameter goes.",
  },
  "openapi/unsupported-location": {
    title: "Parameter that is a whole query string",
    cause: "OpenAPI 3.2's `in: querystring` cannot be sent yet.",
    fix: "Declare the query's parameters one by one.",
  },
  "openapi/unsupported-collection-format": {
    title: "Unknown collectionFormat",
    cause: "A Swagger 2.0 parameter joins its list in a way that is not supported (tsv).",
    fix: "Use csv, ssv, pipes or multi, if the API takes them.",
  },
  "openapi/undeclared-path-parameter": {
    title: "Path parameter not declared",
    cause: "The path has a `{name}` that no parameter declares. It is taken to be a required text.",
    fix: "Declare the parameter, with its schema.",
  },
  "openapi/unused-path-parameter": {
    title: "Path parameter not in the path",
    cause:
      "A parameter with `in: path` is not in the path, so that it cannot be sent. It is left out.",
    fix: "Remove it, or put it into the path.",
  },
  "openapi/ignored-keyword": {
    title: "Schema keyword ignored",
    cause:
      "A keyword of a schema has a value that it cannot have. Without it the schema accepts more, never less.",
    fix: "Correct the keyword's value.",
  },
  "openapi/other-type": {
    title: "Listed value of another type",
    cause:
      "An `enum` or `const` holds a value that its `type` rules out, such as an unquoted `true` or `1.0` where a text is wanted. It is taken for the text that is written, or for the number or the truth value that a text spells.",
    fix: "Write the value as the type wants it, or correct the type.",
  },
  "openapi/oversized-value": {
    title: "Default, enum or example too large",
    cause: "The value has too many parts, contains itself, or multiplies through YAML aliases.",
    fix: "State a smaller one.",
  },
  "openapi/too-deep": {
    title: "Schema nested too deeply",
    cause: "`allOf` and references lead through more than 200 levels, or to more than 5,000 parts.",
    fix: "Give parts of the schema names in the components.",
  },
  "openapi/endless-schema": {
    title: "Schema that asks itself",
    cause:
      "A schema is its own alternative, condition or the like, with no property or element between. Without the keyword it accepts more, never less.",
    fix: "Leave the circle out, or let the schema contain itself in a property or an element.",
  },
  "openapi/invalid-document": {
    title: "Document against the specification",
    cause:
      "Found by `--validate-spec`: the document breaks the specification's own schema, used or not.",
    fix: "Correct the document at the place shown.",
  },
  "openapi/not-validated": {
    title: "Form of the document not checked",
    cause:
      "`--validate-spec` cannot check the form of an OpenAPI 3.2 document; references and schemas were checked.",
    fix: "Nothing needs to be done.",
  },
};
