import type { Code } from "./code.js";
import { compileTemplate } from "./compile-template.js";
import type { Markdown } from "./markdown.js";
import type { TemplateFiles } from "./project.js";

/** What a template shows: text made by code.ts or markdown.ts, whether to show a part, and lists of these. */
export type View = { readonly [field: string]: Field };
type Field = Code | Markdown | boolean | readonly (Code | Markdown | View)[];

/** The text that a template of a server makes of a view. */
export function render(templates: TemplateFiles, path: string, view: object): string {
  const template = templates.get(path);
  if (template === undefined) {
    throw new Error(`the template ${path} is missing: the installation is broken`);
  }
  return compileTemplate(path, template.replaceAll("\r\n", "\n"))(view);
}
