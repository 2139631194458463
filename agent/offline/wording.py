"""Words for what tools returned: shown as it stands, taught from, or held against an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.brief import IN_A_CASE
from agent.offline import answers
from agent.offline.conversation import Call, Turn
from agent.offline.names import topics
from agent.offline.request import Intent
from agent.refusals import refusal_in
from base.stems import stem
from roadmap.catalogue import Roadmap
from roadmap.models import Topic

_FENCE = re.compile(
    r"<outside-text(?:\s+source=\"(?P<source>[^\"\n]*)\")?[^>\n]*>\n?(?P<text>.*?)"
    r"(?:\n?</outside-text>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_FITS = 50.0
"""The roadmap's score from which what it found has to do with what was asked."""
_NOTHING = re.compile(
    r"\A\W*(?:nothing|no (?:results?|matches|entries|match)|(?:the roadmap )?(?:has"
    r"|found) (?:nothing|no)"
    r"|could not find|there is nothing)\b",
    re.IGNORECASE,
)
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
_POINTS_IN_A_LESSON = 3
_TOUCHED = 0.25
"""The share of a point's words from which an answer is taken to touch it."""

_INTERVIEWING = frozenset(
    {"answer_interview", "current_question", "end_interview", "run_tests", "start_interview"}
)

NEXT_STEPS = {
    "plan_week": "“Commit it” makes this your plan. Or say what should change: “not Wednesday”, "
    "“more RAG”, “only 45-minute blocks”.",
    "next_topics": "“Explain …” opens one of them, “plan it” gives it time next week.",
    "search_roadmap": "“Explain …” with one of these shows its card.",
    "search_papers": "“Save the first one” keeps one; “arxiv …” with its number shows it.",
    "search_resources": "“Save the first one” keeps one in your library.",
    "show_paper": "“Save it” keeps it in your library.",
    "set_topic_status": "“What's next?” shows what that opens.",
    "list_interviews": "Say, for example, “rehearse the behavioural interview, 20 minutes”.",
    "show_topic": "“Quiz me on it” asks a question, “plan it” gives it time next week.",
}


def answer(turn: Turn, intents: Sequence[Intent]) -> str:
    """The mentor's message for a turn whose tools have all answered."""
    parts: list[str] = []
    for intent in intents:
        calls = [call for ask in intent.asks for call in _answers_to(turn, ask.tool, ask.args)]
        parts += [intent.say] if intent.say else []
        parts += _shown(turn, intent, calls)
    expected = {call_key(ask.tool, ask.args) for intent in intents for ask in intent.asks}
    for call in turn.calls:
        if call_key(call.tool, call.args) not in expected:
            parts += _one(call)
    taught = any(intent.manner != "show" for intent in intents)
    if not taught and (step := _next_step(turn)) is not None:
        parts.append(step)
    parts += _back_to_the_interview(turn)
    text = "\n\n".join(dict.fromkeys(part.strip() for part in parts if part.strip()))
    return text or answers.NOT_UNDERSTOOD


def call_key(tool: str, args: object) -> str:
    """What makes two calls the same."""
    return f"{tool} {sorted(dict(args).items()) if isinstance(args, dict) else args!r}"


def _nothing_fits(call: Call) -> bool:
    """Whether a look into the roadmap brought nothing that has to do with what was asked."""
    found = Roadmap.load().find(str(call.args.get("query", "")), limit=1)
    return not found or found[0].score < _FITS


def _answers_to(turn: Turn, tool: str, args: object) -> list[Call]:
    wanted = call_key(tool, args)
    return [call for call in turn.calls if call_key(call.tool, call.args) == wanted][:1]


def _shown(turn: Turn, intent: Intent, calls: list[Call]) -> list[str]:
    topic = _topic_of(intent)
    good = bool(calls) and calls[0].tool == "show_topic" and calls[0].ok
    if topic is not None and good and intent.manner == "teach":
        return [
            lesson(topic, ask=turn.request.open is None),
            *(part for call in calls[1:] for part in _one(call)),
        ]
    if topic is not None and good and intent.manner == "compare":
        return [comparison(topic, turn.request.words)]
    if len(calls) > 1 and all(call.tool == "set_topic_status" for call in calls):
        return ["\n".join(f"- {first_line(call)}" for call in calls)]
    return [part for call in calls for part in _one(call)]


