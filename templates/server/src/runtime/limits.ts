/** At most `calls` calls in any `seconds` seconds, per caller. */
export interface Limit {
  readonly calls: number;
  readonly seconds: number;
}
