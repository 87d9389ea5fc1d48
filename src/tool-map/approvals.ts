import type { Approvals } from "../model/gate.js";
import type { Spanned } from "../source/source-file.js";
import type { SourceText } from "../source/source-text.js";
import { address, envText, fromEnv, secret } from "./env-text.js";
import { namesEnv } from "./expression-text.js";
import { invalidValue, notSupported } from "./problems.js";
import { list, mapping, mappingTo, optional, type Reader, refine, required } from "./reading.js";
import { oneOf, text } from "./scalars.js";
import type { ApprovalsEntry } from "./tool-map.js";

/** A mailbox, or a variable that names one. */
const mailbox: Reader<SourceText> = refine(envText, (value, { collector }) => {
  if (namesEnv(value.text) || /^[^\s@<>]+@[^\s@<>]+$/.test(value.text)) {
    return value;
  }
  collector.add(
    invalidValue(value.text, "an email address", value.span, [
      "write the address alone: finance@example.com",
    ]),
  );
  return undefined;
});

/** An address of the web, or a variable that holds one. */
const url: Reader<SourceText> = refine(address("APPROVALS_URL"), (value, { collector }) => {
  if (namesEnv(value.text) || /^https?:\/\/[^/\s]/i.test(value.text)) {
    return value;
  }
  const help = ["write it whole: https://approvals.example.com"];
  collector.add(invalidValue(value.text, "an address", value.span, help));
  return undefined;
});

const smtp: Reader<SourceText> = refine(address("SMTP_URL"), (value, { collector }) => {
  if (namesEnv(value.text) || /^smtps?:\/\/[^/\s]/i.test(value.text)) {
    return value;
  }
  const help = ["write smtp://mail.example.com:587, or smtps://…"];
  collector.add(invalidValue(value.text, "the address of a mail server", value.span, help));
  return undefined;
});

const file = mappingTo({ file: required(text, "file: .data/drafts.db") }, ({ file }, { span }) => ({
  value: { kind: "file", path: file.value } as const,
  span,
}));

/** `memory`, or `{ file: path }`. Redis is part of the format only. */
const store: Reader<Spanned<Approvals["store"]>> = (node, context) => {
  if (node.kind === "mapping") {
    return file(node, context);
  }
  if (node.kind === "scalar" && node.value === "redis") {
    context.collector.add(notSupported('"store: redis"', node.span));
    return undefined;
  }
  const word = oneOf("memory")(node, context);
  return word && { value: { kind: "memory" }, span: word.span };
};

const email = mapping({
  smtp: required(smtp, `smtp: ${fromEnv("SMTP_URL")}`),
  from: required(mailbox, "from: billing-bot@example.com"),
});

const notify = mapping({ slack: optional(secret("SLACK_WEBHOOK")), email: optional(email) });

/** Who may approve, how they hear of it, and where drafts are kept. */
export const approvals: Reader<ApprovalsEntry> = mappingTo(
  {
    url: optional(url),
    store: optional(store),
    requester: optional(mailbox),
    approvers: optional(list(mailbox)),
    notify: optional(notify),
  },
  ({ url, store, requester, approvers, notify }, _node, { place }) => ({
    span: place,
    url,
    store,
    requester,
    approvers: approvers ?? [],
    slack: notify?.slack ?? null,
    email: notify?.email ?? null,
  }),
);
