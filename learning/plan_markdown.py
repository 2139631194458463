"""A planned week as a Markdown document, to print or to keep beside one's notes."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from base.text import one_line
from learning.plan_model import WeekPlan
from learning.plan_wording import (
    by_day,
    clock_words,
    conflict_line,
    day_words,
    dropped_lines,
    proof_words,
    size_words,
    status_words,
    week_words,
)

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


def plan_markdown(plan: WeekPlan) -> str:
    """The week day by day as a list to tick off, then what was wished for and what is left out."""
    zone = ZoneInfo(plan.timezone)
    state = "committed" if plan.committed else "a draft"
    lines = [
        f"# Week of {week_words(plan.week_start)}",
        "",
        f"{size_words(plan)}, {state}; times in {plan.timezone}. {proof_words(plan)}",
    ]
    for day, blocks in by_day(plan.blocks, zone):
        lines += ["", f"## {day_words(day)}", ""]
        for block in blocks:
            note = status_words(block.status)
            said = f" ({note})" if note else ""
            tick = "x" if block.status == "done" else " "
            lines.append(
                f"- [{tick}] {clock_words(block.interval, zone)} **{_plain(block.title)}**: "
                f"{_plain(block.reason)}{said}"
            )
    for title, said_lines in (
        ("Wishes", list(plan.kept_wishes)),
        ("In conflict", [conflict_line(conflict) for conflict in plan.conflicts]),
        ("Not this week", dropped_lines(plan.dropped)),
        ("Assumed", list(plan.assumptions)),
    ):
        if said_lines:
            lines += ["", f"## {title}", "", *(f"- {_plain(line)}" for line in said_lines)]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text of the learner or the roadmap, so that it shows as it is."""
    return _MARKUP.sub(r"\\\1", one_line(text, 2_000))
