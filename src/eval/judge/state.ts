import { parsedJson } from "../../model/json.js";
import type { StateExpectation } from "../evals.js";
import type { CheckRecord } from "../run.js";
import { failed, passed } from "./check.js";
import type { StateAnswer } from "./observed.js";
import { holds } from "./same.js";
import { standsIn } from "./stands-in.js";
import { shortened } from "./text.js";

/** Whether the API is as it should be now. */
export function judgeState(
  expected: readonly StateExpectation[],
  answers: readonly StateAnswer[],
): readonly CheckRecord[] {
  return expected.map((expectation, at) => {
    const wanted = describe(expectation);
    const answer = answers[at] ?? { kind: "none", why: "it was not looked at" };
    const found = faultOf(expectation, answer);
    return found === null
      ? passed("state", wanted)
      : failed("state", wanted, found, {
          part: "",
          text: "compare with the upstream's requests in the trace",
        });
  });
}

function faultOf(
  { status, holds: members, contains, lacks }: StateExpectation,
  answer: StateAnswer,
): string | null {
  if (answer.kind === "none") {
    return answer.why;
  }
  const { body } = answer;
  if (answer.status !== status) {
    return `status ${answer.status}: ${shortened(body)}`;
  }
  if (members !== null) {
    const parsed = parsedJson(body);
    if (parsed === undefined || !holds(parsed, members)) {
      return shortened(body);
    }
  }
  const texts = [body, readable(body)];
  const missing = contains.find(({ value }) => !texts.some((text) => standsIn(text, value)));
  if (missing !== undefined) {
    return `"${missing.value}" is not in it: ${shortened(body)}`;
  }
  const there = lacks.find(({ value }) => body.includes(value));
  return there === undefined ? null : `"${there.value}" is in it: ${shortened(body)}`;
}

/** JSON with its strings as they read and its values apart: in `[1,2]` and `"a\nb"` both 2 and b stand. */
function readable(body: string): string {
  return parsedJson(body) === undefined
    ? body
    : body.replace(/"(?:[^"\\]|\\.)*"|,/g, (part) =>
        part === "," ? ", " : `"${JSON.parse(part)}"`,
      );
}

function describe({ get, status, holds: members, contains, lacks }: StateExpectation): string {
  const parts = [
    ...(status === 200 ? [] : [`answers ${status}`]),
    ...(members === null ? [] : [`holds ${JSON.stringify(members)}`]),
    ...contains.map(({ value }) => `holds "${value}"`),
    ...lacks.map(({ value }) => `lacks "${value}"`),
  ];
  return `GET ${get.value} ${parts.length === 0 ? `answers ${status}` : parts.join(" and ")}`;
}
