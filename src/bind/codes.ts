import type { DocumentedCodes } from "../diagnostics/codes.js";

export const bindCodes: DocumentedCodes = {
  "bind/absent-in-text": {
    title: "Text with a hole",
    cause:
      "A value inside a text that is sent, or that people approve, may be null and would leave nothing in its place.",
    fix: "Give it a fallback with coalesce(…), or rule null out by an earlier `require`.",
  },
  "bind/ambiguous-input": {
    title: "Name of several parts of a request",
    cause: "A bare name fits a parameter and a property of the body, or parameters in two places.",
    fix: "Use the qualified name that the message lists, in `to` or as the key under `with`.",
  },
  "bind/ambiguous-operation": {
    title: "Name of several operations",
    cause: "Several operations of the spec share the operationId that the map uses.",
    fix: "Name the operation by its method and path.",
  },
  "bind/annotation-weakens": {
    title: "Annotation that asks for less caution",
    cause: "Annotations follow from what the calls do, and a map may only make them more cautious.",
    fix: "Remove the annotation, or state the operation's effect under operations.effects.",
  },
  "bind/circular-names": {
    title: "Names that need each other",
    cause: "Steps or `let`s use each other, or themselves, so that none can be known first.",
    fix: "Break the circle: one of them has to do without the others.",
  },
  "bind/clamp-without-bounds": {
    title: "Clamp without bounds",
    cause: "`clamp` moves a number into its bounds, and neither map nor spec has any.",
    fix: "Add `minimum`, `maximum` or both.",
  },
  "bind/clashing-credentials": {
    title: "Credentials for one place",
    cause:
      "An operation asks for two security schemes at once that both write the same header, parameter or cookie. A request has one of it.",
    fix: "List the schemes as alternatives in the spec, if either will do.",
  },
  "bind/conflicting-places": {
    title: "Input for places that differ",
    cause: "An input is passed whole to several places which do not take the same values.",
    fix: "Make two inputs of it, or pass one of them through an expression.",
  },
  "bind/credential-misfit": {
    title: "Credential of another kind",
    cause:
      "The security scheme wants a name and a password where the map gives a token, or the other way round.",
    fix: "Give the scheme what the message asks for.",
  },
  "bind/old-words": {
    title: "The spec's words about a bound that the map has narrowed",
    cause:
      "An input without a `description` has the spec's, and that names a number which the map no longer allows.",
    fix: "Give the input a `description`, as the help line shows.",
  },
  "bind/bare-expression": {
    title: "Expression without `${}`",
    cause: "A text outside `${…}` is meant literally, and this one reads like a field of a step.",
    fix: "Put it in `${…}`.",
  },
  "bind/cut-of-wrong-type": {
    title: "Cut of a value that cannot be cut",
    cause:
      "`maxItems` stands on something that is no list, or `maxLength` on something that is no text.",
    fix: "Remove the keyword.",
  },
  "bind/default-not-allowed": {
    title: "Default outside the schema",
    cause: "The default of an input is a value that the input itself would refuse.",
    fix: "Choose one of the values that the message lists.",
  },
  "bind/deprecated-operation": {
    title: "Deprecated operation",
    cause: "A tool uses an operation that the API's owners have deprecated.",
    fix: "Move to the operation that replaces it; the spec's description often names it.",
  },
  "bind/destructive-without-gate": {
    title: "Destructive call without a gate",
    cause: "A tool makes a destructive call as soon as the model asks for it.",
    fix: "Put the call under `confirm`, or state why no gate is needed (`unconfirmed: <reason>`).",
  },
  "bind/duplicate-rule": {
    title: "Two rules for one status",
    cause: "The same status stands twice among the error rules of one level.",
    fix: "Make one list of the two: its entries are tried in order.",
  },
  "bind/each-of-no-list": {
    title: "Repetition over something that is no list",
    cause: "A call is repeated for every element of a list, and what stands in `each.in` is none.",
    fix: "Name the list inside the answer, or leave `each` out.",
  },
  "bind/excludes-nothing": {
    title: "Exclusion of nothing",
    cause: "A pattern under operations.exclude fits no operation of the spec.",
    fix: "Remove it, or mend the pattern.",
  },
  "bind/excludes-used": {
    title: "Exclusion of an operation in use",
    cause: "An operation is named under operations.exclude, and a tool calls it.",
    fix: "Remove one of the two.",
  },
  "bind/field-across-list": {
    title: "Field of a list",
    cause: "`pick` names fields of an element that is a list itself.",
    fix: "Pick from a list of objects, or map the inner lists first.",
  },
  "bind/first-ledger": {
    title: "New ledger",
    cause: "There was no operations.lock beside the map, so that nothing counts as new yet.",
    fix: "Commit the file that was written.",
  },
  "bind/follows-no-get": {
    title: "Redirect of something that is no GET",
    cause:
      "`follow` allows a redirect away from the API, which would carry anything but a GET elsewhere.",
    fix: "Remove `follow`.",
  },
  "bind/hidden-characters": {
    title: "Characters of the API's description that a reader cannot see",
    cause:
      "A description, value or name that the tool would show a model holds control, invisible or bidirectional characters.",
    fix: "Mend the API's description, or say it in the map: a `description` or `enum` of the input's own takes its place.",
  },
  "bind/host-limit": {
    title: "Limit of hosts",
    cause: "What the model sees was widened, or comes close to what some hosts cut off.",
    fix: "Nothing has to be done; a shorter description or a simpler schema avoids it.",
  },
  "bind/impossible-input": {
    title: "Input that no value fits",
    cause: "The spec asks for several things of a value that exclude each other.",
    fix: "Mend the spec, or leave the input out.",
  },
  "bind/input-name": {
    title: "Input name that hosts refuse",
    cause:
      "Some hosts refuse a whole server for one argument name that is no identifier of at most 64 characters.",
    fix: "Rename the input; `to` says where its value goes.",
  },
  "bind/input-type-unknown": {
    title: "Input of unknown type",
    cause:
      "An input stands nowhere as a whole value, so that no schema of the spec says what it is.",
    fix: "Pass it whole under `with`, borrow a schema with `like`, or state its `type`.",
  },
  "bind/insecure-token-url": {
    title: "Secret over plain http",
    cause: "A client fetches its tokens with its secret, and the address begins with http://.",
    fix: "Give the https address as `token_url`.",
  },
  "bind/invalid-keyword": {
    title: "Schema keyword without meaning",
    cause:
      "A keyword of an input has a value that it cannot have, or says nothing of values of this type.",
    fix: "Correct or remove the keyword.",
  },
  "bind/malformed-like": {
    title: "Malformed `like`",
    cause: "`like` borrows the schema of a parameter, and this text names none.",
    fix: "Write `like: operationId.parameter`.",
  },
  "bind/malformed-place": {
    title: "Malformed place",
    cause: "The text is not the name of a part of a request.",
    fix: 'Write `query.status`, `body.customer.id`, or `query."statuses[]"` for an odd name.',
  },
  "bind/may-be-absent": {
    title: "Required part that may be missing",
    cause: "The API requires this part of the request, and the value for it may be null.",
    fix: "Require the input, give a fallback with coalesce(…), or rule null out by an earlier `require`.",
  },
  "bind/missing-base-url": {
    title: "Unknown address of the API",
    cause: "Neither the map nor the spec says where the API is.",
    fix: "Add `baseUrl` under upstream.",
  },
  "bind/missing-credentials": {
    title: "Missing credentials",
    cause: "An operation in use asks for security schemes that upstream.auth does not give.",
    fix: "Add one of the alternatives that the message lists.",
  },
  "bind/missing-parameter": {
    title: "Required part that nothing supplies",
    cause:
      "The API requires a parameter or a property of the body, and the tool does not supply it.",
    fix: "Add an input, a constant under `with`, or a value under upstream.with.",
  },
  "bind/missing-token-url": {
    title: "Tokens from nowhere",
    cause:
      "A client is to fetch its own tokens, and the security scheme names no token URL for that.",
    fix: "Give it as `token_url` beside `client_id`.",
  },
  "bind/name-taken": {
    title: "Name with another meaning",
    cause: "A step or a `let` has a name that is taken, or that means something in every tool.",
    fix: "Give it another name.",
  },
  "bind/new-operation": {
    title: "Operation that nobody has decided about",
    cause: "The API has an operation that is neither in operations.lock nor named in the map.",
    fix: "Use it in a tool, or name it under operations.exclude with the reason.",
  },
  "bind/optional-for-required": {
    title: "Optional input for a required part",
    cause: "An input may be left out, and the part of the request that it fills may not.",
    fix: "Require the input, or give it a default.",
  },
  "bind/output-not-object": {
    title: "Output that is no object",
    cause: "The result of a tool is an object with named members (MCP, structured content).",
    fix: "Put the value under a name.",
  },
  "bind/pick-from-scalar": {
    title: "Field of a plain value",
    cause: "`pick` names fields of a value that has none, or whose fields the spec does not name.",
    fix: "Leave `pick` out to take the value whole.",
  },
  "bind/picked-twice": {
    title: "Member that is picked twice",
    cause: "`pick` gives two members of the result the same name.",
    fix: "Remove one, or give it another name.",
  },
  "bind/projection-outside-output": {
    title: "Projection outside an output",
    cause: "A mapping with the key `from` is a projection, and only outputs have those.",
    fix: "Write `{ object: { from: … } }` for an object with a field of that name.",
  },
  "bind/redacts-nothing": {
    title: "Redaction of nothing",
    cause: "audit.redact names an argument that no tool has.",
    fix: "Correct the name, or remove it.",
  },
  "bind/repeated-write": {
    title: "Change that would be repeated",
    cause: "`each` and `pages` repeat a call, and this one changes something.",
    fix: "Repeat reads alone. If the operation only reads, state so under operations.effects.",
  },
  "bind/require-after-write": {
    title: "Requirement after the write",
    cause:
      "A `require` uses the answer of the call that changes something, when it is too late to stop it.",
    fix: "Require what is known before; use an error rule for what the answer says.",
  },
  "bind/result-misfit": {
    title: "Result that the output does not allow",
    cause: "An error rule ends the tool with a result whose members differ from the tool's output.",
    fix: "Give it the members of `output`.",
  },
  "bind/same-identifier": {
    title: "Tools with one identifier",
    cause: "Two tool names differ in nothing but underscores, and become one name in code.",
    fix: "Rename one of them.",
  },
  "bind/status-never-sent": {
    title: "Rule for a status that is never sent",
    cause: "By the spec no operation of the tool answers the status that an error rule is for.",
    fix: "Remove the rule, or add the response to the spec.",
  },
  "bind/supplied-twice": {
    title: "Part of a request with two values",
    cause: "Two inputs, or an input and a value under `with`, fill the same part of the request.",
    fix: "Remove one of them.",
  },
  "bind/supplies-nothing": {
    title: "Value that goes nowhere",
    cause:
      "upstream.with names no parameter of the operations that the tools use, and no tool passes it on.",
    fix: "Correct the name, or remove it.",
  },
  "bind/to-with-steps": {
    title: "`to` in a tool with steps",
    cause:
      "`to` says which part of a single call an input fills, and steps take their values by `with`.",
    fix: "Pass the input on under a step's `with`.",
  },
  "bind/two-writes": {
    title: "Two writes in one tool",
    cause: "A failure between two calls that change something would leave half of the job done.",
    fix: "Make two tools, or a handler.",
  },
  "bind/unbounded-pattern": {
    title: "Pattern without a bound on its time",
    cause:
      "A regular expression looks around or refers back, and repeats so that some texts would keep the server busy for ever.",
    fix: "Write it without look-around and references back; a spec's own is left to the API, unless the input states another.",
  },
  "bind/unreachable-case": {
    title: "Case that is never tried",
    cause: "It stands after a case without `when`, which answers every failure of its rule.",
    fix: "Put the case without `when` last, or remove what follows it.",
  },
  "bind/unfit-stand-in": {
    title: "Stand-in that lacks what is read",
    cause:
      "A `value` takes the place of an answer, and the tool reads fields of the answer that it does not have, or has as another type.",
    fix: "Give it those fields, or null, and ask in `when` or `require` whether the step is null.",
  },
  "bind/unknown-field": {
    title: "Unknown field",
    cause: "`pick` names a field that the response schema does not have.",
    fix: "Use a field of the schema; the message suggests the nearest.",
  },
  "bind/unknown-input": {
    title: "Unknown part of a request",
    cause: "The operation has neither a parameter nor a property of the body of that name.",
    fix: "Use a name of the spec; an input of another name says with `to` where it goes.",
  },
  "bind/unknown-operation": {
    title: "Unknown operation",
    cause: "The spec has no operation of that id, or of that method and path.",
    fix: "Use an operationId of the spec, or write the method and the path.",
  },
  "bind/unknown-security-scheme": {
    title: "Unknown security scheme",
    cause: "A key under upstream.auth is no security scheme of the spec.",
    fix: "Use the name of a scheme under components.securitySchemes.",
  },
  "bind/unknown-yet": {
    title: "Name that is not known by then",
    cause: "A step, a `let` or a `require` uses a step that runs later.",
    fix: "Steps run in file order: move what is used before what uses it.",
  },
  "bind/unknown-variant": {
    title: "Unknown variant of a body",
    cause: "`variant` names none of the alternatives of the operation's request body.",
    fix: "Use the name of one of the alternatives, as under components.schemas.",
  },
  "bind/unstated-effect": {
    title: "Effect that is not stated",
    cause: "The method alone does not say whether a POST, PUT or PATCH changes something.",
    fix: "State the operation under operations.effects: `read`, `write` or `destructive`.",
  },
  "bind/unused-input": {
    title: "Input that nothing uses",
    cause: "The model is asked for an argument that the tool neither sends nor looks at.",
    fix: "Pass it on under `with`, name it in an expression, or remove it.",
  },
  "bind/unused-let": {
    title: "Name that nothing uses",
    cause: "A `let` is used by nothing that the tool sends, checks or shows.",
    fix: "Remove it, or use it.",
  },
  "bind/value-outside-step": {
    title: "`value` outside a step",
    cause: "`value` stands in for a step's answer, and the rule belongs to no step.",
    fix: "Move the rule into the step's errors, or end the tool with `result`.",
  },
  "bind/whole-http": {
    title: "Headers as a value",
    cause:
      "`http.<step>` and its headers are passed on as a whole, with whatever the API may send.",
    fix: "Read the status or single headers.",
  },
  "bind/wider-than-spec": {
    title: "Input that allows more than the API",
    cause: "A keyword of an input allows values that the API refuses.",
    fix: "Narrow it to what the spec allows.",
  },
  "bind/write-not-last": {
    title: "Write before another call",
    cause:
      "A call comes after the one that changes something; if it failed, the change would be lost from sight.",
    fix: "Put the reads before the write.",
  },
  "bind/wrong-type": {
    title: "Value of another type",
    cause:
      "A value is put where the API takes another type, or none of the values that it may have.",
    fix: "Convert it, for example with string(…) or int(…), or choose an allowed value.",
  },
};
