import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
} from "js-yaml";
import type { SourceFile } from "../source/source-file.js";
import { deepestYaml } from "./parse.js";
import type { Container, Place, Stretch } from "./place.js";

/**
 * The root of a YAML text. The events are the ones that its values were made from, so that places
 * and values cannot disagree about anchors, merges or quoting.
 */
export function yamlRoot(file: SourceFile): Place {
  const tree = treeOf(file.text);
  return placeOf(tree, tree.root, null);
}

interface Tree {
  readonly text: string;
  readonly events: readonly Event[];
  /** For the event that opens a collection: the index of the one that closes it. */
  readonly closers: Int32Array;
  /** The index of the anchored event that an alias stands for. */
  readonly anchored: ReadonlyMap<number, number>;
  readonly containers: Map<number, Container>;
  readonly root: number;
}

function treeOf(text: string): Tree {
  const events = parseEvents(text, { maxDepth: deepestYaml });
  const closers = new Int32Array(events.length);
  const anchored = new Map<number, number>();
  const anchors = new Map<string, number>();
  const open: number[] = [];
  events.forEach((event, index) => {
    if (event.type === EVENT_ID.POP) {
      closers[open.pop() ?? 0] = index;
      return;
    }
    if (event.type === EVENT_ID.ALIAS) {
      anchored.set(index, anchors.get(text.slice(event.anchorStart, event.anchorEnd)) ?? index);
      return;
    }
    if (event.type !== EVENT_ID.DOCUMENT && event.anchorStart !== -1) {
      anchors.set(text.slice(event.anchorStart, event.anchorEnd), index);
    }
    if (event.type !== EVENT_ID.SCALAR) {
      open.push(index);
    }
  });
  return { text, events, closers, anchored, containers: new Map(), root: 1 };
}

function placeOf(tree: Tree, index: number, key: Stretch | null): Place {
  let stretch: Stretch | null = null;
  const measured = () => {
    stretch ??= stretchOf(tree, index);
    return stretch;
  };
  return {
    key,
    get start() {
      return measured().start;
    },
    get end() {
      return measured().end;
    },
    container: () => containerOf(tree, index),
  };
}

function containerOf(tree: Tree, at: number): Container | null {
  const index = tree.anchored.get(at) ?? at;
  const event = tree.events[index];
  if (event?.type !== EVENT_ID.MAPPING && event?.type !== EVENT_ID.SEQUENCE) {
    return null;
  }
  const known = tree.containers.get(index);
  if (known !== undefined) {
    return known;
  }
  const found = new Map<string, Place>();
  tree.containers.set(index, found);
  const values = childrenOf(tree, index);
  if (event.type === EVENT_ID.SEQUENCE) {
    values.forEach((value, position) => {
      found.set(String(position), placeOf(tree, value, null));
    });
    return found;
  }
  const merged: number[] = [];
  for (let pair = 0; pair + 1 < values.length; pair += 2) {
    const key = values[pair] ?? 0;
    const value = values[pair + 1] ?? 0;
    if (isMerge(tree, key)) {
      merged.push(value);
      continue;
    }
    const name = nameOf(tree, key);
    if (name !== null) {
      found.set(name, placeOf(tree, value, stretchOf(tree, key)));
    }
  }
  for (const value of merged) {
    addMerged(tree, value, found);
  }
  return found;
}

function addMerged(tree: Tree, at: number, found: Map<string, Place>): void {
  const index = tree.anchored.get(at) ?? at;
  const sources =
    tree.events[index]?.type === EVENT_ID.SEQUENCE ? childrenOf(tree, index) : [index];
  for (const source of sources) {
    for (const [name, place] of containerOf(tree, source) ?? []) {
      if (!found.has(name)) {
        found.set(name, place);
      }
    }
  }
}

/** The indexes of the events that begin a collection's children: keys and values in turn. */
function childrenOf(tree: Tree, index: number): readonly number[] {
  const found: number[] = [];
  const end = tree.closers[index] ?? 0;
  for (let at = index + 1; at < end; at = after(tree, at)) {
    found.push(at);
  }
  return found;
}

function after(tree: Tree, index: number): number {
  return isCollection(tree.events[index]) ? (tree.closers[index] ?? index) + 1 : index + 1;
}

function isCollection(event: Event | undefined): boolean {
  return event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE;
}

function isMerge(tree: Tree, index: number): boolean {
  const event = tree.events[index];
  return (
    event?.type === EVENT_ID.SCALAR &&
    event.style === SCALAR_STYLE.PLAIN &&
    getScalarValue(tree.text, event) === "<<"
  );
}

/** A key is the text that it is written as; null where it is no text at all. */
function nameOf(tree: Tree, at: number): string | null {
  const event = tree.events[tree.anchored.get(at) ?? at];
  return event?.type === EVENT_ID.SCALAR ? getScalarValue(tree.text, event) : null;
}

function stretchOf(tree: Tree, index: number): Stretch {
  const event = tree.events[index];
  switch (event?.type) {
    case EVENT_ID.SCALAR: {
      if (event.valueStart === -1) {
        return emptyAt(tree, index);
      }
      return scalarStretch(tree.text, event);
    }
    case EVENT_ID.ALIAS:
      return { start: event.anchorStart - 1, end: event.anchorEnd };
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return { start: event.start, end: endOf(tree, index) };
    default:
      return { start: 0, end: 0 };
  }
}

/** With its quotes; of a block of lines without the indentation around it. */
function scalarStretch(text: string, { style, valueStart, valueEnd }: ScalarEvent): Stretch {
  switch (style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return { start: valueStart - 1, end: valueEnd + 1 };
    case SCALAR_STYLE.PLAIN:
      return { start: valueStart, end: valueEnd };
    default: {
      const block = text.slice(valueStart, valueEnd);
      const start = valueEnd - block.trimStart().length;
      return { start, end: Math.max(start, valueStart + block.trimEnd().length) };
    }
  }
}

/** An empty value stands right after what comes before it. */
function emptyAt(tree: Tree, index: number): Stretch {
  const before = tree.events[index - 1];
  const at =
    before?.type === EVENT_ID.SCALAR && before.valueEnd !== -1
      ? Math.min(before.valueEnd + 1, tree.text.length)
      : before?.type === EVENT_ID.MAPPING || before?.type === EVENT_ID.SEQUENCE
        ? before.start
        : 0;
  return { start: at, end: at };
}

function endOf(tree: Tree, index: number): number {
  const event = tree.events[index];
  if (event?.type !== EVENT_ID.MAPPING && event?.type !== EVENT_ID.SEQUENCE) {
    return 0;
  }
  const last = childrenOf(tree, index).at(-1);
  const end = Math.max(event.start, last === undefined ? 0 : stretchOf(tree, last).end);
  const opener = tree.text[event.start];
  if (event.style !== COLLECTION_STYLE.FLOW || (opener !== "{" && opener !== "[")) {
    return end;
  }
  const closer = /[\]}]/g;
  closer.lastIndex = Math.max(end, event.start + 1);
  return closer.test(tree.text) ? closer.lastIndex : end;
}
