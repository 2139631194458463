"""Rehearsing interviews: which there are, beginning one, answering, ending it."""

from __future__ import annotations

import re

from agent.offline import amounts, answers
from agent.offline.request import Ask, Intent, Request, Understand
from learning.code_answers import split_answer

_INTERVIEW = r"\b(?:interviews?|interviewing|interviewer)\b"
_LIST = (
    r"(?:which|what|list|show|see|are there|how many|do you have|any|tell me)\b.*\binterviews?\b"
    r"|interviews?\Z|(?:interview )?scripts\b|interview (?:options|kinds|types|topics|areas"
    r"|scripts)\b"
)
_START = (
    r"(?:rehearse|practi[sc]e|start|begin|run|do|hold|have|simulate|mock|prepare|prep|give"
    r"|conduct|take"
    r"|train|try|another|continue)\b|interview (?:me|prep|practice|with|for|on|about|session)\b"
    r"|(?:an? |the |my )?(?:\w+[- ]){0,4}interview\b"
)
_END = (
    r"(?:(?:ok(?:ay)?|please|and|so|now|here|thanks|thank you|that(?:'s| is) (?:enough|it|all)"
    r"|enough|i(?:'m| am) done|no more questions|(?:end|stop|finish|quit|exit|abort|cancel|leave"
    r"|wrap up|close|conclude|terminate)(?: (?:it|the|this|my|mock|interview|session"
    r"|rehearsal))*|for (?:now|today)|with (?:the|this) interview|(?:give|show) me"
    r"|(?:the|my) (?:report|feedback))"
    r"[\s,.!]*)+\Z"
)
_ENDS = (
    r"\b(?:end|stop|finish|quit|exit|abort|cancel|leave|wrap up|close|conclude|terminate|enough"
    r"|done|no more)\b"
)
_WANTS_TO_END = (
    r"(?:i(?:'d like| want| would like| need| have)? to |can (?:we|i) |may i |let'?s )?"
    r"(?:stop|quit|end|finish)(?: (?:it|this|the|here|now|interview|session|please))*\Z"
)
_REST = r"(?: (?:it|this|the|my|mock|interview|session|here|now|for|please|today))*\Z"
_PAUSE = rf"(?:pause|take a break|break){_REST}"
_RESUME = rf"(?:resume|continue|go on(?: with)?|carry on(?: with)?|unpause){_REST}"
_HINT = (
    r"(?:(?:an?|give me an?|another|i need an?|can i (?:have|get) an?|any"
    r"|need an?) )?(?:hints?|clues?)\Z"
)
_FEEDBACK = (
    r"(?:(?:can i (?:have|get|see)|give me|show me|i want|what(?:'s| is)) )?(?:some |my |the "
    r"|any )*"
    r"(?:feedback|report|score|results?)(?: (?:now|please|so far))*\Z|how (?:am i doing|did i do)\b"
)
_KIND = r"(?P<kind>[\w &/+-]+"
_KIND_SAID = (
    re.compile(rf"\binterviews?\s+(?:me\s+)?(?:for|on|about|in|as|with)\s+{_KIND})"),
    re.compile(
        r"\b(?:rehearse|practi[sc]e|start|begin|run|do|hold|have|simulate|mock|prepare|prep|conduct"
        rf"|take|try|for)\s+(?:me\s+)?(?:for\s+)?{_KIND}?)\s+interview\b"
    ),
    re.compile(rf"\A{_KIND}?)\s+interview\b"),
)
_RUN_TESTS = (
    r"(?:(?:run|try|start|execute)(?: (?:it|this|that|on|the|my|all|visible|code|draft|against))*"
    r" tests?"
    r"|(?:test|try|run) (?:it|this|that|my code|the code|this code|my draft|the draft)"
    r"|(?:does|do) (?:it|this|that|my code|they) pass)(?: (?:please|first|now|again))*\b[ .!?:]*\Z"
)
_SCRIPTS = (
    (r"\bcod(?:e|ing)\b|leet ?code|\balgorithms?\b|programming", "ml-coding"),
    (r"behaviou?r|\bhr\b|soft skill|\bstar\b|culture", "behavioural"),
    (r"\bllms?\b|\brag\b|retrieval|language model", "llm-rag"),
    (r"phone|screen|recruiter", "phone-screen"),
    (r"\bml\b|machine learning|fundamental|theory|\btechnical\b", "ml-fundamentals"),
)
"""What people call the scripts that ship."""
_PATH = re.compile(r"[~./\\\w-]+\.ya?ml\b", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:\d+|mock|an?|the|my|me|short|quick|long|full|job|technical(?= interview)|some|one|for"
    r"|please|now"
    r"|of|min|mins|minutes?|hours?|half|twenty|thirty|fifteen|ten|today|role|position|practice"
    r"|session"
    r"|interview|rehearse|lasting)\b"
)


