import type { Customer } from "../records.js";
import type { Store } from "../store.js";

const berlin = {
  line1: "Invalidenstr. 117",
  line2: null,
  city: "Berlin",
  postal_code: "10115",
  country: "DE",
};
const lyon = {
  line1: "12 rue Mercière",
  line2: "Bât. C",
  city: "Lyon",
  postal_code: "69002",
  country: "FR",
};

const plain = {
  account: "eu",
  email_verified: true,
  billing_email: null,
  status: "active",
  currency: "EUR",
  subscription_id: null,
  tax_id: null,
  website: null,
  address: berlin,
  metadata: {},
  created_at: "2024-02-12T10:00:00Z",
} as const;

/** The ones that stories are told about; README.md says what each is good for. */
const known: Customer[] = [
  {
    ...plain,
    id: "CUS-10001",
    name: "Northwind Traders",
    email: "office@northwind.example",
    billing_email: "accounts@northwind.example",
    subscription_id: "SUB-30001",
    tax_id: "DE123456789",
    website: "https://northwind.example",
    metadata: { segment: "mid-market" },
  },
  {
    ...plain,
    id: "CUS-10002",
    name: "Fabrikam",
    email: "hello@fabrikam.example",
    email_verified: false,
    address: lyon,
    subscription_id: "SUB-30002",
  },
  {
    ...plain,
    id: "CUS-10003",
    name: "Contoso Hotels",
    email: "bounces@contoso.example",
    status: "past_due",
    subscription_id: "SUB-30003",
  },
  { ...plain, id: "CUS-10004", name: "Contoso Retail", email: "retail@contoso.example" },
  { ...plain, id: "CUS-10005", name: "Adatum", email: "adatum@adatum.example", address: null },
  {
    ...plain,
    id: "CUS-10006",
    name: "Tailspin Toys",
    email: "toys@tailspin.example",
    status: "closed",
  },
  {
    ...plain,
    id: "CUS-10007",
    name: "Sakura Software",
    email: "billing@sakura.example",
    currency: "JPY",
    address: {
      line1: "2-3-1 Marunouchi",
      line2: null,
      city: "Tokyo",
      postal_code: "100-0005",
      country: "JP",
    },
  },
];

const firstWords = [
  "Alpine",
  "Blue Yonder",
  "Coho",
  "Fourth",
  "Graphic",
  "Humongous",
  "Litware",
  "Lucerne",
];
const secondWords = ["Airlines", "Bakery", "Design", "Insurance", "Publishing"];

export function seedCustomers(store: Store): void {
  for (const customer of known) {
    store.customers.add(customer);
  }
  for (const [row, first] of firstWords.entries()) {
    for (const [column, second] of secondWords.entries()) {
      const name = `${first} ${second}`;
      const host = name.toLowerCase().replaceAll(" ", "-");
      store.customers.add({
        ...plain,
        id: `CUS-${10008 + row * secondWords.length + column}`,
        name,
        email: `billing@${host}.example`,
      });
    }
  }
  store.customers.add({
    ...plain,
    id: "CUS-20001",
    account: "us",
    name: "Wingtip Toys",
    email: "ap@wingtip.example",
    currency: "USD",
    address: {
      line1: "1 Pike St",
      line2: null,
      city: "Seattle",
      postal_code: "98101",
      country: "US",
    },
  });
  store.suppressed.add("bounces@contoso.example");
  store.paymentMethods.add({
    id: "PM-80001",
    account: "eu",
    customer_id: "CUS-10001",
    default: true,
    method: { type: "sepa_debit", iban: "DE**************4300", mandate_date: "2024-02-12" },
  });
  store.paymentMethods.add({
    id: "PM-80002",
    account: "eu",
    customer_id: "CUS-10001",
    default: false,
    method: { type: "card", brand: "visa", last4: "4242", expires: "2028-04" },
  });
}