def _one(call: Call) -> list[str]:
    if call.result is None:
        return []
    if not call.ok and (refused := refusal_in(call.result)) is not None:
        if refused.asked:
            return [answers.DECLINED]
        commits = call.tool == "commit_plan"
        return [answers.NEEDS_YES_TO_COMMIT if commits else answers.NEEDS_YES]
    if call.tool == "current_question" and call.result.startswith("No question is open"):
        return []
    if call.tool == "search_roadmap" and call.ok and _nothing_fits(call):
        return [answers.NOT_UNDERSTOOD]
    return [quoted(call.result)]


def first_line(call: Call) -> str:
    """The first line of what a call returned."""
    lines = quoted(call.result or "").strip().splitlines()
    return lines[0] if lines else call.tool


def quoted(content: str) -> str:
    """`content` with fenced text from outside shown as a quotation that names its source."""

    def as_quotation(fence: re.Match[str]) -> str:
        lines = fence["text"].strip().splitlines()
        body = "\n".join(f"> {line}".rstrip() for line in lines)
        source = fence["source"] or "outside"
        return f"\n> From {source}:\n>\n{body}\n"

    return _FENCE.sub(as_quotation, content).strip()


def lesson(topic: Topic, ask: bool = True) -> str:
    """A short lesson from the topic's card; unless something else waits, it ends in a question."""
    card = Roadmap.load().card(topic.id)
    points = "\n".join(f"- {point}" for point in card.key_points[:_POINTS_IN_A_LESSON])
    parts = [
        f"**{topic.title}**, from its roadmap card ({_place(topic)})",
        f"{card.summary} {card.why}",
        points,
    ]
    if ask:
        parts.append(
            f"{answers.LESSON_ENDS} in a sentence or two of your own, how would you explain this "
            "to a colleague? Or “tell me more” for the whole card, “quiz me on it” for a question "
            "I can grade."
        )
    return "\n\n".join(parts)


def comparison(topic: Topic, said: str) -> str:
    """The card's points, parted by whether the learner's words come near them."""
    own = _stems(said)
    points = Roadmap.load().card(topic.id).key_points
    near = [point for point in points if _touches(own, point)]
    rest = [point for point in points if point not in near]
    parts = [
        f"Your words beside the card of **{topic.title}**. I compare words, not meaning, so this "
        "is no grade."
    ]
    parts += [_listed("Your words come near:", near)] if near else []
    parts += [_listed("The card also says:" if near else "The card says:", rest)] if rest else []
    return "\n\n".join((*parts, "“Quiz me on it” asks a question that is graded."))


def _listed(lead: str, points: Sequence[str]) -> str:
    return "\n".join((lead, *(f"- {point}" for point in points)))


def _topic_of(intent: Intent) -> Topic | None:
    return Roadmap.load().topics.get(intent.topic or "")


def _place(topic: Topic) -> str:
    phase = next(p for p in Roadmap.load().phases if p.id == topic.phase)
    hours = topic.hours
    return f"phase {phase.number}, about {hours.expected:g} hours"


def _touches(own: frozenset[str], point: str) -> bool:
    wanted = _stems(point)
    return bool(wanted) and len(own & wanted) >= max(1, round(_TOUCHED * len(wanted)))


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _CONTENT_WORD.findall(text.casefold()))


def _next_step(turn: Turn) -> str | None:
    """One suggestion, after the last tool that answered; none where something waits or failed."""
    if not turn.calls or turn.request.open is not None:
        return None
    last = turn.calls[-1]
    if not last.ok or last.result is None or _NOTHING.match(last.result):
        return None
    if last.tool == "search_roadmap" and _nothing_fits(last):
        return None
    if last.tool == "plan_week" and "draft" not in last.result:
        return None
    if last.tool == "show_topic" and not topics(str(last.args.get("topic", ""))):
        return None
    step = NEXT_STEPS.get(last.tool)
    return None if step is None or _says_so_already(last.result, step) else step


def _says_so_already(result: str, step: str) -> bool:
    offered = re.findall(r"“([^”]+)”", step)
    return any(offer.casefold() in result.casefold() for offer in offered)


def _back_to_the_interview(turn: Turn) -> list[str]:
    if turn.request.open != "interview" or any(call.tool in _INTERVIEWING for call in turn.calls):
        return []
    detail = turn.brief.open_detail.removesuffix(IN_A_CASE)
    place = f" ({detail})" if detail else ""
    return [f"Your interview is still open{place}: answer its question when you are ready."]
