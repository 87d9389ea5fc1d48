import { type Doc, expandGroups, type GroupDoc, isList, joinDocs } from "./document.js";
import { widthOf } from "./text-width.js";

type Mode = "flat" | "break";

interface Command {
  readonly indent: number;
  readonly mode: Mode;
  readonly doc: Doc;
}

export interface PrintOptions {
  /** Where lines may not go past. */
  readonly width: number;
  /** Spaces before every line but the first. */
  readonly indent: number;
  /** How far the first line is filled already. */
  readonly column: number;
}

export interface Printed {
  readonly text: string;
  /** The tags of the groups that did not fit. */
  readonly broken: ReadonlySet<object>;
}

export function printDoc(root: Doc, options: PrintOptions): Printed {
  const printer = new Printer(options.width, options.column);
  const text = printer.print(expandGroups(root).doc, options.indent);
  return { text, broken: printer.brokenTags };
}

const INDENT = 2;

class Printer {
  readonly #width: number;
  readonly #broken = new Map<symbol, Mode>();
  readonly brokenTags = new Set<object>();
  #column: number;
  #out = "";
  /** Spaces that are written when something follows them on the line. */
  #pending = 0;

  constructor(width: number, column: number) {
    this.#width = width;
    this.#column = column;
  }

  print(root: Doc, indentation: number): string {
    const stack: Command[] = [{ indent: indentation, mode: "break", doc: root }];
    for (let command = stack.pop(); command !== undefined; command = stack.pop()) {
      this.#step(command, stack);
    }
    return this.#out + " ".repeat(this.#pending);
  }

