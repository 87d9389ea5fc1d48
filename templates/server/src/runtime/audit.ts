/** Where the log goes, and which arguments stay out of it. */
export interface AuditDefinition {
  readonly to: "stderr" | { readonly file: string } | { readonly both: string };
  /** Names of arguments, at any depth. */
  readonly redact?: readonly string[];
}
