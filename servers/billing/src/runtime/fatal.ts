import type { FailureBody } from "./outcome.js";

/** What the model cannot mend. Its body is fixed: no text of ours or of the upstream's is in it. */
export type FatalCode = keyof typeof REASONS;

const REASONS = {
  upstream_unavailable: "The service behind this tool is not available.",
  upstream_timeout: "The service behind this tool did not answer in time.",
  outcome_unknown:
    "The change was sent, but no answer came back: it may have been made. Look before trying again.",
  credentials_rejected: "The service behind this tool does not accept this server's credentials.",
  upstream_contract_broken:
    "The service behind this tool gave an answer that cannot be read. Nothing was changed by this request.",
  audit_unavailable: "The change was not sent, because the log of this server cannot be written.",
  drafts_unavailable:
    "Nothing was changed, because this server cannot keep its drafts at the moment.",
  internal_error: "This server failed to carry out the call.",
} as const;

const FAILED_OVER_CHANGE =
  "The change was sent, and the service answered that it failed: it may have been made all the same. Look before trying again.";

const UNDECIDED_CHANGE =
  "The change was sent, and the service's answer does not say what came of it. Look before trying again.";

const FAILED_AFTERWARDS =
  "The change was made, and what had to follow it failed. Do not make it again.";

const CHANGE_MADE =
  "The change was made, but the service's answer cannot be read. Do not make it again.";

export class FatalError extends Error {
  readonly code: FatalCode;
  /** Whether the same call may succeed later. */
  readonly retry: boolean;
  /** For the log alone. */
  readonly details: Readonly<Record<string, unknown>>;
  /** True where a change has been made although its answer is of no use. */
  readonly changed: boolean;

  constructor(
    code: FatalCode,
    {
      retry = false,
      changed = false,
      cause,
      ...details
    }: { retry?: boolean; changed?: boolean; cause?: unknown; [detail: string]: unknown } = {},
  ) {
    super(code, { cause });
    this.name = "FatalError";
    this.code = code;
    this.retry = retry;
    this.changed = changed;
    this.details = details;
  }

  /** `afterChange`: the call had made a change before it came to this. */
  body(requestId: string, afterChange: boolean): FailureBody {
    const error = this.code;
    if (this.changed || afterChange) {
      const reason = this.changed ? CHANGE_MADE : FAILED_AFTERWARDS;
      return { error, reason, request_id: requestId, retry: false };
    }
    return { error, reason: this.#reason(), request_id: requestId, retry: this.retry };
  }

  #reason(): string {
    const { status } = this.details;
    if (this.code !== "outcome_unknown" || typeof status !== "number") {
      return REASONS[this.code];
    }
    return status < 400 ? UNDECIDED_CHANGE : FAILED_OVER_CHANGE;
  }

  /** Whether the server is of no use until this is mended. */
  get affectsReadiness(): boolean {
    return (
      this.code === "upstream_unavailable" ||
      this.code === "upstream_timeout" ||
      this.code === "credentials_rejected" ||
      this.code === "audit_unavailable"
    );
  }
}
