import type { DocumentedCodes } from "../diagnostics/codes.js";

/** The mistakes that an expression can hold. */
export const expressionCodes: DocumentedCodes = {
  "expression/syntax": {
    title: "This is no expression",
    cause:
      "The text does not follow the grammar of CEL: a quote or a bracket that is never closed, an operator or a value that is missing, a word that CEL reserves.",
    fix: "Mend it where the label points. CEL writes `&&`, `||`, `!` and `==`; a field with an odd name is written `response['x-y']`.",
  },
  "expression/unsupported": {
    title: "A part of CEL that has no place here",
    cause: "Protobuf messages, unsigned integers and bytes do not exist in JSON.",
    fix: "Write a map for a message, and a plain integer for an unsigned one.",
  },
  "expression/unknown-name": {
    title: "An unknown name",
    cause:
      "Nothing of that name can be seen from the expression. Steps and `let` names are seen by what comes after them in the file.",
    fix: "Take the suggestion, or one of the names that the help line lists.",
  },
  "expression/unknown-field": {
    title: "An unknown field",
    cause: "The schema of the value declares no such field.",
    fix: "Take the suggestion, or look the field up where the other label points.",
  },
  "expression/unknown-function": {
    title: "An unknown function",
    cause:
      "Neither CEL nor mcpgen has a function of that name for such a value, and `functions` declares none.",
    fix: "Take the suggestion. A function of your own is declared under `functions` and called as `fn.name(…)`.",
  },
  "expression/now-not-here": {
    title: "The clock is not asked here",
    cause:
      "`now()` would give another value each time the expression is computed, which a request or a result must not.",
    fix: "Compare with `now()` in `that` or `when`.",
  },
  "expression/field-of-list": {
    title: "A list taken for an object",
    cause: "The field belongs to the elements of the list, not to the list.",
    fix: "Take it of every element with `.map(item, item.field)`, or of one element with `[0].field`.",
  },
  "expression/field-of-value": {
    title: "A field of a value that has none",
    cause: "Only objects and maps have fields.",
    fix: "Select from the object that the value belongs to.",
  },
  "expression/not-indexable": {
    title: "An index that does not fit",
    cause:
      "A list is indexed with an integer, a map with a string, an object with the name of a field in quotes; nothing else is indexed.",
    fix: "Index what has elements, with what it takes.",
  },
  "expression/incomparable": {
    title: "Values of kinds that cannot be compared",
    cause:
      "A comparison of, say, a string with a number is always false, and is a mistake more often than not.",
    fix: "Convert one side: `int(…)`, `double(…)`, `string(…)`, `timestamp(…)`.",
  },
  "expression/never-here": {
    title: "A comparison that can no longer hold",
    cause: "A condition that is checked before has ruled the value out.",
    fix: "Remove the comparison, or the condition before it.",
  },
  "expression/constant-guard": {
    title: "A guard that is always the same",
    cause: "The condition consists of literals alone, such as `that: true`.",
    fix: "Remove it, or name what it depends on.",
  },
  "expression/not-in-enum": {
    title: "A comparison with a value that there never is",
    cause: "The specification lists the values, and the text is none of them.",
    fix: "Take the suggestion, or one of the values that the help line lists.",
  },
  "expression/not-boolean": {
    title: "A condition that is neither true nor false",
    cause:
      "Guards, operands of `&&`, `||` and `!`, what stands before `?`, and the tests of `filter`, `all`, `exists` have to be true or false.",
    fix: "Compare the value with something: `x != null`, `size(x) > 0`.",
  },
  "expression/no-operator": {
    title: "An operator that does not work on these values",
    cause:
      "The operator is not defined for values of these kinds. A 64-bit integer may be decimal text, on which only equality, text and passing on work.",
    fix: "Convert with `int(…)`, `double(…)` or `string(…)`.",
  },
  "expression/may-be-null": {
    title: "A value that may be null where one is needed",
    cause:
      "By the specification the value may be missing or null. Arithmetic, orderings and functions need a value.",
    fix: "Give a fallback with `coalesce(value, fallback)`, or rule null out before: a `require`, a `when`, `has(…)` or `!= null`.",
  },
  "expression/wrong-arguments": {
    title: "A function called with the wrong arguments",
    cause: "The function takes another number of arguments, or arguments of other kinds.",
    fix: "Call it as the message says.",
  },
  "expression/cut-amount": {
    title: "An amount that is cut to minor units",
    cause:
      "`int(…)` cuts off what is behind the point, and a decimal amount times 100 is often a little less than it should be: 19.99 * 100 is 1998.9999999999998.",
    fix: "Write `decimalMoney(amount, currency)` for an amount in the currency's own unit.",
  },
  "expression/bad-pattern": {
    title: "No regular expression",
    cause: "`matches` takes patterns of RE2, which have no look-around and no references back.",
    fix: "Mend the pattern. In a string a backslash is written twice, unless an `r` stands before the quote.",
  },
  "expression/always-fails": {
    title: "An expression that never has a value",
    cause: "A constant in it is out of range, or a map is given a key twice.",
    fix: "Mend the constant.",
  },
};
