import { ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, describe, expect, it } from "vitest";
import { useSample } from "./sample.js";

const sample = useSample();

describe("arguments that do not fit", () => {
  afterEach(() => expect(sample.api.requests).toEqual([]));

  it.each([
    [
      "a value outside an enum",
      { customer_id: "CUS-10001", status: "late" },
      {
        error: "invalid_status",
        argument: "status",
        given: "late",
        allowed: ["open", "paid", "overdue", "void"],
      },
    ],
    ["a missing one", {}, { error: "missing_customer_id", argument: "customer_id" }],
    [
      "one that the pattern refuses",
      { customer_id: "10001" },
      {
        error: "invalid_customer_id",
        argument: "customer_id",
        given: "10001",
        pattern: "^CUS-[0-9]{5}$",
      },
    ],
    [
      "an unknown one",
      { customer_id: "CUS-10001", statuss: "open" },
      {
        error: "unknown_argument",
        argument: "statuss",
        did_you_mean: "status",
        allowed: ["customer_id", "status", "limit", "cursor"],
      },
    ],
    [
      "one of another type",
      { customer_id: "CUS-10001", limit: "many" },
      { error: "invalid_limit", argument: "limit", given: "many" },
    ],
    [
      "several at once",
      { status: "late" },
      { error: "missing_customer_id", also: [{ error: "invalid_status" }] },
    ],
  ])("%s", async (_what, given, want) => {
    expect(await sample.session.failure("search_invoices", given)).toMatchObject(want);
  });

  it("within a list", async () => {
    const failure = await sample.session.failure("search_orders", { statuses: ["paid", "lost"] });

    expect(failure).toMatchObject({
      error: "invalid_statuses",
      argument: "statuses[1]",
      given: "lost",
      allowed: ["pending", "paid", "shipped", "cancelled", "refunded"],
    });
  });

  it("no path in a place of the path", async () => {
    const failure = await sample.session.failure("send_payment_reminder", {
      invoice_id: "../../admin/tokens",
    });
    expect(failure).toMatchObject({ error: "invalid_path_value" });
  });
});

describe("arguments that fit", () => {
  it("a list that comes as the text of one", async () => {
    await sample.session.result("search_orders", { statuses: '["paid", "shipped"]' });

    const [request] = sample.requestsTo("searchOrders");
    expect(JSON.parse(request?.body ?? "")).toMatchObject({
      filter: { statuses: ["paid", "shipped"] },
    });
  });

  it.each(["INV-20131?account=us", "INV-20131/../INV-20130", "INV-20131#", "INV-20131%2F"])(
    "%j stays one segment of the path",
    async (invoice_id) => {
      const failure = await sample.session.failure("email_invoice", { invoice_id });

      expect(["invoice_not_found", "invalid_path_value"]).toContain(failure.error);
      const paths = sample.api.requests.map(({ path }) => decodeURIComponent(path));
      expect(paths.filter((path) => path !== `/v1/invoices/${invoice_id}`)).toEqual([]);
      expect(sample.requestsTo("sendEmail")).toEqual([]);
    },
  );
});

describe("a tool that is not there", () => {
  it("is an error of the protocol", async () => {
    const call = sample.session.call("delete_customer", { customer_id: "CUS-10001" });

    await expect(call).rejects.toMatchObject({ code: ErrorCode.InvalidParams });
    expect(sample.api.requests).toEqual([]);
  });

  it.each(["constructor", "__proto__", "toString"])("so is %s", async (name) => {
    await expect(sample.session.call(name, {})).rejects.toMatchObject({
      code: ErrorCode.InvalidParams,
    });
  });
});
