import Handlebars from "handlebars";

export type Template = (view: object) => string;

const known = new Map<string, Template>();

/**
 * What a template of a server makes of a view. In a bundle a module takes the place of this one that
 * has every template compiled already, and no compiler (scripts/precompiled-templates.ts).
 */
export function compileTemplate(_path: string, text: string): Template {
  const found = known.get(text) ?? Handlebars.compile(text, { strict: true });
  known.set(text, found);
  return found;
}
