import { ExpressionError, shown } from "./expression.js";

/** Minor units are this many decimal places. Source: ISO 4217, list one, 2026. */
const places: Readonly<Record<string, number>> = Object.fromEntries([
  ...codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF", 0),
  ...codes(
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD " +
      "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL " +
      "GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR " +
      "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD " +
      "PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC " +
      "SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR " +
      "ZMW ZWG",
    2,
  ),
  ...codes("BHD IQD JOD KWD LYD OMR TND", 3),
  ...codes("CLF UYW", 4),
]);

function codes(list: string, decimals: number): readonly (readonly [string, number])[] {
  return list.split(" ").map((code) => [code, decimals] as const);
}

/** An amount of minor units as people write it: `money(1050, "EUR")` is "10.50 EUR". */
export function money(minor: number, currency: string): string {
  const { code, decimals } = currencyOf(currency);
  if (!Number.isSafeInteger(minor)) {
    throw new ExpressionError(`${shown(minor)} is no amount of minor units.`);
  }
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? "" : `.${digits.slice(-decimals)}`;
  return `${minor < 0 ? "-" : ""}${whole}${fraction} ${code}`;
}

/**
 * An amount of whole units, a number or decimal text, as people write it: `decimalMoney(19.9, "EUR")`
 * is "19.90 EUR". Digits beyond the currency's minor unit stay: of text all of
 * them, of a number the 15 that it holds for certain.
 */
export function decimalMoney(amount: unknown, currency: string): string {
  const { code, decimals } = currencyOf(currency);
  const text = typeof amount === "number" ? decimalText(amount, decimals) : amount;
  const [, sign, whole, fraction = ""] =
    typeof text === "string" ? (DECIMAL.exec(text.trim()) ?? []) : [];
  if (whole === undefined) {
    throw new ExpressionError(`${shown(amount)} is no amount that can be told exactly.`);
  }
  const digits = fraction.replace(/0+$/, "").padEnd(decimals, "0");
  const units = whole.replace(/^0+(?=\d)/, "");
  const isZero = !/[1-9]/.test(units + digits);
  return `${sign === "-" && !isZero ? "-" : ""}${units}${digits === "" ? "" : `.${digits}`} ${code}`;
}

function currencyOf(currency: string): { readonly code: string; readonly decimals: number } {
  const code = currency.toUpperCase();
  const decimals = Object.hasOwn(places, code) ? places[code] : undefined;
  if (decimals === undefined) {
    throw new ExpressionError(`${shown(currency)} is no currency of ISO 4217.`);
  }
  return { code, decimals };
}

const DECIMAL = /^([-+]?)(\d{1,40})(?:\.(\d{1,40}))?$/;

/** From here on 15 digits, which a double holds whatever they are, leave less than three decimals. */
const LARGEST_COMPUTED = 1e12;

/**
 * The decimal digits that a number was written with. One that was computed has more of them than
 * was meant (0.1 + 0.2 is 0.30000000000000004): what lies beyond 15 is no part of the amount.
 */
function decimalText(amount: number, decimals: number): string {
  const written = plainDigits(amount);
  const beyond = written.length - 1 - written.indexOf(".") > decimals && written.includes(".");
  if (!beyond) {
    return Math.abs(amount) <= Number.MAX_SAFE_INTEGER ? written : "";
  }
  return Math.abs(amount) < LARGEST_COMPUTED ? plainDigits(Number(amount.toPrecision(15))) : "";
}

/** The shortest digits that tell a number from all others, without an exponent where it is small. */
function plainDigits(amount: number): string {
  const [, sign = "", first = "", rest = "", zeros] =
    /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(String(amount)) ?? [];
  return zeros === undefined
    ? String(amount)
    : `${sign}0.${"0".repeat(Number(zeros) - 1)}${first}${rest}`;
}
