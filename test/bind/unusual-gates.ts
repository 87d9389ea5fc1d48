import type { Given } from "./bound.js";
import { type GivenGate, given } from "./gates.js";

const order = 'steps: { order: { call: getOrder, with: { id: "${input.id}" } } }';

/** Words of the emitted code, as names of steps. */
const taken =
  "request kept operation api once context common failure present money z draft2 name prepare confirm text".split(
    " ",
  );

const gates: Readonly<Record<string, GivenGate>> = {
  "a gate with steps named like what code uses": {
    job: `
input: { ${taken.map((name) => `${name}: {}`).join(", ")} }
steps:
${taken.map((name) => `  ${name}: { call: getOrder, with: { id: "\${input.${name}}" } }`).join("\n")}
output: { ${taken.map((name) => `${name}: "\${${name}.id + input.${name}}"`).join(", ")}, d: "\${draft.id}" }`,
    confirm: `
summary: Refund \${money(api.cents, api.currency)} and \${draft.cents} of \${request.id}.
show: { name: "\${name.id}", text: "\${text.id + kept.id}" }
draft:
  call: makeDraft
  with: { order: "\${request.id}" }
  cancel: { call: dropDraft, with: { id: "\${draft.id}" } }
calls:
  - { when: request.cents > 1, call: refund, with: { order: "\${operation.id}" }, errors: { 409: { error: a, b: "\${kept.id}", c: "\${input.api}" } } }
  - { call: dropOrder, with: { id: "\${common.id}" } }
approval: "\${context.cents > 1 ? 'elicitation' : 'none'}"`,
  },
  "a gate that goes on from what prepare has required": {
    job: `
input: { id: {}, code: { type: string }, more: { type: array, items: { type: string } } }
${order}
let: { code: input.code, who: "order.cents > 1 ? 'human' : 'none'" }
require: [{ that: order.note != null && input.more != null, error: no_note }]
output: { note: "\${order.note}", label: "\${order.note + '!'}", part: "\${order.note.substring(0, 1)}", code: "\${code}", more: "\${size(input.more)}", seen: "\${http.response.status}" }`,
    confirm: `
summary: Refund \${order.note} by draft \${draft.id}.
draft:
  call: makeDraft
  with: { order: "\${order.note}" }
  returns: "response.cents > 0 ? response : response"
calls:
  - when: order.cents > 1
    call: refund
    with: { order: "\${order.note}", code: "\${code}" }
    errors: { 409: [{ when: size(order.note) > 1, error: late, why: "\${order.note + '?'}", more: "\${input.more}" }] }
  - when: draft.cents > 2
    call: refund
    with: { order: "\${draft.id}" }
    errors: { 409: { error: again } }
approval: \${who}`,
  },
  "a gate over alternatives that answer alike": {
    job: `
input: { id: {} }
${order}
output: { id: "\${response.id}", cents: "\${coalesce(response.cents, 0)}", status: "\${response.status}" }`,
    confirm: `
summary: |
  Refund
  \${order.id}
calls:
  - { when: order.note == null, call: refund, with: { order: "\${order.id}" } }
  - { call: dropOrder, with: { id: "\${order.note}" } }
approval: none`,
  },
  "a gate over alternatives that are evened out": {
    job: `input: { id: {} }\n${order}\noutput: { it: "\${response}", twice: "\${response + response}" }`,
    confirm: `
summary: Refund it.
calls:
  - { when: order.cents > 5, call: refund, with: { order: "\${order.id}" }, returns: response.id }
  - { when: order.cents > 3, call: refund, with: { order: "\${order.id}" }, returns: response.status }
  - { call: dropOrder, with: { id: "\${order.id}" }, returns: "response.id + '!'" }
approval: none`,
  },
  "a gate without anything to keep or to show": {
    job: "input: { id: {} }",
    confirm: `
summary: Finish a draft.
call: finishDraft
with: { id: "\${input.id}" }
approval: elicitation
expires: 1m`,
  },
};

/** Gates that do not happen every day, and work. */
export const unusualGates: Readonly<Record<string, Given>> = Object.fromEntries(
  Object.entries(gates).map(([name, gate]) => [
    name,
    given(gate.job?.includes("who") === true ? gate : { ...gate, top: "" }),
  ]),
);
