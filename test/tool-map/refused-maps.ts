import { withServer, withTool, withTools, withTop } from "./maps.js";

/** A whole map with one gate, of which `confirm` holds the given keys. */
function gated(confirm: string, lines = ""): string {
  return withTool(`confirm: { ${confirm} }\n${lines}`);
}

/** What a map must not hold, a map that holds it, and what is said about it. */
export type Refused = readonly [what: string, map: string, messages: readonly string[]];

/** By the part of the map. */
export const refusedMaps: Readonly<Record<string, readonly Refused[]>> = {
  "the map": [
    ["an unknown key", withTop("sever: 1"), ['tool-map/unknown-key: unknown key "sever"']],
    [
      "a list where a mapping is wanted",
      withTop("errors: [404]"),
      ["tool-map/wrong-kind: errors has to be a mapping, not a list"],
    ],
    [
      "another version",
      "version: 2\nserver: { name: a }\nspec: s.yaml\noutput: out\ntools: { a: { description: A., call: b } }\n",
      ["tool-map/other-version: this mcpgen reads version 1 of the format, and not version 2"],
    ],
    [
      "the version as text",
      'version: "1"\nserver: { name: a }\nspec: s.yaml\noutput: out\ntools: { a: { description: A., call: b } }\n',
      ["tool-map/other-version: the version of the format is a number, and this is a text"],
    ],
    ...(
      [
        ["specs/a.yaml", "specs", "the spec"],
        ["specs/a.yaml", "specs/server", "the spec"],
        ["specs/billing/a.yaml", "specs/", "the spec"],
        ["./specs/a.yaml", "./specs/out", "the spec"],
        ["s.yaml", "node_modules/billing", "what npm installs"],
        ["s.yaml", "servers/node_modules/billing", "what npm installs"],
      ] as const
    ).map(
      ([spec, output, others]) =>
        [
          `the spec ${spec} and the output ${output}`,
          `version: 1\nserver: { name: a }\nspec: ${spec}\noutput: ${output}\ntools: { a: { description: A., call: b } }\n`,
          [`tool-map/misplaced-output: the output "${output}" would be mixed up with ${others}`],
        ] as const,
    ),
    ...["/srv/specs/api.yaml", "C:\\specs\\api.yaml", "\\\\host\\api.yaml"].map(
      (spec) =>
        [
          `the spec ${spec}`,
          `version: 1\nserver: { name: a }\nspec: ${spec}\noutput: out\ntools: { a: { description: A., call: b } }\n`,
          [`tool-map/absolute-spec: the spec is named by a path of one machine: "${spec}"`],
        ] as const,
    ),
    [
      "keys that are missing",
      "version: 1\n",
      [
        'tool-map/missing-key: the map has no key "server"',
        'tool-map/missing-key: the map has no key "spec"',
        'tool-map/missing-key: the map has no key "output"',
        'tool-map/missing-key: the map has no key "tools"',
      ],
    ],
    [
      "no tools",
      "version: 1\nserver: { name: a }\nspec: s.yaml\noutput: out\ntools: {}\n",
      ["tool-map/wrong-kind: tools has to be a mapping of tools, not an empty mapping"],
    ],
    [
      "tools in a list",
      "version: 1\nserver: { name: a }\nspec: s.yaml\noutput: out\ntools: [a]\n",
      ["tool-map/wrong-kind: tools has to be a mapping, not a list"],
    ],
    [
      "an output outside the project",
      "version: 1\nserver: { name: a }\nspec: s.yaml\noutput: ../out\ntools: { a: { description: A., call: b } }\n",
      ['tool-map/outside-project: output has to be a folder inside the project, not "../out"'],
    ],
    [
      "the project itself as output",
      "version: 1\nserver: { name: a }\nspec: s.yaml\noutput: ./\ntools: { a: { description: A., call: b } }\n",
      ['tool-map/outside-project: output has to be a folder inside the project, not "./"'],
    ],
    [
      "an absolute output",
      "version: 1\nserver: { name: a }\nspec: s.yaml\noutput: /srv/out\ntools: { a: { description: A., call: b } }\n",
      ['tool-map/outside-project: output has to be a folder inside the project, not "/srv/out"'],
    ],
    [
      "a spec on the network",
      "version: 1\nserver: { name: a }\nspec: https://example.com/api.yaml\noutput: out\ntools: { a: { description: A., call: b } }\n",
      ['tool-map/remote-spec: the spec cannot be read from "https://example.com/api.yaml"'],
    ],
    [
      "spec overlays",
      "version: 1\nserver: { name: a }\nspec: { file: s.yaml, overlays: [a.yaml] }\noutput: out\ntools: { a: { description: A., call: b } }\n",
      ['tool-map/not-supported: "overlays" is not supported by this version'],
    ],
    [
      "parts that this version lacks",
      withTop("resources: {}\nprompts: {}\nserve: {}"),
      [
        'tool-map/not-supported: "resources" is not supported by this version',
        'tool-map/not-supported: "prompts" is not supported by this version',
        'tool-map/not-supported: "serve" is not supported by this version',
      ],
    ],
  ],
  "the server": [
    [
      "a name that is not kebab-case",
      withServer("{ name: Billing API }"),
      ['tool-map/invalid-value: "Billing API" is not a name in kebab-case'],
    ],
    [
      "a version that is a number",
      withServer("{ name: a, version: 1.0 }"),
      ['tool-map/invalid-value: "1.0" is not a version'],
    ],
    [
      "the second SDK",
      withServer("{ name: a, sdk: 2 }"),
      ['tool-map/not-supported: "sdk: 2" is not supported by this version'],
    ],
    [
      "an SDK that is none",
      withServer("{ name: a, sdk: 3 }"),
      ['tool-map/invalid-choice: server.sdk cannot be "3"'],
    ],
    [
      "a dependency of no name",
      withServer("{ name: a, dependencies: { Date Fns: ^1.0.0 } }"),
      ['tool-map/invalid-name: "Date Fns" cannot be the name of a package'],
    ],
  ],
  "the upstream": [
    [
      "a duration without a unit",
      withTop("upstream: { timeout: 10 }"),
      ['tool-map/invalid-value: "10" is not a duration'],
    ],
    [
      "a duration of no time",
      withTop("upstream: { timeout: 0s, deadline: 1.5s }"),
      [
        'tool-map/invalid-value: "0s" is not a duration',
        'tool-map/invalid-value: "1.5s" is not a duration',
      ],
    ],
    [
      "too many retries",
      withTop("upstream: { retries: 11 }"),
      ['tool-map/invalid-value: "11" is not a whole number from 0 to 10'],
    ],
    [
      "retries in words",
      withTop("upstream: { retries: two }"),
      ["tool-map/wrong-kind: upstream.retries has to be a whole number, not text"],
    ],
    [
      "a contract that is none",
      withTop("upstream: { contract: strikt }"),
      ['tool-map/invalid-choice: upstream.contract cannot be "strikt"'],
    ],
    [
      "a client without its secret",
      withTop('upstream: { auth: { a: { client_id: "${env.B}" } } }'),
      ['tool-map/missing-key: upstream.auth.a has no key "client_secret"'],
    ],
    [
      "a client that proves itself in a third way",
      withTop(
        'upstream: { auth: { a: { client_id: b, client_secret: "${env.C}", client_auth: jwt } } }',
      ),
      ['tool-map/invalid-choice: upstream.auth.a.client_auth cannot be "jwt"'],
    ],
    [
      "paging that is no list",
      withTop("upstream:\n  pagination: { param: page, next: page }"),
      ["tool-map/wrong-kind: upstream.pagination has to be a list, not a mapping"],
    ],
    [
      "an unknown key",
      withTop('upstream: { baseURL: "${env.A}" }'),
      ['tool-map/unknown-key: unknown key "baseURL" in upstream'],
    ],
  ],
  "operations and functions": [
    [
      "an effect that is none",
      withTop("operations: { effects: { createRefund: destroy } }"),
      ['tool-map/invalid-choice: operations.effects.createRefund cannot be "destroy"'],
    ],
    [
      "a reason that is missing",
      withTop("operations: { exclude: { deleteCustomer: } }"),
      ["tool-map/wrong-kind: operations.exclude.deleteCustomer has to be text, not nothing"],
    ],
    [
      "a type that is none",
      withTop("functions: { label: { args: [text], returns: string } }"),
      ['tool-map/invalid-choice: functions.label.args[0] cannot be "text"'],
    ],
    [
      "a name that TypeScript reserves",
      withTop("functions: { delete: { args: [], returns: string } }"),
      ['tool-map/reserved-name: "delete" cannot be the name of a function'],
    ],
    [
      "a log that goes nowhere",
      withTop("audit: { to: stdout }"),
      ['tool-map/invalid-choice: audit.to cannot be "stdout"'],
    ],
    [
      "a log that goes to two files",
      withTop("audit: { to: { file: a, both: b } }"),
      ['tool-map/conflicting-keys: "both" cannot stand beside "file"'],
    ],
  ],
  tools: [
    [
      "a name that no host takes",
      withTools("searchInvoices: { description: A., call: b }"),
      ['tool-map/invalid-name: "searchInvoices" cannot be the name of a tool'],
    ],
    [
      "a name that is far too long",
      withTools("search_all_of_the_invoices_of_one_customer: { description: A., call: b }"),
      [
        'tool-map/invalid-name: "search_all_of_the_invoices_of_one_customer" cannot be the name of a tool',
      ],
    ],
    [
      "a name that is rather long",
      withTools("search_all_of_the_old_invoices: { description: A., call: b }"),
      ['tool-map/long-name: the tool name "search_all_of_the_old_invoices" has 30 characters'],
    ],
    [
      "no description",
      withTools("search: { call: b }"),
      ['tool-map/missing-key: tools.search has no key "description"'],
    ],
    [
      "an empty description",
      withTools("search: { description: '', call: b }"),
      ["tool-map/wrong-kind: tools.search.description has to be text, not an empty text"],
    ],
    [
      "no job",
      withTools("search: { description: A. }"),
      ['tool-map/missing-key: tools.search has no key "call"'],
    ],
    [
      "two jobs",
      withTool("call: a\nsteps: { b: { call: c } }"),
      ['tool-map/conflicting-keys: "steps" cannot stand beside "call"'],
    ],
    [
      "no steps",
      withTool("steps: {}"),
      [
        "tool-map/wrong-kind: tools.search.steps has to be a mapping of steps, not an empty mapping",
      ],
    ],
    [
      "an output beside a handler",
      withTool("handler: a-b\noutput: { a: 1 }"),
      ['tool-map/conflicting-keys: "output" cannot stand beside "handler"'],
    ],
    [
      "a schema without a handler",
      withTool("call: a\noutputSchema: { type: object }"),
      ['tool-map/conflicting-keys: "outputSchema" cannot stand beside "call"'],
    ],
    [
      "a request beside steps",
      withTool("steps: { a: { call: b } }\nwith: { x: 1 }"),
      ['tool-map/conflicting-keys: "with" cannot stand beside "steps"'],
    ],
    [
      "a handler in a folder",
      withTool("handler: ../a.ts"),
      ['tool-map/invalid-value: "../a.ts" is not the name of a handler'],
    ],
    [
      "a limit that is none",
      withTool("call: a\nlimit: 10 per minute"),
      ['tool-map/invalid-value: "10 per minute" is not a limit'],
    ],
    [
      "an unknown key",
      withTool("call: a\ninputs: { b: {} }"),
      ['tool-map/unknown-key: unknown key "inputs" in tools.search'],
    ],
    [
      "an annotation that is none",
      withTool("call: a\nannotations: { readonly: true }"),
      ['tool-map/unknown-key: unknown key "readonly" in tools.search.annotations'],
    ],
    [
      "an annotation that is no boolean",
      withTool("call: a\nannotations: { readOnly: yes }"),
      ["tool-map/wrong-kind: tools.search.annotations.readOnly has to be true or false, not text"],
    ],
  ],
  gates: [
    [
      "the call of a tool that is confirmed",
      withTool("call: a\nconfirm: { summary: Really?, call: b, approval: none }"),
      ['tool-map/conflicting-keys: "call" cannot stand beside "confirm"'],
    ],
    [
      "a request beside a gate",
      gated("summary: S, call: b, approval: none", "with: { a: 1 }"),
      ['tool-map/conflicting-keys: "with" cannot stand beside "confirm"'],
    ],
    [
      "pages of a gate",
      gated("summary: S, call: b, approval: none", "pages: none"),
      ['tool-map/conflicting-keys: "pages" cannot stand beside "confirm"'],
    ],
    [
      "what belongs to a handler, in a gate",
      gated("summary: S, call: b, approval: none", "calls: [a]"),
      ['tool-map/conflicting-keys: "calls" cannot stand beside "confirm"'],
    ],
    [
      "a reason for having no gate, in a gate",
      gated("summary: S, call: b, approval: none", "unconfirmed: Why not."),
      ['tool-map/conflicting-keys: "unconfirmed" cannot stand beside "confirm"'],
    ],
    [
      "a gate without an approval",
      gated("summary: S, call: b"),
      ['tool-map/missing-key: tools.search.confirm has no key "approval"'],
    ],
    [
      "a gate without a summary",
      gated("call: b, approval: none"),
      ['tool-map/missing-key: tools.search.confirm has no key "summary"'],
    ],
    [
      "a gate without a call",
      gated("summary: S, approval: none"),
      ['tool-map/missing-key: tools.search.confirm has no key "call"'],
    ],
    [
      "a gate over no steps",
      withTool("steps: {}\nconfirm: { summary: S, call: b, approval: none }"),
      [
        "tool-map/wrong-kind: tools.search.steps has to be a mapping of steps, not an empty mapping",
      ],
    ],
    [
      "a call and others besides",
      gated("summary: S, call: b, calls: [{ call: c }], with: { d: 1 }, approval: none"),
      [
        'tool-map/conflicting-keys: "call" cannot stand beside "calls"',
        'tool-map/conflicting-keys: "with" cannot stand beside "calls"',
      ],
    ],
    [
      "alternatives that are none",
      gated("summary: S, calls: [], approval: none"),
      [
        "tool-map/wrong-kind: tools.search.confirm.calls has to be a list of calls, not an empty list",
      ],
    ],
    [
      "an alternative that is repeated",
      gated("summary: S, calls: [{ call: b, each: { in: c } }], approval: none"),
      ['tool-map/unknown-key: unknown key "each" in tools.search.confirm.calls[0]'],
    ],
    [
      "an approval that is no word of the three",
      gated("summary: S, call: b, approval: humans"),
      ['tool-map/invalid-choice: tools.search.confirm.approval cannot be "humans"'],
    ],
    [
      "an approval that is an expression outside ${}",
      gated("summary: S, call: b, approval: \"a ? 'none' : 'human'\""),
      ["tool-map/invalid-choice: tools.search.confirm.approval cannot be \"a ? 'none' : 'human'\""],
    ],
    [
      "a variable in a summary",
      gated('summary: "For ${env.USER}", call: b, approval: none'),
      ["tool-map/misplaced-env: env cannot be used here"],
    ],
    [
      "rows that are no text",
      gated("summary: S, show: { a: [1], b: { c: d }, e: null }, call: b, approval: none"),
      [
        "tool-map/wrong-kind: tools.search.confirm.show.a has to be text, not a list",
        "tool-map/wrong-kind: tools.search.confirm.show.b has to be text, not a mapping",
        "tool-map/wrong-kind: tools.search.confirm.show.e has to be text, not null",
      ],
    ],
    [
      "a lifetime without a unit",
      gated("summary: S, call: b, approval: none, expires: 24"),
      ['tool-map/invalid-value: "24" is not a lifetime'],
    ],
    [
      "a lifetime of seconds",
      gated("summary: S, call: b, approval: none, expires: 59s"),
      ['tool-map/invalid-value: "59s" is not a lifetime from 1m to 7d'],
    ],
    [
      "a lifetime of weeks",
      gated("summary: S, call: b, approval: none, expires: 8d"),
      ['tool-map/invalid-value: "8d" is not a lifetime from 1m to 7d'],
    ],
    [
      "a stand-in for the answer that is confirmed",
      gated("summary: S, call: b, approval: none, errors: { 404: { value: null } }"),
      ['tool-map/unknown-key: unknown key "value" in tools.search.confirm.errors.404'],
    ],
    [
      "a draft without a call",
      gated("summary: S, call: b, approval: none, draft: { cancel: { call: c } }"),
      ['tool-map/missing-key: tools.search.confirm.draft has no key "call"'],
    ],
    [
      "a cancellation with rules of its own",
      gated(
        "summary: S, call: b, approval: none, draft: { call: c, cancel: { call: d, errors: {} } }",
      ),
      ['tool-map/unknown-key: unknown key "errors" in tools.search.confirm.draft.cancel'],
    ],
    [
      "a handler's gate with a summary",
      withTool("handler: a-b\ncalls: [c]\nconfirm: { summary: S, approval: none }"),
      ['tool-map/unknown-key: unknown key "summary" in tools.search.confirm'],
    ],
    [
      "a name that is too long with prepare_ before it",
      withTools(
        "a_name_of_thirty_three_characters: { description: S., confirm: { summary: S, call: b, approval: none } }",
      ),
      ['tool-map/invalid-name: "a_name_of_thirty_three_characters" cannot be the name of a tool'],
    ],
  ],
  approvals: [
    [
      "an unknown key",
      withTop("approvals: { approver: [a@b.c] }"),
      ['tool-map/unknown-key: unknown key "approver" in approvals'],
    ],
    [
      "a store that is none",
      withTop("approvals: { store: disk }"),
      ['tool-map/invalid-choice: approvals.store cannot be "disk"'],
    ],
    [
      "a store for replicas",
      withTop("approvals: { store: redis }"),
      ['tool-map/not-supported: "store: redis" is not supported by this version'],
    ],
    [
      "a file without a name",
      withTop("approvals: { store: {} }"),
      ['tool-map/missing-key: approvals.store has no key "file"'],
    ],
    [
      "an approver who is no mailbox",
      withTop("approvals: { approvers: [Finance] }"),
      ['tool-map/invalid-value: "Finance" is not an email address'],
    ],
    [
      "a desk on another protocol",
      withTop("approvals: { url: desk.example.com }"),
      ['tool-map/invalid-value: "desk.example.com" is not an address'],
    ],
    [
      "a webhook as it is",
      withTop("approvals: { notify: { slack: https://hooks.slack.com/services/T0/B0/x } }"),
      ["tool-map/literal-secret: approvals.notify.slack holds a secret as it is"],
    ],
    [
      "a mail server's password as it is",
      withTop(
        "approvals: { notify: { email: { smtp: 'smtps://me:secret@mail.example.com', from: a@b.c } } }",
      ),
      ["tool-map/literal-secret: approvals.notify.email.smtp holds a secret as it is"],
    ],
    [
      "mail from nobody",
      withTop("approvals: { notify: { email: { smtp: 'smtp://mail.example.com' } } }"),
      ['tool-map/missing-key: approvals.notify.email has no key "from"'],
    ],
    [
      "mail over the web",
      withTop(
        "approvals: { notify: { email: { smtp: 'https://mail.example.com', from: a@b.c } } }",
      ),
      ['tool-map/invalid-value: "https://mail.example.com" is not the address of a mail server'],
    ],
    [
      "an expression that is no variable",
      withTop('approvals: { requester: "${input.user}" }'),
      ['tool-map/no-variable: "input.user" does not name an environment variable'],
    ],
  ],
  steps: [
    [
      "a step without a call",
      withTool("steps: { a: { with: {} } }"),
      ['tool-map/missing-key: tools.search.steps.a has no key "call"'],
    ],
    [
      "a name that is not snake_case",
      withTool("steps: { theOrder: { call: a } }"),
      ['tool-map/invalid-name: "theOrder" cannot be the name of a step'],
    ],
    [
      "a word of CEL",
      withTool("steps: { package: { call: a } }"),
      ['tool-map/reserved-name: "package" cannot be the name of a step'],
    ],
    [
      "a name that means the answer",
      withTool("steps: { response: { call: a } }"),
      ['tool-map/reserved-name: "response" cannot be the name of a step'],
    ],
    [
      "a let of the same name",
      withTool("steps: { order: { call: a } }\nlet: { order: 1 + 1 }"),
      ['tool-map/name-taken: "order" is already the name of a step'],
    ],
    [
      "repetition without a list",
      withTool("steps: { a: { call: b, each: { max: 5 } } }"),
      ['tool-map/missing-key: tools.search.steps.a.each has no key "in"'],
    ],
    [
      "repetition without end",
      withTool("call: b\neach: { in: input.ids, max: 101 }"),
      ['tool-map/invalid-value: "101" is not a whole number from 1 to 100'],
    ],
    [
      "redirects to other places than https origins",
      withTool(
        "call: b\nfollow: [http://a.example, https://a.example/, 'https://u@a.example', '*']",
      ),
      [
        'tool-map/invalid-value: "http://a.example" is not an https origin',
        'tool-map/invalid-value: "https://a.example/" is not an https origin',
        'tool-map/invalid-value: "https://u@a.example" is not an https origin',
        'tool-map/invalid-value: "*" is not an https origin',
      ],
    ],
    [
      "a walk of all steps at once",
      withTool("steps: { a: { call: b } }\npages: { max: 5 }"),
      ['tool-map/conflicting-keys: "pages" cannot stand beside "steps"'],
    ],
    [
      "a walk of no pages",
      withTool("call: b\npages: { max: 0 }"),
      ['tool-map/invalid-value: "0" is not a whole number from 1 to 100'],
    ],
    [
      "a let that is a list",
      withTool("call: a\nlet: { b: [1] }"),
      ["tool-map/wrong-kind: tools.search.let.b has to be an expression, not a list"],
    ],
    [
      "a let that is empty",
      withTool("call: a\nlet: { b: '' }"),
      ["tool-map/wrong-kind: tools.search.let.b has to be an expression, not an empty text"],
    ],
  ],
  require: [
    [
      "neither condition nor error",
      withTool("call: a\nrequire:\n  - reason: No."),
      [
        'tool-map/missing-key: tools.search.require[0] has no key "that"',
        'tool-map/missing-key: tools.search.require[0] has no key "error"',
      ],
    ],
    [
      "a mapping for a list",
      withTool("call: a\nrequire: { that: a, error: b }"),
      ["tool-map/wrong-kind: tools.search.require has to be a list, not a mapping"],
    ],
    [
      "an error that is no code",
      withTool("call: a\nrequire:\n  - { that: response.ok, error: Not found }"),
      ['tool-map/invalid-name: "Not found" cannot be the name of an error'],
    ],
  ],
  input: [
    [
      "a keyword that is misspelt",
      withTool("call: a\ninput: { b: { minimun: 1 } }"),
      ['tool-map/unknown-key: unknown key "minimun" in tools.search.input.b'],
    ],
    [
      "a place that is none",
      withTool("call: a\ninput: { b: { to: params.id } }"),
      ['tool-map/invalid-value: "params.id" is not a place in a request'],
    ],
    [
      "a borrowed schema without a parameter",
      withTool("call: a\ninput: { b: { like: listInvoices } }"),
      ['tool-map/invalid-value: "listInvoices" is not an operation with one of its parameters'],
    ],
    [
      "a list of required properties",
      withTool("call: a\ninput: { b: { type: object, required: [a] } }"),
      ["tool-map/wrong-kind: tools.search.input.b.required has to be true or false, not a list"],
    ],
    [
      "a type that is none",
      withTool("call: a\ninput: { b: { type: int } }"),
      ['tool-map/invalid-choice: tools.search.input.b.type cannot be "int"'],
    ],
    [
      "a bound in words",
      withTool("call: a\ninput: { b: { maximum: ten } }"),
      ["tool-map/wrong-kind: tools.search.input.b.maximum has to be a number, not text"],
    ],
    [
      "a length below nothing",
      withTool("call: a\ninput: { b: { minLength: -1 } }"),
      ['tool-map/invalid-value: "-1" is not a whole number from 0'],
    ],
    [
      "a pattern that is none",
      withTool("call: a\ninput: { b: { pattern: '(' } }"),
      ['tool-map/invalid-value: "(" is not a regular expression'],
    ],
    [
      "an enum that is no list",
      withTool("call: a\ninput: { b: { enum: open } }"),
      ["tool-map/wrong-kind: tools.search.input.b.enum has to be a list of values, not text"],
    ],
    [
      "a nested keyword that is misspelt",
      withTool("call: a\ninput: { b: { type: array, items: { typ: string } } }"),
      ['tool-map/unknown-key: unknown key "typ" in tools.search.input.b.items'],
    ],
    [
      "a number that is not exact",
      withTool("call: a\ninput: { b: { default: 12345678901234567890 } }"),
      ["tool-map/inexact-number: the number 12345678901234567890 is too large to be exact"],
    ],
  ],
  pagination: [
    [
      "a URL of nothing",
      withTop("upstream: { pagination: [{ param: a, next: { lnk: response.next } }] }"),
      ['tool-map/unknown-key: unknown key "lnk" in upstream.pagination[0].next'],
    ],
  ],
  output: [
    [
      "a projection whose from is misspelt",
      withTool("call: a\noutput: { account: { form: response, pick: [id] } }"),
      ['tool-map/no-from: "pick" in tools.search.output.account has no "from" beside it'],
    ],
    [
      "a projection of nothing",
      withTool("call: a\noutput: { rows: [{ maxItems: 5 }] }"),
      ['tool-map/no-from: "maxItems" in tools.search.output.rows has no "from" beside it'],
    ],
    [
      "an unknown key in a projection",
      withTool("call: a\noutput: { from: response.items, picks: [id] }"),
      ['tool-map/unknown-key: unknown key "picks" in tools.search.output'],
    ],
    [
      "a pick that is no list",
      withTool("call: a\noutput: { from: response.items, pick: id }"),
      ["tool-map/wrong-kind: tools.search.output.pick has to be a list, not text"],
    ],
    [
      "a pick of a number",
      withTool("call: a\noutput: { from: response.items, pick: [1] }"),
      ["tool-map/wrong-kind: each entry of tools.search.output.pick has to be text, not a number"],
    ],
    [
      "a size of nothing",
      withTool("call: a\noutput: { from: response.items, maxItems: 0 }"),
      ['tool-map/invalid-value: "0" is not a whole number from 1'],
    ],
    [
      "an end that is none",
      withTool("call: a\noutput: { from: response.text, maxLength: 9, keep: middle }"),
      ['tool-map/invalid-choice: tools.search.output.keep cannot be "middle"'],
    ],
    [
      "a key without a value",
      withTool("call: a\noutput:\n  total:"),
      ["tool-map/wrong-kind: tools.search.output.total has to be a value, not nothing"],
    ],
  ],
  errors: [
    [
      "a status that is none",
      withTool("call: a\nerrors: { 40x: fatal }"),
      ['tool-map/invalid-value: "40x" is not a status'],
    ],
    [
      "a class in upper case",
      withTool("call: a\nerrors: { 4XX: fatal }"),
      ['tool-map/invalid-value: "4XX" is not a status'],
    ],
    [
      "an outcome that is none",
      withTool("call: a\nerrors: { 404: ignore }"),
      ["tool-map/wrong-kind: tools.search.errors.404 has to be an error rule, not text"],
    ],
    [
      "no outcome",
      withTool("call: a\nerrors: { 404: { reason: Gone. } }"),
      ['tool-map/missing-key: tools.search.errors.404 has no key "error"'],
    ],
    [
      "a misspelt outcome",
      withTool("call: a\nerrors: { 404: { eror: gone } }"),
      ['tool-map/unknown-key: unknown key "eror" in tools.search.errors.404'],
    ],
    [
      "two outcomes",
      withTool("call: a\nerrors: { 404: { result: {}, reason: Gone. } }"),
      ['tool-map/conflicting-keys: "reason" cannot stand beside "result"'],
    ],
    [
      "a value outside a step",
      withTool("call: a\nerrors: { 404: { value: null } }"),
      ['tool-map/unknown-key: unknown key "value" in tools.search.errors.404'],
    ],
    [
      "an empty list",
      withTool("call: a\nerrors: { 404: [] }"),
      [
        "tool-map/wrong-kind: tools.search.errors.404 has to be a rule or a list of rules, not an empty list",
      ],
    ],
    [
      "fatal: false",
      withTool("call: a\nerrors: { 404: { fatal: false } }"),
      ['tool-map/invalid-value: "false" is not an outcome'],
    ],
  ],
  env: [
    [
      "in an output",
      withTool('call: a\noutput: { token: "${env.TOKEN}" }'),
      ["tool-map/misplaced-env: env cannot be used here"],
    ],
    [
      "in an expression",
      withTool("call: a\nlet: { t: env.TOKEN + 'x' }"),
      ["tool-map/misplaced-env: env cannot be used here"],
    ],
    [
      "in an error",
      withTool("call: a\nerrors: { 404: { error: gone, reason: \"See ${ env['HOST'] }\" } }"),
      ["tool-map/misplaced-env: env cannot be used here"],
    ],
  ],
};
