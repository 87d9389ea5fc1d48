/**
 * The TypeScript that we emit, and no more of it: plain data, made by the builders of code.ts, laid
 * out by layout-*.ts.
 */
export type TsExpression =
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "constant"; readonly value: "true" | "false" | "null" }
  | { readonly kind: "regex"; readonly pattern: string; readonly flags: string }
  | TsTemplate
  | TsArray
  | TsObject
  | TsMember
  | TsIndex
  | TsCall
  | TsArrow
  | {
      readonly kind: "unary";
      readonly operator: "!" | "-" | "typeof";
      readonly of: TsExpression;
    }
  | TsBinary
  | TsConditional
  | { readonly kind: "await"; readonly of: TsExpression }
  | { readonly kind: "spread"; readonly of: TsExpression }
  /** `of as const` */
  | { readonly kind: "as-const"; readonly of: TsExpression }
  | { readonly kind: "satisfies"; readonly of: TsExpression; readonly type: TsType };

export interface TsTemplate {
  readonly kind: "template";
  /** Strings are literal text, not yet escaped. */
  readonly parts: readonly (string | TsExpression)[];
}

export interface TsArray {
  readonly kind: "array";
  readonly items: readonly TsExpression[];
}

export interface TsObject {
  readonly kind: "object";
  readonly members: readonly TsObjectMember[];
  /** One member a line even where they would fit on one. */
  readonly expanded: boolean;
}

export type TsObjectMember =
  | {
      readonly kind: "property";
      readonly name: string;
      readonly value: TsExpression;
      /** Lines above it, or empty. */
      readonly comment: string;
    }
  | { readonly kind: "spread"; readonly of: TsExpression }
  | {
      readonly kind: "method";
      readonly name: string;
      readonly async: boolean;
      readonly parameters: readonly TsParameter[];
      readonly body: readonly TsStatement[];
    };

export interface TsMember {
  readonly kind: "member";
  readonly of: TsExpression;
  readonly name: string;
  /** `?.` */
  readonly optional: boolean;
}

export interface TsIndex {
  readonly kind: "index";
  readonly of: TsExpression;
  readonly index: TsExpression;
  readonly optional: boolean;
}

export interface TsCall {
  readonly kind: "call";
  readonly callee: TsExpression;
  readonly args: readonly TsExpression[];
}

export interface TsArrow {
  readonly kind: "arrow";
  readonly async: boolean;
  readonly parameters: readonly TsParameter[];
  readonly body: TsExpression | readonly TsStatement[];
}

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "<"
  | "<="
  | ">"
  | ">="
  | "==="
  | "!=="
  | "=="
  | "!="
  | "&&"
  | "||"
  | "??";

export interface TsBinary {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: TsExpression;
  readonly right: TsExpression;
}

export interface TsConditional {
  readonly kind: "conditional";
  readonly test: TsExpression;
  readonly consequent: TsExpression;
  readonly alternate: TsExpression;
}

export type TsPattern =
  | { readonly kind: "identifier"; readonly name: string }
  | {
      readonly kind: "object-pattern";
      readonly members: readonly { readonly name: string; readonly local: string }[];
    }
  | { readonly kind: "array-pattern"; readonly items: readonly string[] };

export interface TsParameter {
  readonly pattern: TsPattern;
  readonly type: TsType | null;
}

export type TsStatement =
  | {
      readonly kind: "const";
      readonly pattern: TsPattern;
      readonly type: TsType | null;
      readonly value: TsExpression;
      readonly exported: boolean;
      readonly comment: string;
    }
  | { readonly kind: "return"; readonly value: TsExpression | null }
  | { readonly kind: "throw"; readonly value: TsExpression }
  | {
      readonly kind: "if";
      readonly test: TsExpression;
      readonly consequent: readonly TsStatement[];
      readonly alternate: readonly TsStatement[] | null;
    }
  | { readonly kind: "expression"; readonly of: TsExpression }
  | TsFunction
  | TsImport
  | {
      readonly kind: "type-alias";
      readonly name: string;
      readonly parameters: readonly TsTypeParameter[];
      readonly type: TsType;
      readonly exported: boolean;
      readonly comment: string;
    }
  | {
      readonly kind: "interface";
      readonly name: string;
      readonly members: readonly TsTypeMember[];
      readonly exported: boolean;
      readonly comment: string;
    }
  /** `// …` lines of their own. */
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "blank" };

/** `name extends constraint` */
export interface TsTypeParameter {
  readonly name: string;
  readonly constraint: TsType;
}

export interface TsFunction {
  readonly kind: "function";
  readonly name: string;
  readonly async: boolean;
  readonly parameters: readonly TsParameter[];
  readonly returns: TsType | null;
  readonly body: readonly TsStatement[];
  readonly exported: boolean;
  readonly comment: string;
}

export interface TsImport {
  readonly kind: "import";
  readonly from: string;
  /** `import type` */
  readonly typeOnly: boolean;
  readonly names:
    | { readonly kind: "namespace"; readonly local: string }
    | { readonly kind: "named"; readonly items: readonly TsImportName[] };
}

export interface TsImportName {
  readonly name: string;
  readonly local: string;
  readonly typeOnly: boolean;
}

export type TsType =
  | { readonly kind: "reference"; readonly name: string; readonly args: readonly TsType[] }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "union"; readonly types: readonly TsType[] }
  | { readonly kind: "intersection"; readonly types: readonly TsType[] }
  | { readonly kind: "list"; readonly element: TsType; readonly readonly: boolean }
  | { readonly kind: "typeof"; readonly name: string }
  /** `Requests["createRefund"]` */
  | { readonly kind: "indexed"; readonly of: TsType; readonly index: string }
  | TsObjectType;

export interface TsObjectType {
  readonly kind: "object-type";
  readonly members: readonly TsTypeMember[];
  readonly expanded: boolean;
}

export interface TsTypeMember {
  readonly name: string;
  readonly optional: boolean;
  readonly readonly: boolean;
  readonly type: TsType;
  /** A documentation comment above it, or empty. */
  readonly comment: string;
}
