"""What the interviewer says to a question of the candidate's: a fact of the case, the time, or
that this is for the candidate to assume. Nothing here is graded and nothing gives a point away."""

from __future__ import annotations

from learning.answer_matching import Answer, match_phrase, weigher
from learning.interview_replies import is_case, request_in, sentences
from learning.interview_time import minutes_in_words
from roadmap.questions import CaseFact, InterviewQuestion

ASSUME = "That is for you to assume. Say your assumption, and go on from it."
AS_YOU_UNDERSTAND = "Take it as you understand it, and say what you assume."
AT_THE_END = "I keep that for the end. Go on with the question, please."
YOURS_FIRST = (
    "I would like to hear it from you first. The report at the end has a strong answer to read."
)
NO_HINT = "I have no further hint for this one. Say what you know of it, or “pass” to go on."

_ASKED_FROM = 0.66
_MOST_FACTS = 3


def told(question: InterviewQuestion, text: str, seconds_left: float) -> str:
    """The interviewer's reply to `text`, which asks something instead of answering."""
    match request_in(text):
        case "repeat":
            return question.question
        case "time":
            return f"About {minutes_in_words(seconds_left)} left for this part."
        case "feedback":
            return AT_THE_END
        case "the answer":
            return YOURS_FIRST
        case "hint":
            return NO_HINT
    if not is_case(question):
        return AS_YOU_UNDERSTAND
    facts = facts_asked_for(question, text)
    return " ".join(fact.says for fact in facts) or ASSUME


def facts_asked_for(question: InterviewQuestion, text: str) -> tuple[CaseFact, ...]:
    """The facts of the case that the questions in `text` ask for, at most one for each question
    of the candidate's, in their order."""
    asked = [part for part in sentences(text) if part.endswith("?")] or [text]
    weigh = weigher((fact.asks for fact in question.facts), "")
    found: dict[str, CaseFact] = {}
    for part in asked:
        read = Answer(part)
        shares = [
            max(match_phrase(read, phrase, weigh).share for phrase in fact.asks)
            for fact in question.facts
        ]
        best = max(shares, default=0.0)
        if best >= _ASKED_FROM:
            fact = question.facts[shares.index(best)]
            found.setdefault(fact.says, fact)
    return tuple(found.values())[:_MOST_FACTS]
