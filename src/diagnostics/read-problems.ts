import type { ReadProblem } from "../source/read.js";
import { largestSourceBytes } from "../source/read.js";
import type { Span } from "../source/source-file.js";
import type { DocumentedCodes } from "./codes.js";
import type { Diagnostic } from "./diagnostic.js";
import { nearest } from "./suggest.js";

const largest = `${largestSourceBytes / (1024 * 1024)} MB`;

const wordings: Record<ReadProblem["reason"], { message: (path: string) => string; help: string }> =
  {
    missing: {
      message: (path) => `there is no file "${path}"`,
      help: "check the path: it is relative to the file that names it",
    },
    folder: {
      message: (path) => `"${path}" is a folder, not a file`,
      help: "name a file in it",
    },
    empty: {
      message: (path) => `"${path}" is empty`,
      help: "check that it was written and saved",
    },
    binary: {
      message: (path) => `"${path}" is not text in UTF-8`,
      help: "name a YAML or JSON file, saved as UTF-8",
    },
    "too-large": {
      message: (path) => `"${path}" is larger than ${largest}`,
      help: "check that it is the file you mean",
    },
    outside: {
      message: (path) => `"${path}" lies outside the project`,
      help: "run mcpgen from a folder that holds both files, or copy this one into the project",
    },
    denied: {
      message: (path) => `"${path}" may not be read`,
      help: "check the file's permissions",
    },
  };

/** A file could not be read; `namedAt` is where another file names it. */
export function unreadable(problem: ReadProblem, namedAt: Span | null): Diagnostic {
  const wording = wordings[problem.reason];
  const meant = nearest(problem.path, problem.beside);
  return {
    code: `source/${problem.reason}`,
    severity: "error",
    message: wording.message(problem.path),
    labels: namedAt === null ? [] : [{ span: namedAt, text: "named here" }],
    help: [
      ...(meant === null ? [] : [`did you mean "${meant}"?`]),
      namedAt === null && problem.reason === "missing" ? missingHelp : wording.help,
    ],
  };
}

/** For what the command line names. */
const missingHelp = "check the path, or run this where the file is";

export const sourceCodes: DocumentedCodes = {
  "source/missing": {
    title: "File not found",
    cause: "A file that the command line, the tool map or a $ref names does not exist.",
    fix: "Correct the path. A path is relative to the file that names it.",
  },
  "source/folder": {
    title: "A folder where a file is expected",
    cause: "The path names a folder.",
    fix: "Name a file in it.",
  },
  "source/empty": {
    title: "Empty file",
    cause: "The file holds nothing but white space.",
    fix: "Check that it was written and saved.",
  },
  "source/binary": {
    title: "Not a text file",
    cause: "The file holds NUL bytes or is not valid UTF-8, or is not a regular file.",
    fix: "Name a YAML or JSON file, saved as UTF-8.",
  },
  "source/too-large": {
    title: "File too large",
    cause: `The file is larger than ${largest}.`,
    fix: "Check that it is the file you mean.",
  },
  "source/outside": {
    title: "File outside the project",
    cause:
      "The tool map or a $ref names a file that is not inside the project's root, directly or through a symbolic link. The root is the folder in which mcpgen runs, or the map's own where that lies elsewhere.",
    fix: "Run mcpgen from a folder that holds both, or copy the file into the project.",
  },
  "source/denied": {
    title: "File not readable",
    cause: "The operating system refuses to let the file be read.",
    fix: "Check the file's permissions.",
  },
};
