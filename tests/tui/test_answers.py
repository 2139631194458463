"""How a turn looks: text, steps and notices in the order they came, and nothing hostile."""

from __future__ import annotations

import pytest

from agent.events import (
    Notice,
    ReasoningDelta,
    TextDelta,
    ToolFinished,
    ToolStarted,
    TurnFinished,
)
from base.paths import Home
from tests.tui.scripted import Gate, Step
from tests.tui.stage import staged
from tui.widgets.thought import ThoughtLine
from tui.widgets.tool_card import ToolCard

HOSTILE = "[/foo] [bold]x[/] \x1b[31mred\x1b[0m \u202eevil\u202c \x9b2J \u200bend"
HARMLESS = "[/foo] [bold]x[/] red evil  end"


async def test_text_and_steps_stand_in_the_order_they_came(home: Home) -> None:
    script: list[Step] = [
        TextDelta("Let me "),
        TextDelta("look."),
        ToolStarted("show_progress", {}, "a"),
        ToolFinished("show_progress", "a", True, "3 of 104 topics done"),
        Notice("warning", "The model fell back."),
        TextDelta("\n\nYou are "),
        TextDelta("**here**."),
    ]
    async with staged(home, script) as stage:
        await stage.until_ready()
        await stage.say("where am I")
        await stage.until_answered()
        assert stage.shown() == [
            "You: where am I",
            "Let me look.",
            "✓ Reading your progress — 3 of 104 topics done",
            "The model fell back.",
            "You are **here**.",
        ]


async def test_what_the_model_thinks_is_folded_to_a_line_that_opens(home: Home) -> None:
    gate = Gate()
    script: list[Step] = [
        ReasoningDelta("They ask [/foo] where\n"),
        gate,
        ReasoningDelta("they are."),
        TextDelta("Here."),
    ]
    async with staged(home, script) as stage:
        await stage.until_ready()
        await stage.say("where am I")
        await stage.until(lambda: "○ Thinking…" in stage.text)
        assert "They ask" not in stage.text
        gate.open()
        await stage.until_answered()
        assert stage.shown() == [
            "You: where am I",
            "· Thought: They ask [/foo] where they are.",
            "Here.",
        ]
        line = stage.app.screen.query_one(ThoughtLine)
        line.focus()
        await stage.pilot.press("enter")
        assert stage.shown()[1] == "· Thought:\nThey ask [/foo] where\nthey are."


async def test_an_answer_is_read_while_it_grows(home: Home) -> None:
    gate = Gate()
    script: list[Step] = [
        TextDelta("# One\n\nfirst part"),
        gate,
        TextDelta(" and\n\n```python\nx = 1\n```\n"),
    ]
    async with staged(home, script) as stage:
        await stage.until_ready()
        await stage.say("go")
        await stage.until(lambda: "first part" in stage.text)
        gate.open()
        await stage.until_answered()
        assert stage.shown()[-1] == "# One\n\nfirst part and\n\n```python\nx = 1\n```\n"
        assert "x = 1" in stage.text


async def test_a_step_runs_then_ends_and_opens_to_what_it_was_given(home: Home) -> None:
    gate = Gate()
    script: list[Step] = [
        ToolStarted("plan_week", {"week": "next", "hours": 6, "focus": None}, "a"),
        gate,
        ToolFinished("plan_week", "a", False, "there are no free hours"),
    ]
    async with staged(home, script) as stage:
        await stage.until_ready()
        await stage.say("plan")
        await stage.until(lambda: "○ Planning the week…" in stage.text)
        gate.open()
        await stage.until(lambda: "✗ Planning the week — there are no free hours" in stage.text)
        stage.chat.query_one(ToolCard).focus()
        await stage.pilot.press("enter")
        await stage.until(lambda: "hours: 6" in stage.text)
        assert "focus" not in stage.text


async def test_a_step_left_running_by_a_stopped_turn_says_so(home: Home) -> None:
    gate = Gate()
    async with staged(home, [ToolStarted("recall", {}, "a"), gate]) as stage:
        await stage.until_ready()
        await stage.say("go")
        await stage.until(lambda: gate.reached)
        await stage.pilot.press("escape")
        await stage.until(lambda: "Searching what was said — stopped" in stage.text)


async def test_an_answer_that_only_comes_at_the_end_is_shown(home: Home) -> None:
    async with staged(home, [TurnFinished("c", "All at once.")]) as stage:
        await stage.until_ready()
        await stage.say("go")
        await stage.until(lambda: "All at once." in stage.shown())


async def test_hostile_text_is_shown_as_it_stands_and_steers_nothing(home: Home) -> None:
    script: list[Step] = [
        Notice("info", HOSTILE),
        ToolStarted("recall[/x]", {"query[/]": HOSTILE}, "a"),
        ToolFinished("recall[/x]", "a", True, HOSTILE),
        TextDelta(HOSTILE),
    ]
    async with staged(home, script, size=(120, 40)) as stage:
        await stage.until_ready()
        await stage.say(HOSTILE)
        await stage.until_answered()
        stage.chat.query_one(ToolCard).focus()
        await stage.pilot.press("enter")
        await stage.until(lambda: "query[/]: [/foo]" in stage.text)
        assert stage.mentor.heard == [HARMLESS]
        assert stage.shown()[1] == HARMLESS
        assert stage.shown()[-1] == HARMLESS
        assert not {"\x1b", "\x9b", "\u202e", "\u200b"} & set(stage.text)


async def test_an_escape_cut_in_two_between_arrivals_leaves_nothing_behind(home: Home) -> None:
    gate = Gate()
    async with staged(home, [TextDelta("a \x1b["), gate, TextDelta("31mb")]) as stage:
        await stage.until_ready()
        await stage.say("go")
        await stage.until(lambda: stage.shown()[-1] == "a ")
        gate.open()
        await stage.until_answered()
        assert stage.shown()[-1] == "a b"


async def test_a_link_is_opened_only_after_a_yes(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    script: list[Step] = [TextDelta("[docs](https://example.org/a?b=[c]) [bad](javascript:alert)")]
    opened: list[str] = []
    async with staged(home, script) as stage:
        monkeypatch.setattr(stage.app, "open_url", opened.append)
        await stage.until_ready()
        await stage.say("go")
        await stage.until_answered()
        for answer in ("n", "y"):
            await stage.pilot.click("MentorMessage MarkdownParagraph", offset=(1, 0))
            await stage.until(lambda: "https://example.org/a?b=[c]" in stage.text)
            await stage.pilot.press(answer)
            await stage.until(lambda: len(stage.app.screen_stack) == 1)
        assert opened == ["https://example.org/a?b=[c]"]
