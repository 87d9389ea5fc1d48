import { Collector } from "../diagnostics/collector.js";
import {
  freeNames,
  parseExpression,
  parseTemplateText,
  type SyntaxTree,
} from "../expression/parse.js";
import { childrenOf, type Syntax } from "../expression/syntax.js";
import type { SourceText } from "../source/source-text.js";
import type { ErrorRuleEntry, MemberTemplate, Template } from "../tool-map/tool-map.js";

/**
 * The names that parts of a map use, before anything is typed: they decide the order in which a tool
 * runs. What does not parse uses nothing here and is reported when it is bound.
 */
export function namesInExpression(text: SourceText): readonly string[] {
  const tree = parseExpression(text, new Collector());
  return tree === null ? [] : namesIn(tree);
}

/** What came with a step's answer is used as `http.<step>`. */
function namesIn(tree: SyntaxTree): readonly string[] {
  return [...freeNames(tree), ...httpSteps(tree.root).map((step) => `${httpPrefix}${step}`)];
}

export const httpPrefix = "http.";

function httpSteps(node: Syntax): readonly string[] {
  const isHttp = node.kind === "select" && node.of.kind === "name" && node.of.name === "http";
  return isHttp ? [node.field] : childrenOf(node).flatMap(httpSteps);
}

export function namesInTemplate(template: Template): readonly string[] {
  switch (template.kind) {
    case "literal":
      return [];
    case "text": {
      const parts = parseTemplateText(template.source, new Collector()) ?? [];
      return parts.flatMap((part) => (part.kind === "literal" ? [] : namesIn(part.tree)));
    }
    case "list":
      return template.items.flatMap(namesInTemplate);
    case "object":
      return namesInMembers(template.members);
    case "projection": {
      const picks = template.pick ?? [];
      const inPicks = picks.flatMap((pick) =>
        pick.value === null ? [] : namesInExpression(pick.value),
      );
      return [...namesInExpression(template.from), ...inPicks];
    }
    default:
      return template satisfies never;
  }
}

export function namesInMembers(members: readonly MemberTemplate[]): readonly string[] {
  return members.flatMap((member) => namesInTemplate(member.value));
}

export function namesInRules(rules: readonly ErrorRuleEntry[]): readonly string[] {
  return rules.flatMap((rule) =>
    rule.cases.flatMap(({ when, outcome }) => {
      const guard = when === null ? [] : namesInExpression(when);
      switch (outcome.kind) {
        case "failure":
          return [...guard, ...namesInMembers(outcome.members)];
        case "result":
        case "value":
          return [...guard, ...namesInTemplate(outcome.value)];
        case "fatal":
          return guard;
        default:
          return outcome satisfies never;
      }
    }),
  );
}
