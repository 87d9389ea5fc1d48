/** The JSON Schema Test Suite against emitted checks: `npm run suite:json-schema`, from the project's root. */
import { run } from "../test/suites/json-schema.suite.js";

process.exitCode = run(process.cwd(), (line) => process.stdout.write(`${line}\n`));
