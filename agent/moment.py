"""Reads the moment for the brief: what is open, what is drafted, who the learner is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from agent.brief import IN_A_CASE, Brief, OpenActivity
from learning.study import Study
from learning.week_plans import detail_of
from memory.records import Profile


def read_moment(study: Study, conversation: str) -> Brief:
    """The brief of this moment, from a handful of short reads.

    A question is open in the conversation that asked it: what is said in another one is no answer.
    """
    profile = study.profile.show()
    activity, detail = _what_is_open(study, conversation)
    return Brief(
        now=_local_now(study, profile),
        open=activity,
        open_detail=detail,
        draft=_draft(study),
        profile=_profile_line(profile),
    )


def _local_now(study: Study, profile: Profile) -> str:
    if profile.timezone is None:
        return f"{study.clock():%A %Y-%m-%d %H:%M} UTC"
    return f"{study.clock().astimezone(ZoneInfo(profile.timezone)):%A %Y-%m-%d %H:%M}"


def _what_is_open(study: Study, conversation: str) -> tuple[OpenActivity | None, str]:
    """An interview goes before a quiz: it runs against the clock."""
    interview = study.memory.interviews.running()
    if interview is not None and interview.conversation == conversation:
        asked = study.interviews.current()
        if asked is not None:
            case = IN_A_CASE if asked.case else ""
            return "interview", f"question {asked.position} of {asked.of}{case}"
    run = study.memory.quizzes.running()
    if run is not None and run.conversation == conversation:
        question = study.quizzes.current() or study.reviews.current()
        if question is not None:
            return question.kind, f"question {question.number} of {question.total}"
    return None, ""


def _draft(study: Study) -> str:
    draft = study.week.latest_draft()
    if draft is None:
        return ""
    hours = f"{detail_of(draft).plan.wanted_minutes / 60:g} h"
    return f"the week of {draft.week_start}, {hours}, not committed"


def _profile_line(profile: Profile) -> str:
    breaks = None if profile.break_minutes is None else f"{profile.break_minutes} min"
    said = {
        "time zone": profile.timezone,
        "hours a week": profile.hours_per_week and f"{profile.hours_per_week:g}",
        "free": profile.availability,
        "role": profile.role,
        "deadline": profile.deadline and profile.deadline.isoformat(),
        "energy": profile.energy,
        "blocks": profile.block_minutes and f"{profile.block_minutes} min",
        "breaks": breaks,
        "left free": profile.slack_percent and f"{profile.slack_percent} %",
        "at most": profile.at_most,
    }
    return "; ".join(f"{name} {value}" for name, value in said.items() if value)
