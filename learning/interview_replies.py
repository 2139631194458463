"""What kind of reply the candidate gave, and which of its words are an answer to be graded."""

from __future__ import annotations

import re
from typing import Literal

from base.text import clean, fold
from learning.answer_matching import Answer
from learning.coding_questions import CodingQuestion
from learning.coding_talk import claims_something
from learning.non_answers import reads_as_question, recognise_non_answer
from roadmap.questions import InterviewQuestion

Reply = Literal[
    "silence", "gave-up", "passed", "copied", "foreign", "salad", "too-long", "asked", "answer"
]
"""`asked` is a question to the interviewer, or a request (for a hint, for the time)."""

Request = Literal["hint", "repeat", "time", "feedback", "the answer"]

_CASES = frozenset({"system-design", "case-study", "coding"})
_SHORT = 120
"""Characters within which a text can be nothing but a request."""
_ASKING_LENGTH = 400
_FEW_WORDS = 15
_BESIDE_A_QUESTION = 30
"""Words of statement that may stand before a clarifying question; more is an answer."""

_POLITE = r"(?:(?:sorry|ok(?:ay)?|um+|hm+|well|please|excuse me|wait|and|so)[. ]+)*"
_MAY = r"(?:(?:can|could|may|might) (?:i|you|we)(?: please)? |i(?:'d| would) like |i need )?"
_REQUESTS: tuple[tuple[Request, re.Pattern[str]], ...] = (
    (
        "hint",
        re.compile(
            rf"{_POLITE}{_MAY}(?:please )?(?:(?:have|get|give me|use|take) )?"
            r"(?:an? |another |any |some )?(?:small |little )?(?:hints?|clues?|nudge)"
            r"(?: (?:please|for this|here))*[ .!?]*"
        ),
    ),
    (
        "repeat",
        re.compile(
            rf"{_POLITE}(?:{_MAY}(?:please )?(?:repeat|say|read)(?: (?:that|it|the question"
            r"|the question again|that again|it again|again))+(?: please)?|pardon(?: me)?"
            r"|come again|what was the question(?: again)?|repeat(?: please)?"
            r"|(?:the )?question again(?: please)?)[ .!?]*"
        ),
    ),
    (
        "time",
        re.compile(
            rf"{_POLITE}how (?:much time|long|many minutes)\b.{{0,20}}"
            r"\b(?:left|remain(?:s|ing)?|have i|do i have|is there)\b.{0,25}"
        ),
    ),
    (
        "feedback",
        re.compile(
            rf"{_POLITE}(?:how am i doing|how did i do|how was (?:that|this)|how is it going"
            r"|(?:was|is|were) (?:that|this|it|my answer)(?: answer)? (?:right|correct|ok(?:ay)?"
            r"|good|enough|wrong)|did i (?:get|answer)\b.{0,30}|am i (?:right|correct|wrong)"
            r"|(?:what(?:'s| is) )?my score|(?:give me )?(?:some )?feedback)[ .!?]*"
        ),
    ),
    (
        "the answer",
        re.compile(
            rf"{_POLITE}(?:{_MAY}(?:please )?(?:just )?(?:tell|show|give|reveal|print)(?: me| us)? "
            r"(?:the |your |my )?(?:whole |right |correct |full |model |expected |secret )*"
            r"(?:answer|solution|rubric|key points|scoring|points)"
            r"|what(?:'s| is| was| would be) the (?:right |correct |best |expected |model |ideal )*"
            r"(?:answer|solution))\b.{0,40}"
        ),
    ),
)
_PASSING = re.compile(
    r"(?:please )?(?:pass|skip|next)(?: (?:it|this|that|one|question|please))*[ .!]*"
)
_SENTENCES = re.compile(r"(?<=[.?!])\s+|\n+")
_BARE_QUESTION = re.compile(
    r"(?:and )?(?:what|who|where|when|which|how (?:many|much|often|fast|large|big|long|soon)"
    r"|is there|are there|do we|does (?:it|the)|can i|may i|should i|could we|can we)\b"
)


def read_reply(question: InterviewQuestion, text: str) -> Reply:
    """What kind of reply `text` is to `question`. Never raises on any text."""
    if not text.strip():
        return "silence"
    if fold(text).strip() == fold(question.question).strip():
        return "copied"  # however few words it has
    if len(text) < _SHORT and _PASSING.fullmatch(fold(text)):
        return "passed"
    if isinstance(question, CodingQuestion) and claims_something(text):
        return "answer"
    found = recognise_non_answer(question.question, Answer(clean(text)))
    if found is not None and found.kind == "empty":
        return "silence"
    if request_in(text) is not None:
        return "asked"
    if found is not None and found.kind != "empty":
        return found.kind
    return "asked" if asks_back(question, text) else "answer"


def request_in(text: str) -> Request | None:
    """What `text` asks of the interviewer, where it is nothing but that request."""
    if len(text) > _SHORT:
        return None
    said = fold(text).replace(",", "").strip()
    return next((name for name, pattern in _REQUESTS if pattern.fullmatch(said)), None)


def asks_back(question: InterviewQuestion, text: str) -> bool:
    """Whether `text` asks about the question instead of answering it.

    A case invites such questions, so there any question counts that has little statement beside
    it; elsewhere “Is it the learning rate?” is an unsure answer and no question.
    """
    if not is_case(question):
        return reads_as_question(text)
    said = text.strip()
    if len(said) > _ASKING_LENGTH:
        return False
    parts = sentences(said)
    if parts and parts[-1].endswith("?"):
        stated = sum(len(part.split()) for part in parts if not part.endswith("?"))
        return stated <= _BESIDE_A_QUESTION
    folded = fold(said)
    return len(folded.split()) <= _FEW_WORDS and _BARE_QUESTION.match(folded) is not None


def is_case(question: InterviewQuestion) -> bool:
    """Whether `question` is a case, about which the candidate may ask."""
    return bool(question.facts or question.stages) or question.area in _CASES


def sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCES.split(text) if part.strip()]


def words_to_grade(question: InterviewQuestion, text: str) -> str:
    """The words of a reply that claim something: all of an answer, and what was stated beside a
    question of the candidate's."""
    match read_reply(question, text):
        case "answer":
            return text
        case "asked" if request_in(text) is None and is_case(question):
            stated = [part for part in sentences(text) if not part.endswith("?")]
            return " ".join(stated) if len(stated) < len(sentences(text)) else ""
        case _:
            return ""
