import type { Approval, ApprovalChoice, GateBody, GateHandlerBody } from "../model/gate.js";
import type { Server } from "../model/server.js";
import type { Tool } from "../model/tool.js";

/** A job in two tools. */
export interface Gate extends Tool {
  readonly body: GateBody | GateHandlerBody;
}

export function isGate(tool: Tool): tool is Gate {
  return tool.body.kind === "gate" || tool.body.kind === "gate-handler";
}

export function gatesOf(server: Server): readonly Gate[] {
  return server.tools.filter(isGate);
}

/** What a choice can come to, the weakest first. */
export function outcomesOf(approval: ApprovalChoice): readonly Approval[] {
  return approval.kind === "literal" ? [approval.approval] : approval.outcomes;
}

/** Whether a draft may have to wait for somebody who is asked elsewhere: a person at the desk. */
export function needsDesk(server: Server): boolean {
  const { approvals } = server;
  return (
    approvals !== null &&
    approvals.url !== null &&
    gatesOf(server).some(({ body }) => outcomesOf(body.approval).some((each) => each !== "none"))
  );
}

/** Where drafts are kept. */
export function storeKind({ approvals }: Server): "memory" | "file" {
  return approvals?.store.kind ?? "memory";
}
