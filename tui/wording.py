"""How tools, mentors and moments are named on the screen."""

from __future__ import annotations

from datetime import datetime, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.events import Usage

TOOL_WORDS = {
    "search_roadmap": "Looking in the roadmap",
    "show_topic": "Opening a topic",
    "next_topics": "Finding what comes next",
    "show_progress": "Reading your progress",
    "set_topic_status": "Noting a topic's status",
    "assess_readiness": "Weighing your readiness",
    "show_reviews": "Looking at your reviews",
    "current_question": "Finding the open question",
    "start_quiz": "Starting a quiz",
    "answer_quiz": "Grading your answer",
    "start_review": "Starting a review",
    "show_schedule": "Reading your schedule",
    "plan_week": "Planning the week",
    "update_block": "Changing a block",
    "commit_plan": "Making the plan yours",
    "export_calendar": "Writing a calendar file",
    "list_interviews": "Listing the interviews",
    "start_interview": "Starting an interview",
    "answer_interview": "Noting your answer",
    "end_interview": "Ending the interview",
    "run_tests": "Trying your code",
    "search_papers": "Searching for papers",
    "show_paper": "Opening a paper",
    "search_resources": "Searching for resources",
    "save_to_library": "Keeping it in your library",
    "recall": "Searching what was said",
    "show_profile": "Reading your profile",
    "remember": "Remembering that",
    "update_profile": "Updating your profile",
    "forget": "Forgetting something",
}


def tool_in_words(tool: str) -> str:
    """What a tool does, as a learner would say it."""
    return TOOL_WORDS.get(tool, tool.replace("_", " ").capitalize())


def mentor_in_words(spec: str) -> str:
    """Who answers: “offline mentor”, or the model's own name."""
    return "offline mentor" if spec == "offline" else spec


def cost_in_words(usage: Usage) -> str:
    """What a turn and its month cost: “about $0.0031, $1.24 this month”; empty for nothing."""
    if usage.cost == 0:
        return ""
    from agent.prices import money

    turn = "price unknown" if usage.cost is None else f"about {money(Decimal(str(usage.cost)))}"
    if usage.month_cost is None:
        return turn
    return f"{turn}, {money(Decimal(str(usage.month_cost)))} this month"


def moment_in_words(moment: datetime, now: datetime, zone: tzinfo | None) -> str:
    """`moment` as seen from `now`: “today 09:00”, “yesterday 21:30”, “3 Nov”, “3 Nov 2025”."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    days = (today.date() - local.date()).days
    if days in (0, 1):
        return f"{'today' if days == 0 else 'yesterday'} {local:%H:%M}"
    day = f"{local.day} {local:%b}"
    return day if local.year == today.year else f"{day} {local.year}"
