"""Which tool calls wait for the learner's yes, and what they are shown beforehand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain.agents.middleware import (
    AgentState,
    HumanInTheLoopMiddleware,
    InterruptOnConfig,
)
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import ToolCall
from langgraph.runtime import Runtime

from agent.events import ApprovalAsked, Decision
from agent.limits import why_not
from agent.refusals import told_to_model
from agent.toolbox import COMMIT_TOOLS, WRITE_TOOLS
from base.errors import WaymarkError
from base.text import holds_outside_text, one_line
from learning.study import Study
from tools.context import MentorContext


def approval_middleware() -> HumanInTheLoopMiddleware[Any, MentorContext, Any]:
    """Commit tools always ask; write tools ask once text from outside was read in the turn."""
    commits = InterruptOnConfig(
        allowed_decisions=["approve", "edit", "reject"], description=describe, when=may_be_done
    )
    writes = InterruptOnConfig(
        allowed_decisions=["approve", "edit", "reject"],
        description=describe,
        when=lambda request: may_be_done(request) and outside_text_was_read(request),
    )
    guarded: dict[str, bool | InterruptOnConfig] = {
        **dict.fromkeys(sorted(COMMIT_TOOLS), commits),
        **dict.fromkeys(sorted(WRITE_TOOLS), writes),
    }
    return HumanInTheLoopMiddleware(guarded)


def may_be_done(request: ToolCallRequest) -> bool:
    """Whether the limits of the turn allow the call at all: if not, there is nothing to ask."""
    return why_not(request.tool_call, request.state["messages"]) is None


def outside_text_was_read(request: ToolCallRequest) -> bool:
    """Whether text from outside stands in what the model sees: in a result or an earlier answer."""
    return any(holds_outside_text(message.text) for message in request.state["messages"])


def answer_to(asked: ApprovalAsked, decision: Decision) -> dict[str, object]:
    """The learner's decision in the form in which the graph takes it."""
    if not decision.approved:
        return {"type": "reject", "message": told_to_model(decision.reason)}
    if decision.args is None:
        return {"type": "approve"}
    edited = {"name": asked.tool, "args": dict(decision.args)}
    return {"type": "edit", "edited_action": edited}


def describe(
    tool_call: ToolCall,
    state: AgentState[Any],  # noqa: ARG001  # the middleware passes it by name
    runtime: Runtime[Any],
) -> str:
    """What will happen on a yes, in one or two sentences."""
    args = tool_call["args"]
    match tool_call["name"]:
        case "commit_plan":
            return _describe_commit(runtime.context.study, args.get("plan"))
        case "export_calendar":
            return _describe_export(Path(str(args.get("path", ""))))
        case "forget":
            what = one_line(str(args.get("what", "")))
            return f"Forget “{what}” for good. This cannot be undone."
    shown = ", ".join(
        f"{one_line(name, 40)} = {one_line(str(value), 600)}" for name, value in args.items()
    )
    return (
        f"{tool_call['name'].replace('_', ' ').capitalize()} ({shown}). "
        "Text from outside was read, so you are asked first."
    )


def _describe_export(path: Path) -> str:
    there = " It replaces the file that is there." if path.expanduser().exists() else ""
    return f"Write your plan as a calendar file to {one_line(str(path.absolute()))}.{there}"


def _describe_commit(study: Study, plan: str | None) -> str:
    try:
        draft = study.memory.plans.get(plan) if plan else study.week.latest_draft()
    except WaymarkError as error:
        return error.message
    if draft is None:
        return "Commit a plan that is not there." if plan else "Commit the drafted plan."
    standing = study.memory.plans.latest(draft.week_start, "committed")
    replaces = " It replaces the plan that week has." if standing is not None else ""
    minutes = sum((block.end - block.start).seconds // 60 for block in draft.blocks)
    return (
        f"Make the draft for the week of {draft.week_start} your plan: {len(draft.blocks)} blocks, "
        f"{minutes / 60:.4g} hours.{replaces}"
    )
