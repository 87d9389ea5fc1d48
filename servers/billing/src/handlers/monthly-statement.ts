// Yours: mcpgen wrote this file once, as a stub, and never touches it again.
import { failure } from "../runtime/outcome.js";
import type { MonthlyStatement } from "../tools/monthly_statement.js";

/** As many pages as are read before the month counts as too large to sum up here. */
const mostPages = 20;

interface Page {
  readonly items: readonly { readonly amount_cents: number; readonly status: string }[];
  readonly next_cursor: string | null;
}

/** Summarise what a customer was billed and paid in one month. */
export const monthlyStatement: MonthlyStatement = async ({ customer_id, month }, { api }) => {
  const days = daysOf(month);
  if (days === null) {
    return failure({
      error: "invalid_month",
      argument: "month",
      given: month,
      reason: "Months go from 01 to 12.",
    });
  }
  const { from, until } = days;
  const [billed, paid] = await Promise.all([
    sumOf((cursor) =>
      api.listInvoices({
        query: { customer_id, issued_from: from, issued_until: until, limit: 100, ...cursor },
      }),
    ),
    sumOf((cursor) =>
      api.listPayments({
        query: { customer_id, received_from: from, received_until: until, limit: 100, ...cursor },
      }),
    ),
  ]);
  if (billed === null || paid === null) {
    return failure({
      error: "month_too_large",
      reason: "Too many invoices or payments to sum up.",
    });
  }
  return { billed_cents: billed, paid_cents: paid };
};

/** The first and the last day of a month, or null for one that no calendar has. */
function daysOf(month: string): { from: string; until: string } | null {
  const [year = 0, number = 0] = month.split("-").map(Number);
  if (number < 1 || number > 12) {
    return null;
  }
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return { from: `${month}-01`, until: `${month}-${last}` };
}

/** States of invoices and payments in which no money is owed or has come. */
const withoutMoney = new Set(["draft", "void", "failed", "pending"]);

/** The amounts of all pages together; null where there are too many. */
async function sumOf(page: (cursor: { cursor?: string }) => Promise<Page>): Promise<number | null> {
  let sum = 0;
  let cursor: { cursor?: string } = {};
  for (let count = 0; count < mostPages; count += 1) {
    const { items, next_cursor } = await page(cursor);
    sum += items
      .filter((item) => !withoutMoney.has(item.status))
      .reduce((total, item) => total + item.amount_cents, 0);
    if (next_cursor === null) {
      return sum;
    }
    cursor = { cursor: next_cursor };
  }
  return null;
}
