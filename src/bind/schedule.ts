/** Something of a tool that waits for names: a step, a `let` or a `require`. */
export interface Waiting<T> {
  readonly kind: "step" | "let" | "require";
  /** The name that it makes known; null for a `require`. */
  readonly name: string | null;
  /** The steps and `let` names that it uses. */
  readonly uses: ReadonlySet<string>;
  readonly item: T;
}

export interface Schedule<T> {
  readonly order: readonly Waiting<T>[];
  /** What waits for a name that comes too late, or never; each with the names it lacks. */
  readonly stuck: readonly { readonly waiting: Waiting<T>; readonly lacks: readonly string[] }[];
}

/**
 * The order in which a tool runs: steps in file order, and before each every `let` and `require`
 * whose names are all known, in file order. `steps` and `others` come in file order.
 */
export function schedule<T>(
  steps: readonly Waiting<T>[],
  others: readonly Waiting<T>[],
): Schedule<T> {
  const own = new Set([...steps, ...others].flatMap((waiting) => waiting.name ?? []));
  const known = new Set<string>();
  const order: Waiting<T>[] = [];
  const stuck: { waiting: Waiting<T>; lacks: readonly string[] }[] = [];
  let pending = others;
  const lacking = (waiting: Waiting<T>) =>
    [...waiting.uses].filter((name) => own.has(name) && !known.has(name));
  const take = (waiting: Waiting<T>) => {
    order.push(waiting);
    if (waiting.name !== null) {
      known.add(waiting.name);
    }
  };
  const settle = () => {
    for (let ready = nextReady(); ready !== undefined; ready = nextReady()) {
      const found = ready;
      pending = pending.filter((waiting) => waiting !== found);
      take(found);
    }
  };
  const nextReady = () => pending.find((waiting) => lacking(waiting).length === 0);

  for (const step of steps) {
    settle();
    const lacks = lacking(step);
    if (lacks.length > 0) {
      stuck.push({ waiting: step, lacks });
    }
    take(step);
  }
  settle();
  stuck.push(...pending.map((waiting) => ({ waiting, lacks: lacking(waiting) })));
  return { order, stuck };
}
