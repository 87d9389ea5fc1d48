import type { Collector } from "../../diagnostics/collector.js";
import type { SourceFile, Spanned } from "../../source/source-file.js";
import { reportHiddenCharacters } from "../../tool-map/hidden-characters.js";
import { invalidValue } from "../../tool-map/problems.js";
import {
  list,
  mapping,
  mappingTo,
  optional,
  type Reader,
  refine,
  required,
  withDefault,
} from "../../tool-map/reading.js";
import { integer, oneOf, prose, refuse, text } from "../../tool-map/scalars.js";
import { version } from "../../tool-map/version.js";
import { readYaml } from "../../tool-map/yaml/read.js";
import type { Evals, ModelSetting, Setting } from "../evals.js";
import { prompts } from "./prompt.js";
import { regularExpression } from "./regular-expression.js";
import { number, settings } from "./values.js";

/** What is looked for in messages about the file as a whole: `evals has no key "prompts"`. */
const rootName = "evals";

/** Reads an evals file; null where an error was reported. */
export function parseEvals(file: SourceFile, collector: Collector): Evals | null {
  const tree = readYaml(file, [], collector);
  if (tree === null) {
    return null;
  }
  reportHiddenCharacters(tree, collector);
  const place = { file, start: tree.span.start, end: tree.span.start };
  const context = { collector, where: rootName, place, names: new Set<string>() };
  const evals = evalsFile(tree, context);
  return evals === undefined || collector.hasErrors() ? null : { file, ...evals };
}

/** A program and its arguments. */
const command: Reader<readonly Setting[]> = refine(list(text), (words, context, node) =>
  words.length > 0 ? words : refuse(node, context, "a program with its arguments"),
);

const upstream = mapping({
  command: required(command, "command: [node, build/api.js]"),
  ready: required(regularExpression, 'ready: "(http://\\\\S+)"'),
  env: withDefault(settings, new Map()),
  headers: withDefault(settings, new Map()),
});

const price = number(0);
const prices = mapping({
  input: required(price, "input: 3"),
  output: required(price, "output: 15"),
});

/** What stands where a secret may stand is not repeated. */
function withoutSecret(form: RegExp, wanted: string, help: readonly string[]): Reader<string> {
  return (node, context) => {
    if (node.kind === "scalar" && form.test(node.text.text)) {
      return node.text.text;
    }
    context.collector.hide(node.span);
    return refuse(node, context, wanted, help);
  };
}

const variable = refine(
  withoutSecret(/^\$\{env\.[A-Za-z_]\w*\}$/, "the name of an environment variable", [
    "write ${env.NAME}: a key does not belong in a file",
  ]),
  (name) => name.slice("${env.".length, -1),
);

const url = refine(
  withoutSecret(/^https?:\/\/[^\s/@]+(?:\/\S*)?$/, "an http address without credentials", []),
  (address) => address.replace(/\/+$/, ""),
);

const noModel: ModelSetting = {
  provider: null,
  id: null,
  baseUrl: null,
  keyFrom: null,
  maxTokens: null,
  temperature: null,
  prices: null,
};

const model: Reader<ModelSetting> = mappingTo(
  {
    provider: optional(refine(oneOf("anthropic", "openai"), ({ value }) => value)),
    id: optional(refine(text, ({ value }) => value)),
    baseUrl: optional(url),
    key: optional(variable),
    maxTokens: optional(refine(integer(1, 1_000_000), ({ value }) => value)),
    temperature: optional(number(0, 2)),
    prices: optional(prices),
  },
  ({ key, ...values }) => ({ ...values, keyFrom: key }),
);

/** What a gate and an internal error give anew in every run. */
const defaultVolatile = ["draft_id", "expires_at", "request_id"];

const names: Reader<readonly string[]> = refine(list(text), (values) =>
  values.map(({ value }) => value),
);

/** The project is the folder of the evals file, and everything lies in it. */
const mapPath: Reader<Spanned<string>> = refine(text, (path, { collector }) => {
  const isBelow = !/^(?:[\\/]|[A-Za-z]:)/.test(path.value) && !path.value.split("/").includes("..");
  if (!isBelow) {
    const wanted = "a path below the folder of the evals file";
    collector.add(invalidValue(path.value, wanted, path.span));
    return undefined;
  }
  return path;
});

const evalsFile: Reader<Omit<Evals, "file">> = mappingTo(
  {
    version: required(version, "version: 1"),
    map: optional(mapPath),
    upstream: optional(upstream),
    server: withDefault(mapping({ env: withDefault(settings, new Map()) }), { env: new Map() }),
    model: withDefault(model, noModel),
    system: optional(refine(prose, ({ value }) => value)),
    volatile: withDefault(names, []),
    prompts: required(prompts, "prompts: { … }"),
  },
  ({ version: _, map, volatile, ...values }, node) => {
    const start = { ...node.span, end: node.span.start };
    const beside: Spanned<string> = { value: "tool-map.yaml", span: start };
    const fromRunToRun = [...new Set([...defaultVolatile, ...volatile])].sort();
    return { ...values, map: map ?? beside, volatile: fromRunToRun };
  },
);
