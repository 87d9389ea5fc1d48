import type { Approvals } from "../model/gate.js";
import type { Server } from "../model/server.js";
import { array, call, literal, object, property } from "./code.js";
import { envText } from "./env-code.js";
import { gatesOf, needsDesk } from "./gates.js";
import type { Imports } from "./imports.js";
import type { TsExpression, TsObjectMember } from "./syntax.js";

/** Where drafts are kept, and who approves them; nothing for a server without gates. */
export function gateMembers(server: Server, imports: Imports): readonly TsObjectMember[] {
  if (gatesOf(server).length === 0) {
    return [];
  }
  const { approvals } = server;
  return [
    property("drafts", draftsCode(approvals, imports)),
    ...(approvals === null || !needsDesk(server)
      ? []
      : [property("approvals", deskCode(approvals, imports))]),
  ];
}

/** `drafts({ store: fileStore(".data/drafts.db"), requester: env("MCP_USER_EMAIL") })` */
function draftsCode(approvals: Approvals | null, imports: Imports): TsExpression {
  const requester = approvals?.requester ?? null;
  return call(imports.runtime("drafts"), [
    object([
      property("store", storeCode(approvals, imports)),
      ...(requester === null ? [] : [property("requester", envText(requester, imports))]),
    ]),
  ]);
}

function storeCode(approvals: Approvals | null, imports: Imports): TsExpression {
  return approvals === null || approvals.store.kind === "memory"
    ? call(imports.runtime("memoryStore"), [])
    : call(imports.runtime("fileStore"), [literal(approvals.store.path)]);
}

function deskCode({ url, approvers, slack, email }: Approvals, imports: Imports): TsExpression {
  const text = (value: Approvals["approvers"][number]) => envText(value, imports);
  const notify = [
    ...(slack === null ? [] : [call(imports.runtime("slack"), [text(slack)])]),
    ...(email === null
      ? []
      : [
          call(imports.runtime("email"), [
            object([property("smtp", text(email.smtp)), property("from", text(email.from))]),
          ]),
        ]),
  ];
  return call(imports.runtime("approvals"), [
    object([
      property("url", text(url ?? [])),
      property("approvers", array(approvers.map(text))),
      property("notify", array(notify)),
    ]),
  ]);
}
