import type {
  CreditNote,
  CreditNoteDraft,
  Customer,
  Email,
  Invoice,
  Order,
  Payment,
  Price,
  Refund,
  Reminder,
  StoredPaymentMethod,
  Subscription,
  Token,
  UsageRecord,
} from "./records.js";
import { Table } from "./table.js";

/** The day on which the sample begins: overdue, recent and expired are all meant from here. */
export const FIRST_MOMENT = "2026-11-16T09:00:00.000Z";

/** Everything that the sample API remembers. It is lost when the process ends. */
export class Store {
  readonly customers = new Table<Customer>();
  readonly paymentMethods = new Table<StoredPaymentMethod>();
  readonly orders = new Table<Order>();
  readonly invoices = new Table<Invoice>();
  readonly reminders = new Table<Reminder>();
  readonly payments = new Table<Payment>();
  readonly refunds = new Table<Refund>();
  readonly creditNotes = new Table<CreditNote>();
  readonly creditNoteDrafts = new Table<CreditNoteDraft>();
  readonly subscriptions = new Table<Subscription>();
  readonly prices = new Table<Price>();
  readonly emails = new Table<Email>();
  readonly usage: UsageRecord[] = [];
  /** Events that were counted already. */
  readonly usageEvents = new Set<string>();
  /** `<account> <YYYY-MM>` of the periods that are closed. */
  readonly closedPeriods = new Set<string>();
  /** Addresses to which nothing is sent any more. */
  readonly suppressed = new Set<string>();
  /** By secret. */
  readonly tokens = new Map<string, Token>();

  readonly #lastNumber = new Map<string, number>();
  #moment = Date.parse(FIRST_MOMENT);

  /** The sample's own clock. It stands still between requests, so that the same calls give the same answers. */
  now(): string {
    return new Date(this.#moment).toISOString();
  }

  today(): string {
    return this.now().slice(0, 10);
  }

  /** Lets time pass. */
  advance(milliseconds: number): void {
    this.#moment += milliseconds;
  }

  /** `nextId("REM", 90000)` gives REM-90001, then REM-90002. */
  nextId(prefix: string, base: number): string {
    const number = (this.#lastNumber.get(prefix) ?? base) + 1;
    this.#lastNumber.set(prefix, number);
    return `${prefix}-${number}`;
  }

  /** A UUID that is the same on every run. */
  nextUuid(kind: string): string {
    const number = (this.#lastNumber.get(`uuid ${kind}`) ?? 0) + 1;
    this.#lastNumber.set(`uuid ${kind}`, number);
    const group = kind === "email" ? "4e4a" : "4d5a";
    return `5eed0000-0000-${group}-8000-${String(number).padStart(12, "0")}`;
  }
}
