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
  const code = currency.toUpperCase();
  const decimals = Object.hasOwn(places, code) ? places[code] : undefined;
  if (decimals === undefined) {
    throw new ExpressionError(`${shown(currency)} is no currency of ISO 4217.`);
  }
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? "" : `.${digits.slice(-decimals)}`;
  return `${minor < 0 ? "-" : ""}${whole}${fraction} ${code}`;
}
