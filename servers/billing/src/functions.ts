// Yours: mcpgen wrote this file once, as a stub, and never touches it again.

/** How people here refer to an invoice: by its number, with the amount. */
export function invoice_label(number: string, amount_cents: number): string {
  return `${number} over ${(amount_cents / 100).toFixed(2)}`;
}
