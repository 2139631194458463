"""What is asked after an answer: what it left out, something deeper, or an easier way in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from learning.answer_matching import Answer
from learning.answer_words import read_words
from learning.coding_questions import CodingQuestion
from learning.coding_talk import follow_up_on_code
from learning.grading import PARTLY_FROM, RIGHT_FROM, Grade
from learning.interview_agenda import FollowUpPolicy
from learning.interview_grades import grade_of
from learning.interview_replies import Reply, read_reply
from memory.records import ExchangeKind, InterviewExchange
from roadmap.questions import InterviewQuestion, RubricPoint

ASK_PROPERLY: dict[Reply, str] = {
    "copied": "That is my question again. What would you say to it yourself?",
    "foreign": "Could you answer in English, please?",
    "salad": "I hear the words. Say it in two or three full sentences: what is the claim?",
    "too-long": "That was a lot at once. Put the heart of it in a few sentences, please.",
}
CHALLENGE = (
    "Look at what you just said once more. Is there anything in it you would check or take back?"
)
BACK_TO_IT = "Let us come back to what I asked."
EASIER = "Let us take one part of it."

_MEANT = 8
"""Telling words from which an answer without any of the subject's is off it."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    kind: ExchangeKind
    text: str


def follow_up(
    question: InterviewQuestion, mine: Sequence[InterviewExchange], policy: FollowUpPolicy
) -> FollowUp | None:
    """What to ask next on `question` after the last of `mine`, its exchanges; None to go on.

    Nothing is asked twice, and there are at most `policy.most` follow-ups beside the plea for a
    proper answer.
    """
    reply = read_reply(question, mine[-1].answer or "")
    asked = {exchange.asked for exchange in mine}
    if reply in ASK_PROPERLY:
        plea = ASK_PROPERLY[reply]
        return None if plea in asked else FollowUp("probe", plea)
    if reply in ("silence", "passed") or (reply == "gave-up" and not policy.hints):
        return None
    if _follow_ups_in(mine) >= policy.most:
        return None
    if reply == "gave-up":
        return None if _was_helped(mine) else hint_for(question, mine)
    if isinstance(question, CodingQuestion):
        following = follow_up_on_code(question, mine, policy)
        return None if following is None else FollowUp(*following)
    return _after_an_answer(question, mine, policy)


def hint_for(question: InterviewQuestion, mine: Sequence[InterviewExchange]) -> FollowUp | None:
    """An easier way in that was not shown yet: the bank's, else one part of the question."""
    asked = {exchange.asked for exchange in mine}
    for hint in question.hints:
        if hint not in asked:
            return FollowUp("hint", hint)
    if _was_helped(mine):
        return None
    probes = sorted(
        (point for point in question.rubric.points if point.probe and point.probe not in asked),
        key=lambda point: (-point.must, -point.weight),
    )
    return FollowUp("hint", f"{EASIER} {probes[0].probe}") if probes else None


def _follow_ups_in(mine: Sequence[InterviewExchange]) -> int:
    """How many there were. One that was asked again after a pause is the same one."""
    pleas = set(ASK_PROPERLY.values())
    return len(
        {e.asked for e in mine if e.kind in ("probe", "deeper", "hint") and e.asked not in pleas}
    )


def _was_helped(mine: Sequence[InterviewExchange]) -> bool:
    return any(exchange.kind == "hint" for exchange in mine)


def _after_an_answer(
    question: InterviewQuestion, mine: Sequence[InterviewExchange], policy: FollowUpPolicy
) -> FollowUp | None:
    if policy.probe == "never":
        return None
    asked = {exchange.asked for exchange in mine}
    grade = grade_of(question, mine)
    if grade.red_flags and CHALLENGE not in asked:
        return FollowUp("probe", CHALLENGE)
    if is_off_topic(question, mine[-1].answer or "", grade):
        back = f"{BACK_TO_IT} {question.question}"
        if back not in asked:
            return FollowUp("probe", back)
    if grade.score >= RIGHT_FROM and policy.deeper and question.deeper:
        deeper = next((text for text in question.deeper if text not in asked), None)
        went_deeper = any(exchange.kind == "deeper" for exchange in mine)
        return None if deeper is None or went_deeper else FollowUp("deeper", deeper)
    if _nothing_gained(question, mine, grade):
        return None if _was_helped(mine) or not policy.hints else hint_for(question, mine)
    probe = choose_probe(question, grade, policy.probe, asked)
    return FollowUp("probe", probe) if probe else None


def _nothing_gained(
    question: InterviewQuestion, mine: Sequence[InterviewExchange], grade: Grade
) -> bool:
    """Whether a weak answer did not get better by the follow-up before it."""
    if grade.score >= PARTLY_FROM or mine[-1].kind not in ("probe", "hint"):
        return False
    return grade.score <= grade_of(question, mine[:-1]).score


def is_off_topic(question: InterviewQuestion, text: str, grade: Grade) -> bool:
    """Whether `text` says a good deal and nothing of what was asked."""
    if grade.score > 0 or any(point.met != "missed" for point in grade.points):
        return False
    said = Answer(text)
    subject = {word.stem for word in read_words(question.question) if word.content}
    for point in question.rubric.points:
        for phrase in (point.says, *point.accepted):
            subject |= {word.stem for word in read_words(phrase) if word.content}
    return len(said.content) >= _MEANT and len(said.stems & subject) * _MEANT <= len(said.stems)


def choose_probe(
    question: InterviewQuestion,
    grade: Grade,
    policy: Literal["missed", "musts", "never"],
    asked: frozenset[str] | set[str] = frozenset(),
) -> str:
    """What to ask about the most valuable point that `grade` lacks, or "" for nothing.

    After a strong answer that is what would take it deeper.
    """
    if policy == "never":
        return ""
    met = {point.id: point.met for point in grade.points}
    open_points = [
        point
        for point in question.rubric.points
        if point.probe
        and point.probe not in asked
        and met.get(point.id) != "met"
        and (point.must or policy == "missed")
    ]
    if not open_points:
        return ""
    lacking = {"missed": 1.0, "partly": 0.5}

    def value(point: RubricPoint) -> tuple[bool, float]:
        return point.must and met[point.id] == "missed", point.weight * lacking[met[point.id]]

    return max(open_points, key=value).probe
