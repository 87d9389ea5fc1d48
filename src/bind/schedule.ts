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
  /** What waits for a name that comes too late, or never. */
  readonly stuck: readonly Stuck<T>[];
}

export interface Stuck<T> {
  readonly waiting: Waiting<T>;
  /** The names that it lacks. */
  readonly lacks: readonly string[];
  /** All that need each other, itself among them, in file order; empty where it merely comes too early. */
  readonly circle: readonly Waiting<T>[];
  /** Whether it lacks nothing but what is stuck for a reason of its own. */
  readonly isConsequence: boolean;
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
  const stuck: Omit<Stuck<T>, "isConsequence">[] = [];
  const circleOf = circles([...steps, ...others]);
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
      stuck.push({ waiting: step, lacks, circle: circleOf(step) });
      known.add(step.name ?? "");
    } else {
      take(step);
    }
  }
  settle();
  for (const waiting of pending) {
    stuck.push({ waiting, lacks: lacking(waiting), circle: circleOf(waiting) });
  }
  const never = new Set(pending.map(({ name }) => name));
  return {
    order,
    stuck: stuck.map((one) => ({
      ...one,
      isConsequence: one.circle.length === 0 && one.lacks.every((name) => never.has(name)),
    })),
  };
}

/** For each part, those that need it and that it needs, directly or not. */
function circles<T>(parts: readonly Waiting<T>[]): (waiting: Waiting<T>) => readonly Waiting<T>[] {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const reached = (from: Waiting<T>): ReadonlySet<string> => {
    const names = new Set<string>();
    const visit = (part: Waiting<T> | undefined) => {
      for (const name of part?.uses ?? []) {
        if (!names.has(name)) {
          names.add(name);
          visit(byName.get(name));
        }
      }
    };
    visit(from);
    return names;
  };
  return (waiting) => {
    const { name } = waiting;
    const needed = reached(waiting);
    return name === null
      ? []
      : parts.filter(
          (other) => other.name !== null && needed.has(other.name) && reached(other).has(name),
        );
  };
}
