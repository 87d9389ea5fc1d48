import { posix } from "node:path";
import type { Collector } from "../diagnostics/collector.js";
import type { SourceFile, Spanned } from "../source/source-file.js";
import { approvals } from "./approvals.js";
import { audit } from "./audit.js";
import { errorRules } from "./error-rules.js";
import { functions } from "./functions.js";
import { reportHiddenCharacters } from "./hidden-characters.js";
import { rootNames } from "./names.js";
import { operations } from "./operations.js";
import { absoluteSpec, misplacedOutput, outsideProject, remoteSpec } from "./problems.js";
import {
  type Context,
  mappingTo,
  optional,
  type Reader,
  refine,
  required,
  unsupported,
  withDefault,
} from "./reading.js";
import { text } from "./scalars.js";
import { likelySecrets } from "./secrets.js";
import { server } from "./server.js";
import { tools } from "./tool.js";
import type { ToolMap, UpstreamEntry } from "./tool-map.js";
import { upstream } from "./upstream.js";
import { version } from "./version.js";
import { readYaml } from "./yaml/read.js";
import type { MappingNode } from "./yaml/tree.js";

/** Reads a tool map; null where an error was reported. */
export function parseToolMap(file: SourceFile, collector: Collector): ToolMap | null {
  const secrets = likelySecrets(file);
  for (const secret of secrets) {
    collector.hide(secret);
  }
  const tree = readYaml(file, secrets, collector);
  if (tree === null) {
    return null;
  }
  reportHiddenCharacters(tree, collector);
  const start = { file, start: tree.span.start, end: tree.span.start };
  const map = toolMap(tree, { collector, where: "", place: start, names: rootNames });
  return map === undefined || collector.hasErrors() ? null : map;
}

/** A path to the API description, or `{ file: path }`. */
const spec: Reader<Spanned<string>> = refine(
  (node, context) => (node.kind === "mapping" ? specFile(node, context) : text(node, context)),
  (path, { collector }) => {
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path.value)) {
      collector.add(remoteSpec(path.value, path.span));
      return undefined;
    }
    if (/^(?:[\\/]|[a-z]:[\\/])/i.test(path.value)) {
      collector.add(absoluteSpec(path.value, path.span));
      return undefined;
    }
    return path;
  },
);

const specFile: Reader<Spanned<string>> = mappingTo(
  { file: required(text, "file: specs/api.yaml"), overlays: unsupported('"overlays"') },
  ({ file }) => file,
);

/** A folder below the map's own. */
const output: Reader<Spanned<string>> = refine(text, (path, { collector, where }) => {
  const parts = path.value.replace(/\/+$/, "").split("/");
  const isBelow = parts.every((part) => part !== "" && part !== ".." && !/[\\:]/.test(part));
  if (!isBelow || parts.every((part) => part === ".")) {
    collector.add(outsideProject(where, path.value, path.span));
    return undefined;
  }
  return path;
});

const toolMap: Reader<ToolMap> = mappingTo(
  {
    version: required(version, "version: 1"),
    server: required(server, "server: { name: billing }"),
    spec: required(spec, "spec: specs/billing.yaml"),
    output: required(output, "output: servers/billing"),
    upstream: optional(upstream),
    errors: withDefault(errorRules("map"), []),
    tools: required(tools, "tools: { … }"),
    audit: withDefault(audit, { to: "stderr", redact: [] }),
    functions: withDefault(functions, []),
    operations: withDefault(operations, { effects: [], exclude: [] }),
    approvals: optional(approvals),
    resources: unsupported('"resources"'),
    prompts: unsupported('"prompts"'),
    serve: unsupported('"serve"'),
  },
  (values, node, context) => {
    const { server, spec, output, errors, tools, audit, functions, operations, approvals } = values;
    const upstream = values.upstream ?? upstreamOfNone(node, context);
    const among = othersAround(output.value, spec.value);
    if (among !== null) {
      context.collector.add(misplacedOutput(output.value, among, output.span));
    }
    return (
      upstream && {
        file: node.span.file,
        server,
        spec,
        output,
        upstream,
        errors,
        tools,
        audit,
        functions,
        operations,
        approvals,
      }
    );
  },
);

/** What an output folder must not be mixed up with. */
function othersAround(output: string, spec: string): string | null {
  const folder = posix.normalize(output).replace(/\/$/, "");
  const parts = folder.split("/");
  if (parts.includes("node_modules")) {
    return "what npm installs";
  }
  const specs = posix.dirname(posix.normalize(spec));
  const isIn = (inner: string, outer: string) => `${inner}/`.startsWith(`${outer}/`);
  return specs !== "." && (isIn(folder, specs) || isIn(specs, folder)) ? "the spec" : null;
}

/** What holds where a map says nothing about its upstream. */
function upstreamOfNone({ span }: MappingNode, context: Context): UpstreamEntry | undefined {
  const start = { ...span, end: span.start };
  return upstream({ kind: "mapping", entries: [], span: start }, context);
}
