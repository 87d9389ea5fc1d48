import type { Spanned } from "../source/source-file.js";
import { invalidName, notSupported } from "./problems.js";
import {
  entries,
  mappingTo,
  optional,
  type Reader,
  refine,
  required,
  withDefault,
} from "./reading.js";
import { matching, oneOf, prose, text } from "./scalars.js";
import type { ServerEntry } from "./tool-map.js";

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const name = matching(kebabCase, "a name in kebab-case", [
  "use lower-case letters, digits and hyphens; what people read is the title",
]);

/** Source: Semantic Versioning 2.0.0. */
const semanticVersion = matching(
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/,
  "a version",
  ['write three numbers: "1.0.0"'],
);

/** 1: @modelcontextprotocol/sdk. 2, @modelcontextprotocol/server, is part of the format only. */
const sdk: Reader<Spanned<string>> = refine(oneOf("1", "2"), (value, { collector }) => {
  if (value.value === "2") {
    collector.add(notSupported('"sdk: 2"', value.span));
    return undefined;
  }
  return value;
});

/** Source: npm's rules for package names. */
const packageName = /^(@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;

const dependencies: Reader<Readonly<Record<string, string>>> = refine(
  entries((name, node, context) => {
    const range = text(node, context);
    if (!packageName.test(name.value)) {
      const rule = 'a dependency is named as on npm: "date-fns", "@scope/name"';
      context.collector.add(invalidName("a package", name.value, rule, name.span));
      return undefined;
    }
    return range === undefined ? undefined : ([name.value, range.value] as const);
  }),
  (ranges) => Object.fromEntries(ranges),
);

/** What the server is called, and says about itself. */
export const server: Reader<ServerEntry> = mappingTo(
  {
    name: required(name, "name: billing"),
    title: optional(prose),
    version: optional(semanticVersion),
    instructions: optional(prose),
    sdk: optional(sdk),
    dependencies: withDefault(dependencies, {}),
  },
  ({ name, title, version, instructions, dependencies }) => ({
    name,
    title,
    version: version?.value ?? "0.1.0",
    instructions,
    dependencies,
  }),
);
