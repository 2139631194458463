"""Texts that are no answer to be graded point by point, and what to say to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from base.text import fold
from learning.answer_matching import Answer
from learning.answer_words import read_words
from learning.word_lists import FOREIGN, STOPWORDS

MAX_CHARACTERS = 12_000
"""Longer than any spoken or typed answer to one question."""

_GIVING_UP_LENGTH = 80
_QUESTION_LENGTH = 300
_ASKING = re.compile(
    r"(?:\w+,? )?(?:what|why|how|when|where|who|which|whose|can|could|would|should|do|does|did"
    r"|is there|are there|explain|tell me)\b"
)
_GIVING_UP = re.compile(
    r"(?:sorry,? |hmm+,? |honestly,? |well,? )*(?:"
    r"i (?:really |just |honestly )*(?:do not|don'?t|dont|can'?t|cannot) (?:know|remember|recall)"
    r"|i have no (?:idea|clue)|no (?:idea|clue)|not sure|i(?:'m| am) not sure|dunno|idk"
    r"|pass|skip|next|nothing|n/a|none|can'?t say|no answer|[?.!…-]+"
    r")(?: (?:this|that|it|this one|the answer|about (?:this|that|it)|yet|at all|sorry))*[ .!?]*"
)


@dataclass(frozen=True, slots=True)
class NonAnswer:
    """`kind` names it; `cap` is the highest score the text can still earn."""

    kind: Literal["empty", "gave-up", "copied", "foreign", "salad", "too-long"]
    verdict: Literal["wrong", "unsure"]
    cap: float
    comment: str


_EMPTY = NonAnswer("empty", "wrong", 0.0, "There is no answer here yet.")
_GAVE_UP = NonAnswer("gave-up", "wrong", 0.0, "You said you do not know: that is worth knowing.")
_COPIED = NonAnswer("copied", "wrong", 0.0, "This repeats the question; the answer is missing.")
_IN_ANOTHER_LANGUAGE = NonAnswer(
    "foreign", "unsure", 0.2, "Answers can be read in English only; this one was not read safely."
)
_SALAD = NonAnswer(
    "salad", "unsure", 0.3, "These are terms without a claim: say how they hang together."
)
_TOO_LONG = NonAnswer(
    "too-long",
    "unsure",
    0.3,
    "This is far longer than an answer to one question; say it in a few sentences.",
)


def recognise_non_answer(question: str, answer: Answer) -> NonAnswer | None:
    """Why `answer` cannot be graded at face value, or None when it can."""
    text = answer.text
    if len(text) > MAX_CHARACTERS:
        return _TOO_LONG
    folded = fold(text[:400])
    if not folded:
        return _EMPTY
    if is_giving_up(text):
        return _GAVE_UP
    if _is_copied(question, answer):
        return _COPIED
    if _is_foreign(text):
        return _IN_ANOTHER_LANGUAGE
    return _SALAD if _is_salad(answer) else None


def is_giving_up(text: str) -> bool:
    """Whether `text` says no more than that the learner does not know."""
    folded = fold(text[:_GIVING_UP_LENGTH])
    return len(text) < _GIVING_UP_LENGTH and _GIVING_UP.fullmatch(folded) is not None


def reads_as_question(text: str) -> bool:
    """Whether `text` asks something back instead of answering."""
    folded = fold(text[:_QUESTION_LENGTH])
    return (
        len(text) < _QUESTION_LENGTH
        and folded.endswith("?")
        and _ASKING.match(folded) is not None
        and len(folded.split()) > 2
    )


def _is_copied(question: str, answer: Answer) -> bool:
    """At least four content words, hardly any of which are not the question's own."""
    asked = {word.stem for word in read_words(question) if word.content}
    said = [word for word in answer.content if word.stem not in ("question", "answer")]
    if not asked or len(said) < 4:
        return False
    own = sum(word.stem not in asked for word in said)
    return own == 0 or own / len(said) < 0.1


def _is_foreign(text: str) -> bool:
    letters = [character for character in text[:2_000] if character.isalpha()]
    latin = sum(character < "\u0250" for character in letters)
    if letters and latin < len(letters) / 2:
        return True
    words = re.findall(r"[^\W\d_]+", fold(text[:2_000]))
    foreign = sum(word in FOREIGN for word in words)
    english = sum(word in STOPWORDS for word in words)
    return foreign >= 3 and foreign > 1.5 * english


def _is_salad(answer: Answer) -> bool:
    """Many terms, next to no grammar, no lists of short phrases: nothing is claimed."""
    if len(answer.content) < 10:
        return False
    grammar = len(answer.words) - len(answer.content)
    repeated = len({word.stem for word in answer.content}) < 0.35 * len(answer.content)
    return grammar < 0.08 * len(answer.words) or (repeated and len(answer.content) > 30)
