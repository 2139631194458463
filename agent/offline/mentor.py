"""Decides the next step of a turn: ask for tools, or say how it went. Pure; no clock, no memory."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from agent.offline import answers, days, strangers
from agent.offline.conversation import Call, Turn
from agent.offline.request import Ask, Intent
from agent.offline.understanding import understand
from agent.offline.wording import answer, call_key
from agent.refusals import refusal_in

MOST_ROUNDS = 3
"""How often tools are asked for in one turn."""

READ_TOOLS = frozenset(
    {
        "search_roadmap",
        "show_topic",
        "next_topics",
        "show_progress",
        "assess_readiness",
        "show_reviews",
        "current_question",
        "show_schedule",
        "list_interviews",
        "search_papers",
        "show_paper",
        "search_resources",
        "recall",
        "show_profile",
    }
)
"""They change nothing, so several may run at once."""
SAME_AT_ONCE = frozenset({"set_topic_status"})
"""Several of one kind may run at once: each is about a topic of its own."""
COMMIT_TOOLS = frozenset({"commit_plan", "export_calendar", "forget"})
OWN_TOOLS = (
    READ_TOOLS
    | SAME_AT_ONCE
    | COMMIT_TOOLS
    | {
        "run_tests",
        "start_quiz",
        "answer_quiz",
        "start_review",
        "plan_week",
        "update_block",
        "start_interview",
        "answer_interview",
        "end_interview",
        "save_to_library",
        "remember",
        "update_profile",
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """What comes next in a turn: tools to ask for, or where there are none, words."""

    asks: tuple[Ask, ...] = ()
    words: str = ""


def next_step(turn: Turn, tools: Collection[str]) -> Step:
    """The next step of `turn`, with the tools that are there. The same turn gives the same step."""
    if (stranger := strangers.named_in(turn.request.words, _foreign(tools))) is not None:
        return _with_stranger(turn, stranger)
    intents = _intents(turn)
    usable = [ask for intent in intents for ask in intent.asks if ask.tool in tools]
    if turn.rounds < MOST_ROUNDS:
        if batch := _next_batch(turn, usable):
            return Step(asks=batch)
        recovery = _recovery(turn, intents)
        if recovery is not None and recovery.tool in tools and not _was_called(turn, recovery):
            return Step(asks=(recovery,))
    if not usable and not turn.calls and not any(intent.say for intent in intents):
        return Step(words=_without_tools(intents))
    return Step(words=answer(turn, intents))


def wanted_call(turn: Turn, tools: Collection[str]) -> Ask | None:
    """What the learner asks of one of `tools`, whether or not it was called before."""
    asks = (ask for intent in _intents(turn) for ask in intent.asks)
    return next((ask for ask in asks if ask.tool in tools), None)


_LOOKED_UP = frozenset({"search_roadmap", "show_topic"})
"""What words lead to that ask for nothing else: a reason is not one of these."""
_NOTHING_OPEN = re.compile(r"No (?:quiz|review|question|interview)\b.* (?:is )?open")
"""How the tools begin to say that no question waits for an answer."""


def _intents(turn: Turn) -> tuple[Intent, ...]:
    """What the learner is after; read afresh where nothing turned out to wait for an answer."""
    intents = (*understand(turn.request), *_said_instead(turn))
    answered = next((c for c in turn.calls if c.tool in ("answer_quiz", "answer_interview")), None)
    if answered is None or answered.ok or not _NOTHING_OPEN.match(answered.result or ""):
        return intents
    return understand(turn.request.closed()) if turn.request.open else intents


def _said_instead(turn: Turn) -> tuple[Intent, ...]:
    """What the learner asked for with their no: “no, not on Friday”."""
    refused = (refusal_in(call.result) for call in turn.calls if not call.ok and call.result)
    reason = next((one.reason for one in refused if one is not None and one.reason), "")
    heard = understand(turn.request.part(reason).closed()) if reason else ()
    return tuple(intent for intent in heard if intent.asks and intent.name not in _LOOKED_UP)


def _next_batch(turn: Turn, usable: list[Ask]) -> tuple[Ask, ...]:
    """The next asks that may run at once, in the order in which they were said."""
    left = [ask for ask in dict(_keyed(usable)).values() if not _was_called(turn, ask)]
    if not left or _must_stop(turn, left[0]):
        return ()
    first = left[0]
    batch = [first]
    for ask in left[1:]:
        together = (first.tool in READ_TOOLS and ask.tool in READ_TOOLS) or (
            first.tool in SAME_AT_ONCE and ask.tool == first.tool
        )
        if not together or ask.tool == "current_question":
            break
        batch.append(ask)
    return tuple(batch)


def _must_stop(turn: Turn, ask: Ask) -> bool:
    """Nothing is committed after something failed in the same turn."""
    return ask.tool in COMMIT_TOOLS and any(not call.ok for call in turn.calls)


_NO_PLAN = "there is nothing to repair"
"""What the planner says of a week without a plan."""


def _recovery(turn: Turn, intents: tuple[Intent, ...]) -> Ask | None:
    """The one other tool worth trying after the last one failed."""
    last = turn.calls[-1] if turn.calls else None
    if last is None or last.ok:
        return None
    match last.tool:
        case "show_topic":
            return Ask("search_roadmap", {"query": str(last.args.get("topic", ""))})
        case "plan_week" if last.args.get("mend") and _NO_PLAN in (last.result or ""):
            return Ask("plan_week", {"week": last.args.get("week", "this")})
        case "update_block" if _no_room_for_tonight(turn, last):
            tonight = days.WEEKDAYS[turn.request.today.weekday()] if turn.request.today else ""
            lost = {"days_off": [tonight]}
            return Ask("plan_week", {"week": "this", "mend": True, "constraints": lost})
        case "show_paper" if intents and intents[0].topic:
            return Ask("search_papers", {"query": str(last.args.get("arxiv_id", ""))})
    return None


def _no_room_for_tonight(turn: Turn, call: Call) -> bool:
    """Whether today's block could not be moved because something else lies there: then the week
    is to be mended without today."""
    moved = (call.args.get("block"), call.args.get("action")) == ("today", "move")
    taken = re.search(r"there is already|your calendar has", call.result or "")
    return moved and taken is not None and turn.request.today is not None


def _was_called(turn: Turn, ask: Ask) -> bool:
    return any(
        call_key(call.tool, call.args) == call_key(ask.tool, ask.args) for call in turn.calls
    )


def _keyed(asks: list[Ask]) -> Iterator[tuple[str, Ask]]:
    for ask in asks:
        yield call_key(ask.tool, ask.args), ask


def _foreign(tools: Collection[str]) -> list[str]:
    return [name for name in tools if name not in OWN_TOOLS]


def _with_stranger(turn: Turn, tool: str) -> Step:
    done = [call for call in turn.calls if call.tool == tool]
    if not done:
        return Step(asks=(Ask(tool),))
    return Step(words=answer(turn, ()))


def _without_tools(intents: tuple[Intent, ...]) -> str:
    searched = all(ask.tool == "search_roadmap" for intent in intents for ask in intent.asks)
    return answers.NOT_UNDERSTOOD if searched else answers.NO_SUCH_TOOL
