import {
  bestFitting,
  type Doc,
  expandParent,
  group,
  hardline,
  indent,
  willBreak,
} from "./document.js";
import { layoutExpression, layoutLookup } from "./layout.js";
import { hasFunctionArgument, layoutArguments } from "./layout-arguments.js";
import { nowhere, type Path, within } from "./layout-path.js";
import { needsParentheses } from "./parentheses.js";
import { isSimpleArgument } from "./simple-argument.js";
import type { TsCall, TsExpression } from "./syntax.js";

/** A link of `head.first().second(…)`: a node with the path at which it stands. */
interface Link {
  readonly node: TsExpression;
  readonly path: Path;
}

interface Chain {
  readonly head: readonly Link[];
  readonly tail: readonly (readonly Link[])[];
}

export function layoutCall(node: TsCall, path: Path): Doc {
  const { callee } = node;
  const calleePath = within(node, "callee", path);
  if (
    (callee.kind === "member" || callee.kind === "index") &&
    !needsParentheses(callee, calleePath)
  ) {
    return layoutChain(node, path);
  }
  const doc = [layoutExpression(callee, calleePath), layoutArguments(node, path)];
  return callee.kind === "call" ? group(doc) : doc;
}

/** Whether the calls may go on lines of their own. */
export function isMemberCallChain(node: TsCall): boolean {
  return chainOf(node, nowhere).tail.length > 1;
}

function layoutChain(node: TsCall, path: Path): Doc {
  const chain = chainOf(node, path);
  const head = layoutLinks(chain.head);
  const tail = chain.tail.map(layoutLinks);
  const oneLine: Doc = [head, ...tail];
  if (chain.tail.length <= 1) {
    return group(oneLine);
  }
  const expanded: Doc = [head, indent(group(tail.map((links): Doc => [hardline, links])))];
  if (mustExpand(chain, head, tail)) {
    return group(expanded);
  }
  const breaks = willBreak(tail.at(-1) ?? "") ? [expandParent] : [];
  return [...breaks, bestFitting([oneLine, expanded])];
}

function mustExpand(chain: Chain, head: Doc, tail: readonly Doc[]): boolean {
  const calls = [chain.head, ...chain.tail]
    .flat()
    .flatMap(({ node }) => (node.kind === "call" ? [node] : []));
  const complex = calls.some((call) => !call.args.every((argument) => isSimpleArgument(argument)));
  if (calls.length > 2 && complex) {
    return true;
  }
  const lastLink = chain.tail.at(-1)?.at(-1)?.node;
  const lastBreaks = lastLink?.kind === "call" && willBreak(tail.at(-1) ?? "");
  if (lastBreaks && calls.slice(0, -1).some(hasFunctionArgument)) {
    return true;
  }
  return willBreak(head) || tail.slice(0, -1).some(willBreak);
}

function layoutLinks(links: readonly Link[]): Doc {
  return links.map((link, index): Doc => {
    const { node, path } = link;
    switch (node.kind) {
      case "member":
        return isStart(links, index, link)
          ? layoutExpression(node, path)
          : [node.optional ? "?." : ".", node.name];
      case "index":
        return isStart(links, index, link)
          ? layoutExpression(node, path)
          : layoutLookup(node, path);
      case "call":
        return isStart(links, index, link)
          ? layoutExpression(node, path)
          : layoutArguments(node, path);
      default:
        return layoutExpression(node, path);
    }
  });
}

/** The first link of a chain is laid out whole. */
function isStart(links: readonly Link[], index: number, link: Link): boolean {
  return index === 0 && links[0] === link && isWhole(link.node);
}

function isWhole(node: TsExpression): boolean {
  return node.kind === "call" && !isChained(node.callee);
}

function isChained(node: TsExpression): boolean {
  return node.kind === "member" || node.kind === "index" || node.kind === "call";
}

function chainOf(root: TsCall, path: Path): Chain {
  const links = linksOf(root, path);
  const end = headEnd(links);
  const tail = groupLinks(links.slice(end));
  const head = links.slice(0, end);
  const [first] = tail;
  if (first !== undefined && mergesIntoHead(head, first, path)) {
    return { head: [...head, ...first], tail: tail.slice(1) };
  }
  return { head, tail };
}

/** From the head to the root. */
function linksOf(root: TsCall, rootPath: Path): Link[] {
  const links: Link[] = [];
  let node: TsExpression = root;
  let path = rootPath;
  for (;;) {
    links.unshift({ node, path });
    if (node.kind === "call" && isChained(node.callee)) {
      path = within(node, "callee", path);
      node = node.callee;
    } else if (node.kind === "member" || node.kind === "index") {
      path = within(node, "of", path);
      node = node.of;
    } else {
      return links;
    }
    if (needsParentheses(node, path)) {
      links.unshift({ node, path });
      return links;
    }
  }
}

function isNumberIndex(node: TsExpression): boolean {
  return node.kind === "index" && node.index.kind === "number";
}

function headEnd(links: readonly Link[]): number {
  let end = 1;
  while (end < links.length) {
    const node = links[end]?.node;
    if (node === undefined || (node.kind !== "call" && !isNumberIndex(node))) {
      break;
    }
    end += 1;
  }
  if (links[0]?.node.kind === "call") {
    return end;
  }
  while (isAccess(links[end]) && isAccess(links[end + 1])) {
    end += 1;
  }
  return end;
}

function isAccess(link: Link | undefined): boolean {
  return link?.node.kind === "member" || link?.node.kind === "index";
}

function groupLinks(links: readonly Link[]): Link[][] {
  const groups: Link[][] = [];
  let current: Link[] = [];
  let seenCall = false;
  for (const link of links) {
    if (seenCall && isAccess(link) && !isNumberIndex(link.node)) {
      groups.push(current);
      current = [];
      seenCall = false;
    }
    current.push(link);
    seenCall ||= link.node.kind === "call";
  }
  return current.length === 0 ? groups : [...groups, current];
}

/** `z.string()` and `i.map()` stay in one piece: a name as short as an indent, or a factory's. */
function mergesIntoHead(head: readonly Link[], first: readonly Link[], path: Path): boolean {
  const computed = first[0]?.node.kind === "index";
  const only = head.length === 1 ? head[0]?.node : undefined;
  if (only !== undefined) {
    if (only.kind !== "identifier") {
      return false;
    }
    const inStatement = path.parent?.kind === "expression";
    return computed || isFactory(only.name) || (inStatement && only.name.length <= 2);
  }
  const last = head.at(-1)?.node;
  return last?.kind === "member" && (computed || isFactory(last.name));
}

function isFactory(name: string): boolean {
  return /^(?:[_$]+$|\p{Lu})/u.test(name);
}
