export type Expression = { readonly kind: "name"; readonly name: string };
