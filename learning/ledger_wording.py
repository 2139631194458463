"""The evidence ledger in words, for the terminal and for the agent."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from base.text import one_line
from learning.ledger import Entry, Evidence, TopicEvidence

_LONGEST_QUESTION, _LONGEST_ANSWER = 90, 60
_WHY = {
    "counts": "",
    "flows": "on a topic that rests on this",
    "disputed": "disputed: does not count",
    "unsure": "the grader was unsure: does not count",
    "own grade": "you graded it yourself: does not count",
}


def evidence_in_words(evidence: Evidence, timezone: str | None, limit: int | None = None) -> str:
    """Each topic with its figure and the answers behind it, at most `limit`, the newest ones."""
    if not evidence.topics:
        return f"No evidence yet on {evidence.title}: nothing was graded."
    return "\n\n".join(_topic_in_words(topic, timezone, limit) for topic in evidence.topics)


def heading(topic: TopicEvidence) -> str:
    """The topic's name with its figure and how much stands behind it."""
    if topic.figure is None:
        return f"**{topic.title}**: no figure; no answer on it counts"
    answers = f"{topic.answers} answer{'s' if topic.answers != 1 else ''}"
    return f"**{topic.title}**: {topic.figure:.0%} known, from {answers}"


def entry_in_words(entry: Entry, timezone: str | None) -> str:
    """Number, day, verdict, question and answer, and what it did to the figure."""
    attempt = entry.attempt
    day = attempt.at.astimezone(ZoneInfo(timezone or "UTC")).date().isoformat()
    said = f" “{one_line(attempt.answer, _LONGEST_ANSWER)}”" if attempt.answer.strip() else ""
    sure = "" if attempt.confidence is None else f", {attempt.confidence} % sure"
    moved = f"{entry.before:.0%} → {entry.after:.0%}" if entry.moved else ""
    tail = "; ".join(part for part in (moved, _WHY[entry.weight]) if part)
    return (
        f"- {attempt.id}  {day}  {attempt.source}, {attempt.verdict}{sure}: "
        f"{one_line(entry.question, _LONGEST_QUESTION)}{said}{f' ({tail})' if tail else ''}"
    )


def _topic_in_words(topic: TopicEvidence, timezone: str | None, limit: int | None) -> str:
    shown = topic.entries if limit is None else topic.entries[-limit:]
    lines = [heading(topic)]
    if len(shown) < len(topic.entries):
        lines.append(f"The {len(shown)} newest of {len(topic.entries)} answers:")
    lines += [entry_in_words(entry, timezone) for entry in shown]
    return "\n".join(lines)
