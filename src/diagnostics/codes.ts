/**
 * What the reference says about a diagnostic's code. Each folder documents its own, in its
 * `problems.ts`; docs/diagnostics.md is made of them all.
 */
export interface DocumentedCode {
  /** The mistake, in a few words. */
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
}

export type DocumentedCodes = Readonly<Record<string, DocumentedCode>>;
