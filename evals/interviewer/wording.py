"""What in the interviewer's words is their own, and what those words give away."""

from __future__ import annotations

import re
from functools import cache

from base.text import fold
from evals.interviewer.transcript import Transcript, Turn
from learning.grading import grade_rubric
from learning.interview_clarifying import (
    AS_YOU_UNDERSTAND,
    ASSUME,
    AT_THE_END,
    NO_HINT,
    YOURS_FIRST,
)
from learning.interview_follow_ups import ASK_PROPERLY, BACK_TO_IT, CHALLENGE, EASIER
from learning.interviewing import KINDLY, TIME_IS_UP
from learning.open_interview import Ask
from roadmap.questions import InterviewQuestion

PRAISE = re.compile(
    r"\b(?:great|excellent|perfect|well done|good (?:job|answer|point|one)|correct|exactly"
    r"|that(?:'s| is) right|nice|brilliant|impressive|spot on|wonderful)\b"
)
BLAME = re.compile(
    r"\b(?:wrong|incorrect|bad answer|terrible|poor(?:ly)?|mistaken|you should have|you failed"
    r"|unfortunately|disappoint\w*|not good)\b"
)
_SCORE = re.compile(r"\d+ ?(?:%|percent|points?\b|/ ?\d+)|\bscores?\b|\bverdict\b")


_STOCK = (
    KINDLY,
    TIME_IS_UP,
    CHALLENGE,
    BACK_TO_IT,
    EASIER,
    ASSUME,
    AS_YOU_UNDERSTAND,
    AT_THE_END,
    YOURS_FIRST,
    NO_HINT,
    *ASK_PROPERLY.values(),
    "Let us go on.",
    "Take your time. “I don't know” is an answer too.",
)
_ABOUT_TIME = re.compile(r"About \d+ minutes? (?:is|are) left for this part\.|Next: [^.]*\.")
"""What is said alike on every question tells nothing about one, whatever a grader finds in it."""


def bank_words(question: InterviewQuestion) -> list[str]:
    """All that the bank gives the interviewer to say on a question, the longest first."""
    probes = [point.probe for point in question.rubric.points if point.probe]
    facts = [fact.says for fact in question.facts]
    texts = [question.question, *probes, *facts, *question.hints, *question.deeper]
    return sorted(texts, key=len, reverse=True)


def own_words(held: Transcript, turn: Turn) -> str:
    """What the interviewer said without what the bank put in their mouth, folded."""
    text = f"{turn.ask.note} {turn.ask.text}"
    for words in bank_words(held.question(turn)):
        text = text.replace(words, " ")
    return fold(text)


def tells_a_score(text: str) -> bool:
    return _SCORE.search(text) is not None


def met_by(question: InterviewQuestion, text: str) -> frozenset[str]:
    """The rubric points that `text` would earn."""
    return _met_by(question.id, question, text)


@cache
def _met_by(_name: str, question: InterviewQuestion, text: str) -> frozenset[str]:
    grade = grade_rubric("", question.rubric, text)
    return frozenset(point.id for point in grade.points if point.met == "met")


def said_so_far(held: Transcript, turn: Turn) -> str:
    """All the candidate said on the question before the interviewer said `turn`."""
    return "\n\n".join(one.said.text for one in held.until(turn)[:-1])


def gives_away(held: Transcript, turn: Turn, text: str) -> bool:
    """Whether `text` tells a point of the rubric that neither candidate nor question has told."""
    question = held.question(turn)
    for stock in _STOCK:
        text = text.replace(stock, " ")
    text = _ABOUT_TIME.sub(" ", text)
    known = met_by(question, said_so_far(held, turn)) | met_by(question, question.question)
    return bool(met_by(question, text) - known)


def probed(question: InterviewQuestion, ask: Ask) -> list[str]:
    """The points whose probes are in what is asked."""
    return [p.id for p in question.rubric.points if p.probe and p.probe in ask.text]


def shingles(text: str, words: int = 7) -> set[str]:
    """Every run of that many words."""
    said = re.findall(r"[^\W_]+", fold(text))
    return {" ".join(said[n : n + words]) for n in range(len(said) - words + 1)}