  #step(command: Command, stack: Command[]): void {
    const { doc, mode } = command;
    if (typeof doc === "string") {
      this.#write(doc);
    } else if (isList(doc)) {
      pushAll(stack, command, doc);
    } else {
      switch (doc.kind) {
        case "group":
          this.#group(doc, command, stack);
          return;
        case "indent":
          stack.push({ ...command, indent: command.indent + INDENT, doc: doc.content });
          return;
        case "align":
          stack.push({ ...command, indent: command.indent + doc.spaces, doc: doc.content });
          return;
        case "line":
          this.#line(doc.mode, command);
          return;
        case "if-break": {
          const state = doc.group === null ? mode : this.#broken.get(doc.group);
          stack.push({ ...command, doc: state === "break" ? doc.broken : doc.flat });
          return;
        }
        case "indent-if-break": {
          const deeper = this.#broken.get(doc.group) === "break" ? INDENT : 0;
          stack.push({ ...command, indent: command.indent + deeper, doc: doc.content });
          return;
        }
        case "best-fitting":
          this.#bestFitting(doc.variants, command, stack);
          return;
        case "fill":
          this.#fill(doc.items, doc.separator, command, stack);
          return;
        case "expand-parent":
          return;
        default:
          doc satisfies never;
      }
    }
  }

  #write(text: string): void {
    if (text === "") {
      return;
    }
    const shown = text.trimEnd();
    if (shown === "") {
      this.#pending += text.length;
      return;
    }
    this.#out += " ".repeat(this.#pending) + shown;
    this.#column += this.#pending + widthOf(shown);
    this.#pending = text.length - shown.length;
  }

  #line(lineMode: "soft" | "space" | "hard" | "empty", { mode, indent: level }: Command): void {
    if (mode === "flat" && (lineMode === "soft" || lineMode === "space")) {
      this.#pending += lineMode === "space" ? 1 : 0;
      return;
    }
    this.#out += lineMode === "empty" ? "\n\n" : "\n";
    this.#column = 0;
    this.#pending = level;
  }

  #group(doc: GroupDoc, command: Command, stack: Command[]): void {
    const flat: Command = { ...command, mode: "flat", doc: doc.content };
    const fits = !doc.expand && (command.mode === "flat" || this.#fits(flat, stack, false));
    const mode: Mode = fits ? "flat" : "break";
    if (doc.id !== null) {
      this.#broken.set(doc.id, mode);
    }
    if (doc.tag !== null && mode === "break") {
      this.brokenTags.add(doc.tag);
    }
    stack.push({ ...command, mode, doc: doc.content });
  }

  #bestFitting(variants: readonly Doc[], command: Command, stack: Command[]): void {
    const last = variants.at(-1) ?? "";
    if (command.mode === "flat") {
      stack.push({ ...command, doc: variants[0] ?? "" });
      return;
    }
    for (const variant of variants.slice(0, -1)) {
      const flat: Command = { ...command, mode: "flat", doc: variant };
      if (this.#fits(flat, stack, false)) {
        stack.push(flat);
        return;
      }
    }
    stack.push({ ...command, mode: "break", doc: last });
  }

  #fill(items: readonly Doc[], separator: Doc, command: Command, stack: Command[]): void {
    const [first, second] = items;
    if (first === undefined) {
      return;
    }
    const flatFirst: Command = { ...command, mode: "flat", doc: first };
    const firstFits = this.#fits(flatFirst, [], false);
    if (second !== undefined) {
      const pair: Command = { ...command, mode: "flat", doc: [first, separator, second] };
      const rest: Doc = { kind: "fill", items: items.slice(1), separator };
      const pairFits = this.#fits(pair, [], false);
      stack.push({ ...command, doc: rest });
      stack.push({ ...command, mode: pairFits ? "flat" : "break", doc: separator });
    }
    stack.push(firstFits ? flatFirst : { ...command, mode: "break", doc: first });
  }

  /** Whether what follows fits on the line, up to the first place where it may break. */
  #fits(next: Command, rest: readonly Command[], mustBeFlat: boolean): boolean {
    let left = this.#width - this.#column - this.#pending;
    let restIndex = rest.length;
    const stack: Command[] = [next];
    while (left >= 0) {
      const command = stack.pop() ?? rest[--restIndex];
      if (command === undefined) {
        return true;
      }
      const taken = this.#measure(command, stack, mustBeFlat);
      if (taken === "line") {
        return true;
      }
      if (taken === "no") {
        return false;
      }
      left -= taken;
    }
    return false;
  }

  /** The columns that a command takes; `line` where a line ends, `no` where it must not. */
  #measure(command: Command, stack: Command[], mustBeFlat: boolean): number | "line" | "no" {
    const { doc, mode } = command;
    if (typeof doc === "string") {
      return widthOf(doc);
    }
    if (isList(doc)) {
      pushAll(stack, command, doc);
      return 0;
    }
    switch (doc.kind) {
      case "group":
        if (mustBeFlat && doc.expand) {
          return "no";
        }
        stack.push({ ...command, mode: doc.expand ? "break" : mode, doc: doc.content });
        return 0;
      case "indent":
      case "align":
      case "indent-if-break":
        stack.push({ ...command, doc: doc.content });
        return 0;
      case "line":
        if (mode === "break" || doc.mode === "hard" || doc.mode === "empty") {
          return "line";
        }
        return doc.mode === "space" ? 1 : 0;
      case "if-break": {
        const state = doc.group === null ? mode : (this.#broken.get(doc.group) ?? "flat");
        stack.push({ ...command, doc: state === "break" ? doc.broken : doc.flat });
        return 0;
      }
      case "best-fitting": {
        const variant = mode === "break" ? doc.variants.at(-1) : doc.variants[0];
        stack.push({ ...command, doc: variant ?? "" });
        return 0;
      }
      case "fill":
        stack.push({ ...command, doc: joinDocs(doc.items, doc.separator) });
        return 0;
      case "expand-parent":
        return mustBeFlat ? "no" : 0;
      default:
        return doc satisfies never;
    }
  }
}

function pushAll(stack: Command[], { indent, mode }: Command, docs: readonly Doc[]): void {
  for (let index = docs.length - 1; index >= 0; index -= 1) {
    const doc = docs[index];
    if (doc !== undefined && doc !== "") {
      stack.push({ indent, mode, doc });
    }
  }
}