def list_interviews(request: Request) -> Intent | None:
    if not request.says(_LIST) or _script(request) is not None:
        return None
    return Intent("list_interviews", (Ask("list_interviews"),))


def start_interview(request: Request) -> Intent | None:
    """Begins the script that is named; where none is, shows which there are."""
    if not (request.has(_INTERVIEW) and request.says(_START)) or request.says(_END):
        return None
    script = _script(request)
    if script is None:
        return Intent("list_interviews", (Ask("list_interviews"),))
    args: dict[str, object] = {"script": script}
    if (length := amounts.minutes(request.plain)) is not None:
        args["minutes"] = int(length)
    return Intent("start_interview", (Ask("start_interview", args),))


def end_interview(request: Request) -> Intent | None:
    named = request.has(_INTERVIEW) or request.open == "interview"
    if named and request.says(_WANTS_TO_END):
        return Intent("end_interview", (Ask("end_interview"),))
    if not named or not request.says(_END) or not request.has(_ENDS):
        return None
    return Intent("end_interview", (Ask("end_interview"),))


def about_code(request: Request) -> Intent | None:
    """Code that is to be tried, or handed in; or the wish to have the draft tried."""
    said = split_answer(request.words)
    if (said.code or request.in_a_case) and request.part(said.prose).says(_RUN_TESTS):
        return Intent("run_tests", (Ask("run_tests", {"code": said.code} if said.code else {}),))
    return answer(request) if said.code else None


def meanwhile(request: Request) -> Intent | None:
    """What is said to an open interview that is neither its answer nor its end."""
    if request.says(_PAUSE):
        return Intent("pause", say=answers.PAUSED)
    if request.says(_HINT):
        return answer(request)
    if request.says(_FEEDBACK):
        return Intent("report_later", say=answers.REPORT_AT_THE_END)
    return asked_again() if request.says(_RESUME) else None


def resume_interview(request: Request) -> Intent | None:
    """“Resume the interview”, “pause the interview”, said where none is open in this talk."""
    if not request.has(_INTERVIEW) or not (request.says(_RESUME) or request.says(_PAUSE)):
        return None
    if request.says(_PAUSE):
        return Intent("pause", say=answers.NO_INTERVIEW)
    return Intent("current_question", (Ask("current_question"),))


def asked_again() -> Intent:
    """What the interviewer asked, once more: nothing is handed in, so nothing is graded."""
    return Intent("asked_again", (Ask("answer_interview", {"answer": ""}),))


def answer(request: Request) -> Intent:
    """The learner's words as the answer to the interviewer, word for word."""
    said = request.words.strip()
    return Intent("answer_interview", (Ask("answer_interview", {"answer": said}),))


def _script(request: Request) -> str | None:
    """The script that is meant: a file, one that ships, or else the learner's words for it."""
    if path := _PATH.search(request.words):
        return path[0]
    said = (found["kind"] for one in _KIND_SAID if (found := one.search(request.plain)))
    kind = next((short for words in said if (short := _without_filler(words))), None)
    if kind is None:
        return None
    return next((script for words, script in _SCRIPTS if re.search(words, kind)), kind)


def _without_filler(words: str) -> str:
    return " ".join(_FILLER.sub(" ", words).split())


INTENTS: tuple[Understand, ...] = (list_interviews, end_interview, start_interview)
