"""Reads the messages a model is handed: the moment, what was said, what this turn has done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.brief import IN_A_CASE, Brief, split
from agent.offline.answers import LESSON_ENDS
from agent.offline.names import topics
from agent.offline.request import Offer, Request

_FENCED = re.compile(r"<outside-text\b[^>]*>.*?(?:</outside-text>|\Z)", re.DOTALL | re.IGNORECASE)
_QUOTED = re.compile(r"^\s*>.*$", re.MULTILINE)
_NUMBERED = re.compile(r"^[> \t]*\d+[.)][ \t]+(?P<entry>.+)$", re.MULTILINE)
_ARXIV_ID = re.compile(r"(?<![\d./])\d{4}\.\d{4,5}(?!\d)")
_BOLD = re.compile(r"\*\*(?P<title>[^*\n]{2,120})\*\*")
_TITLE = re.compile(r"#+ \S|\*\*(?!Week\b|\d|Nothing)[^*]+\*\*")
_FACT = re.compile(r"”[^\n`]{0,40}`(?P<id>\d+)`")
_OFFERS: tuple[tuple[str, Offer], ...] = (
    (r"\bcommit (?:it|this|that|the)\b|\b(?:shall|should) i commit\b", "commit"),
    (r"“continue the quiz”", "continue"),
    (r"\bstart review\b|\bstart the review", "review"),
    (r"\bquiz\b", "quiz"),
)
_LOOK_BACK = 6


@dataclass(frozen=True, slots=True)
class Call:
    """A tool asked for in this turn, and what came back; `result` is None until it has."""

    tool: str
    args: Mapping[str, object]
    result: str | None = None
    ok: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """The learner's newest message with its context, and what was done about it so far.

    `rounds` counts how often tools were asked for in this turn.
    """

    request: Request
    brief: Brief
    calls: tuple[Call, ...] = ()
    rounds: int = 0


def read_turn(messages: Sequence[BaseMessage]) -> Turn:
    """The turn that `messages` end in. It begins with the learner's newest message."""
    newest = max((n for n, m in enumerate(messages) if isinstance(m, HumanMessage)), default=None)
    if newest is None:
        return Turn(Request(""), Brief(now=""))
    brief, words = split(messages[newest].text)
    before = [m for m in messages[:newest] if isinstance(m, HumanMessage | AIMessage)]
    last = next((m.text for m in reversed(before) if isinstance(m, AIMessage)), "")
    request = Request(
        words=words,
        open=brief.open if brief.open in ("quiz", "review", "interview") else None,
        in_a_case=brief.open_detail.endswith(IN_A_CASE),
        draft=brief.draft,
        today=_today(brief),
        offered=_offered(last),
        last_topic=_last_topic(before),
        last_ids=_last_ids(before),
        last_fact=_last_fact(before),
        taught=LESSON_ENDS in own_words(last),
    )
    after = messages[newest + 1 :]
    return Turn(request, brief, _calls(after), sum(_asks(message) for message in after))


def own_words(text: str) -> str:
    """A mentor's message without what it quoted from outside."""
    return _QUOTED.sub("", _FENCED.sub("", text))


def _asks(message: BaseMessage) -> bool:
    return isinstance(message, AIMessage) and bool(message.tool_calls)


def _calls(messages: Sequence[BaseMessage]) -> tuple[Call, ...]:
    results = {m.tool_call_id: m for m in messages if isinstance(m, ToolMessage)}
    calls: list[Call] = []
    for message in messages:
        if not isinstance(message, AIMessage):
            continue
        for call in message.tool_calls:
            answer = results.get(call["id"] or "")
            result = None if answer is None else answer.text
            ok = answer is None or answer.status != "error"
            calls.append(Call(call["name"], call["args"], result, ok))
    return tuple(calls)


def _today(brief: Brief) -> date | None:
    found = re.search(r"\d{4}-\d{2}-\d{2}", brief.now)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def _offered(last: str) -> Offer | None:
    """What the last paragraph of the mentor's own words puts forward."""
    paragraphs = [part for part in own_words(last).split("\n\n") if part.strip()]
    if not paragraphs:
        return None
    ending = paragraphs[-1].casefold()
    return next((offer for words, offer in _OFFERS if re.search(words, ending)), None)


def _last_topic(before: Sequence[BaseMessage]) -> str | None:
    """The topic named last, by the learner or at the head of a message of the mentor's."""
    for message in reversed(before[-2 * _LOOK_BACK :]):
        said = split(message.text)[1] if isinstance(message, HumanMessage) else _shown(message.text)
        if found := topics(said):
            return found[0 if isinstance(message, AIMessage) else -1].id
    return None


def _shown(text: str) -> str:
    """The title of the card, lesson or question that a message of the mentor's begins with.

    Whatever else it may be, a list or words of its own, names topics that nobody spoke of.
    """
    lines = [line for line in own_words(text).splitlines() if line.strip()]
    return lines[0] if lines and _TITLE.match(lines[0]) else ""


def _last_ids(before: Sequence[BaseMessage]) -> tuple[str, ...]:
    """What can be kept of what the mentor showed last: arXiv ids and names, in their order."""
    for message in reversed(before[-_LOOK_BACK:]):
        if not isinstance(message, AIMessage):
            continue
        entries = [found["entry"] for found in _NUMBERED.finditer(message.text)]
        listed = tuple(name for entry in entries if (name := _name_in(entry)))
        if listed:
            return listed
        if found := dict.fromkeys(_ARXIV_ID.findall(message.text)):
            return tuple(found)
    return ()


def _name_in(entry: str) -> str | None:
    if found := _ARXIV_ID.search(entry):
        return found[0]
    bold = _BOLD.search(entry)
    return bold["title"] if bold else None


def _last_fact(before: Sequence[BaseMessage]) -> str:
    for message in reversed(before[-_LOOK_BACK:]):
        if isinstance(message, AIMessage) and (found := _FACT.findall(own_words(message.text))):
            return str(found[-1])
    return ""
