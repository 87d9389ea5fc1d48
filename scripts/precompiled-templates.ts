import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import type { Plugin } from "rolldown";

const folder = "templates/server";

/** Compiles the templates into the bundle, in the place of what compiles them when they are used. */
export function precompiledTemplates(): Plugin {
  return {
    name: "precompiled-templates",
    load: {
      filter: { id: /[\\/]src[\\/]emit[\\/]compile-template\.ts$/ },
      handler: () => ({ code: moduleOfTemplates(), moduleType: "js" }),
    },
  };
}

/** Source: handlebarsjs.com, "Precompiling templates". */
function moduleOfTemplates(): string {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".hbs"))
    .sort();
  const entries = paths.map((path) => {
    const text = readFileSync(join(folder, path), "utf8").replaceAll("\r\n", "\n");
    const compiled = Handlebars.precompile(text, { strict: true });
    return `[${JSON.stringify(path)}, Handlebars.template(${compiled})]`;
  });
  return `import Handlebars from "handlebars/runtime";
const templates = new Map([
${entries.join(",\n")}
]);
export function compileTemplate(path) {
  const template = templates.get(path);
  if (template === undefined) {
    throw new Error(\`the template \${path} was not compiled\`);
  }
  return template;
}
`;
}
