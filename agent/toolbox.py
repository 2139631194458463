"""Every tool the agent has, in a fixed order, and how each is guarded."""

from __future__ import annotations

from langchain_core.tools import BaseTool

from agent.once import done_once
from tools import assessment, interview, memory, research, roadmap, schedule

COMMIT_TOOLS = frozenset({"commit_plan", "export_calendar", "forget"})
"""They always ask first."""

WRITE_TOOLS = frozenset(
    {
        "set_topic_status",
        "start_quiz",
        "answer_quiz",
        "start_review",
        "plan_week",
        "update_block",
        "start_interview",
        "answer_interview",
        "run_tests",
        "end_interview",
        "save_to_library",
        "remember",
        "update_profile",
    }
)
"""What they do is kept and can be taken back, or runs the learner's code. They ask only after
outside text was read."""

_EVERY_TOOL = (
    *roadmap.TOOLS,
    *assessment.TOOLS,
    *schedule.TOOLS,
    *interview.TOOLS,
    *research.TOOLS,
    *memory.TOOLS,
)

TOOLS: tuple[BaseTool, ...] = tuple(
    done_once(tool) if tool.name in WRITE_TOOLS | COMMIT_TOOLS else tool for tool in _EVERY_TOOL
)
"""All of them, always in this order: the list is part of the prefix that providers cache."""
