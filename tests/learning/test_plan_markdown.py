"""A week as a Markdown document."""

from __future__ import annotations

import dataclasses

from markdown_it import MarkdownIt

from learning.plan_markdown import plan_markdown
from learning.study import Study
from learning.wishes import Wishes


def test_it_is_a_list_by_day_with_wishes_and_conflicts(study: Study) -> None:
    plan = study.week.draft("next", hours=20, wishes=Wishes(days_off=("wed",)))
    said = plan_markdown(plan)
    assert said.startswith("# Week of 30 Nov to 6 Dec 2026\n")
    assert f"a draft; times in {plan.timezone}" in said
    assert "## Mon 30 Nov" in said
    assert "## Wed 2 Dec" not in said
    assert said.count("- [ ] ") == len(plan.blocks)
    assert "## Wishes\n\n- 20 h this week\n- nothing on wed" in said
    assert "## In conflict" in said


def test_what_is_done_is_ticked_and_no_title_becomes_markup(study: Study) -> None:
    plan = study.week.draft("next", hours=2)
    first, *rest = plan.blocks
    odd = dataclasses.replace(first, status="done", title="*Git* <b>[x](y)</b> `z`")
    said = plan_markdown(dataclasses.replace(plan, blocks=(odd, *rest)))
    assert "- [x] " in said
    (title,) = [
        token
        for block in MarkdownIt().parse(said)
        if block.children and "Git" in block.content
        for token in [block]
    ]
    kinds = {child.type for child in title.children or ()}
    assert kinds == {"text", "strong_open", "strong_close"}
