import type { DocumentedCodes } from "../diagnostics/codes.js";

/** What can be wrong with a gate and its approvals. */
export const gateCodes: DocumentedCodes = {
  "bind/advertised-twice": {
    title: "Gate with the name of a tool",
    cause: "A gate is shown as prepare_<job> and confirm_<job>, and another tool has such a name.",
    fix: "Rename one of the two.",
  },
  "bind/approvals-missing": {
    title: "Approval by nobody",
    cause:
      "A gate may need a person's approval (`human`), and the map has no `approvals` that say who approves, and where.",
    fix: "Add `approvals` with `url`, `approvers` and `requester`, or choose another approval.",
  },
  "bind/cancel-that-reads": {
    title: "Cancellation that cancels nothing",
    cause: "`confirm.draft.cancel` throws the API's draft away, and its call only reads.",
    fix: "Name the operation that does, or leave `cancel` out.",
  },
  "bind/desk-with-memory": {
    title: "Drafts that the desk cannot see",
    cause: "The desk is a process of its own, and drafts in memory belong to one process.",
    fix: "Keep them in a file: `store: { file: .data/drafts.db }`.",
  },
  "bind/desk-without-address": {
    title: "Desk without an address",
    cause: "A person has to approve, and `approvals` does not say where the desk is reached.",
    fix: "Add `url`.",
  },
  "bind/desk-without-approvers": {
    title: "Desk without approvers",
    cause: "A person has to approve, and `approvals` names nobody who may.",
    fix: "Add `approvers`, a list of email addresses.",
  },
  "bind/desk-without-notices": {
    title: "Desk without notices",
    cause:
      "A person has to approve, and comes to the desk by a personal link; `approvals` has no way to send one.",
    fix: "Add `notify` with `email`, `slack`, or both.",
  },
  "bind/links-in-channel": {
    title: "Links in a channel",
    cause:
      "An approver's link stands for the approver, and without `email` all links are posted in one Slack channel.",
    fix: "Add `notify.email`, or let nobody but the approvers read the channel.",
  },
  "bind/destructive-draft": {
    title: "Draft that destroys",
    cause: "`confirm.draft` is made in prepare, before anybody has confirmed.",
    fix: "Make the operation the call under `confirm`, or correct its effect.",
  },
  "bind/draft-that-reads": {
    title: "Draft that is none",
    cause: "`confirm.draft` names an operation that only reads.",
    fix: "Make it a step, or correct its effect under operations.effects.",
  },
  "bind/gate-over-read": {
    title: "Gate before a read",
    cause: "What a gate confirms changes something, and this call only reads.",
    fix: "Leave `confirm` out, or correct the operation's effect.",
  },
  "bind/kept-moment": {
    title: "Moment that cannot be kept",
    cause:
      "The result or an error rule of a gate uses a `let` that holds a timestamp or a duration. It is kept in the draft, as JSON.",
    fix: "Make it text in the `let`: string(…).",
  },
  "bind/no-idempotency-key": {
    title: "Call that cannot be repeated",
    cause:
      "The call of a gate takes no idempotency key. If its run is cut off, whether it happened is not known.",
    fix: "Name the operation under upstream.idempotency.operations, if the API takes a key.",
  },
  "bind/not-an-approval": {
    title: "Approval that is none of three",
    cause:
      "An approval is none, elicitation or human. An expression chooses among these words, which stand in it.",
    fix: "Choose by conditions: `amount > 10000 ? 'human' : 'none'`.",
  },
  "bind/output-needed": {
    title: "Gate without an output",
    cause: "One of several operations is called, and no answer is the answer.",
    fix: "State `output`, with fields that all of them answer.",
  },
  "bind/result-in-prepare": {
    title: "Result of a tool that prepares",
    cause:
      "An error rule of a read, of the API's draft or of the whole gate ends with `result`, and prepare answers with a draft.",
    fix: "Answer with a structured error, or move the rule to `confirm.errors`.",
  },
  "bind/secret-shown": {
    title: "Secret in a summary",
    cause: "A summary and its rows are shown to people, and stand in notices and logs.",
    fix: "Leave the input out of them.",
  },
  "bind/unknown-requester": {
    title: "Unknown requester",
    cause: "Who asked cannot approve, and the map does not say for whom the server acts.",
    fix: "Add `requester` under `approvals`.",
  },
  "bind/unreachable-call": {
    title: "Call that is never made",
    cause: "A call before it has no `when`, and always fits.",
    fix: "Put the call without `when` last.",
  },
  "bind/unused-approvals": {
    title: "Approvals that nothing asks for",
    cause: "The map says who approves, and none of its tools asks.",
    fix: "Remove `approvals`, or state an approval in a gate.",
  },
  "bind/write-in-prepare": {
    title: "Change before the confirmation",
    cause:
      "The steps of a gate run when it is prepared, and again before the call: they only read.",
    fix: "Make the operation the call under `confirm`, or a draft under `confirm.draft`.",
  },
};
