/** A step of a path into an answer: a field's name, `[]` for list elements, `{}` for the values of a map. */
export type PathStep =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "elements" }
  | { readonly kind: "values" };

export type AnswerPath = readonly PathStep[];

/** Which parts of a JSON value somebody reads: grows while tools are bound. */
export class ReadTree {
  /** The whole value is read, with everything below it. */
  whole = false;
  readonly fields = new Map<string, ReadTree>();
  elements: ReadTree | null = null;
  values: ReadTree | null = null;

  /** Whether nobody looks further in. */
  get isLeaf(): boolean {
    return this.fields.size === 0 && this.elements === null && this.values === null;
  }

  /** Marks that the node at `path` is looked at; `whole` also marks all that is below it. */
  mark(path: AnswerPath, whole: boolean): void {
    const node = path.reduce<ReadTree>((tree, step) => tree.child(step), this);
    node.whole ||= whole;
  }

  private child(step: PathStep): ReadTree {
    switch (step.kind) {
      case "field": {
        const known = this.fields.get(step.name) ?? new ReadTree();
        this.fields.set(step.name, known);
        return known;
      }
      case "elements":
        this.elements ??= new ReadTree();
        return this.elements;
      case "values":
        this.values ??= new ReadTree();
        return this.values;
      default:
        return step satisfies never;
    }
  }

  /** The deepest paths as text (`items[].id`), by code unit. */
  leaves(): readonly string[] {
    return [...this.walk("")].sort((a, b) => (a < b ? -1 : 1));
  }

  private *walk(prefix: string): Generator<string> {
    let leaf = true;
    for (const [name, tree] of this.fields) {
      leaf = false;
      yield* tree.walk(prefix === "" ? name : `${prefix}.${name}`);
    }
    for (const [tree, mark] of [[this.elements, "[]"] as const, [this.values, "{}"] as const]) {
      if (tree !== null) {
        leaf = false;
        yield* tree.walk(`${prefix}${mark}`);
      }
    }
    if (leaf && prefix !== "") {
      yield prefix;
    }
  }
}
