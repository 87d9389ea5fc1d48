import type { Collector } from "../diagnostics/collector.js";
import { parseManifest } from "../output/manifest.js";
import { manifestPath, type Output, safeguardsPath } from "../output/output.js";
import type { Change, Plan } from "../output/plan.js";
import { weakerSafeguard } from "../output/problems.js";

/** What an earlier run left in the output, where it is not as it will be. */
export interface PreviousTexts {
  readonly safeguards: string | null;
  readonly catalogue: string | null;
  /** Whether the manifest lists the safeguards. */
  readonly isListed: boolean;
}

export interface SafeguardComparison {
  /** Which safeguards are weaker than those that an earlier run left, one sentence each. */
  weakerSince(previous: PreviousTexts): readonly string[];
}

export const cataloguePath = "tools.json";

/** Reports the safeguards that a plan makes weaker, as errors unless they are accepted. */
export function reviewSafeguards(
  plan: Plan,
  output: Output & SafeguardComparison,
  acceptWeaker: boolean,
  collector: Collector,
): void {
  const previous = previousTexts(plan, output);
  const weaker = previous === null ? [] : output.weakerSince(previous);
  for (const weakness of weaker) {
    collector.add(weakerSafeguard(weakness, acceptWeaker));
  }
}

/** Null where the safeguards stay as they are. */
function previousTexts(plan: Plan, output: Output): PreviousTexts | null {
  const changed = (path: string) => plan.changes.find((change) => change.path === path);
  const safeguards = changed(safeguardsPath);
  if (safeguards === undefined) {
    return null;
  }
  const catalogue = changed(cataloguePath);
  const unchanged = output.files.find(({ path }) => path === cataloguePath)?.content ?? null;
  return {
    safeguards: textBefore(safeguards),
    catalogue: catalogue === undefined ? unchanged : textBefore(catalogue),
    isListed: isListed(changed(manifestPath)),
  };
}

/** A manifest that stays as it is lists what is written. */
function isListed(manifest: Change | undefined): boolean {
  if (manifest === undefined) {
    return true;
  }
  const before = textBefore(manifest);
  return before !== null && (parseManifest(before)?.files.has(safeguardsPath) ?? true);
}

function textBefore({ before }: Change): string | null {
  return before?.toString("utf8") ?? null;
}
