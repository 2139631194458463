"""From a request to what the learner is after: the table of intents, asked in order.

To teach the mentor something, write a function `(Request) -> Intent | None` in `intents/` and
name it in its family's `INTENTS`. The first that answers wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from agent.offline import answers
from agent.offline.intents import (
    assessment,
    blocks,
    habits,
    interview,
    memory,
    plan_questions,
    repair,
    research,
    roadmap,
    schedule,
    talk,
)
from agent.offline.request import Ask, Intent, Request, Understand

INTENTS: tuple[Understand, ...] = (
    schedule.yes_to_the_plan,
    *plan_questions.INTENTS,
    *talk.INTENTS,
    *habits.INTENTS,
    memory.remember,
    memory.show_profile,
    memory.recall,
    memory.forget,
    assessment.settle_drafts,
    schedule.away,
    schedule.commit_plan,
    research.save_to_library,
    research.show_paper,
    interview.resume_interview,
    interview.list_interviews,
    interview.end_interview,
    interview.start_interview,
    schedule.export_calendar,
    repair.life_happened,
    repair.part_done,
    repair.take_back,
    *blocks.INTENTS,
    schedule.leave_out,
    schedule.plan_week,
    assessment.resume_quiz,
    assessment.change_afterwards,
    assessment.yes_to_a_quiz,
    memory.update_profile,
    schedule.revise_plan,
    roadmap.outlook,
    assessment.show_evidence,
    assessment.assess_readiness,
    research.find_papers,
    research.find_resources,
    assessment.test_out,
    assessment.start_quiz,
    assessment.show_reviews,
    assessment.start_review,
    assessment.current_question,
    roadmap.set_topic_status,
    roadmap.show_progress,
    roadmap.next_topics,
    schedule.show_schedule,
    roadmap.one_thing_about_it,
    roadmap.more_of_it,
    roadmap.the_whole_roadmap,
    roadmap.show_topic,
    schedule.of_the_week_but_unknown,
    *talk.LAST,
    roadmap.search_roadmap,
)
_READ_AT_MOST = 2_000
_LONGEST_COMPOUND = 600
_MOST_CLAUSES = 4
_CLAUSE_END = re.compile(
    r"(?<=[.!?;])\s+|\n+|,?\s+(?:and\s+)?then\s+|,?\s+and\s+(?:also\s+)?(?=(?:please\s+)?(?:quiz"
    r"|plan"
    r"|schedule|show|find|remember|mark|start|explain|teach|tell|search|export|save|commit"
    r"|test|give me|what(?:'s| is| comes) next|what should i)\b)"
    r"|,\s+(?=(?:quiz|remember|mark|explain|teach me|tell me|find|show me|what|how)\b)",
    re.IGNORECASE,
)
# Said after a plan, these belong to it: “Plan my week. I have 6 hours. Not on Wednesday.”
_DETAILS_OF_A_PLAN = frozenset({"update_profile", "revise_plan", "plan_week", "which_hours"})
_PLANNING = frozenset({"plan_week", "revise_plan"})

_QUESTION = re.compile(
    r"(?:what|how|why|when|where|who|which|can you|could you|would you|explain|define|describe"
    r"|tell me"
    r"|teach me|show me|remind me|is there|are there|do you|does|difference between)\b"
)
_ASKED_OUTRIGHT = re.compile(
    r"(?:what(?:'s| is| are| does)|explain|define|tell me about|teach me|remind me|how (?:does|do"
    r"|is|are))\b"
)
_NO_COMMAND = re.compile(
    r"(?:i|we|my|our|the|because|it|to|by|in|at|on|an?|first|when|if|once|there|they|he|she|so"
    r"|well|as)\b"
)
# What a learner may ask for while a question is open; the rest would be taken from an answer.
_MAY_INTERRUPT: tuple[Understand, ...] = (
    memory.remember,
    schedule.commit_plan,
    talk.asks_for_help,
    talk.who_are_you,
    talk.connect_a_model,
    memory.show_profile,
    memory.recall,
    research.show_paper,
    interview.list_interviews,
    interview.start_interview,
    schedule.export_calendar,
    schedule.plan_week,
    assessment.show_evidence,
    assessment.assess_readiness,
    research.find_papers,
    research.find_resources,
    assessment.start_quiz,
    assessment.start_review,
    assessment.show_reviews,
    roadmap.show_progress,
    roadmap.next_topics,
    schedule.show_schedule,
    schedule.revise_plan,
)
# Said by command, these could as well be words of an answer: they must begin as nothing else does.
_UNMISTAKABLY: tuple[tuple[str, Understand], ...] = (
    (r"forget (?:that|what|everything|all|fact|about|my|me|i)\b", memory.forget),
    (
        r"(?:mark|move|shift|postpone|reschedule|shorten|skip|cancel|i (?:did|missed|finished)) "
        r"(?:my|the next|the \w+ (?:block|session)\b|today|tomorrow|yesterday|\w+day\b)",
        blocks.update_block,
    ),
    (
        r"(?:mark|set|tick off)\b.*\b(?:done|finished|completed|learning|skipped|planned)\Z",
        roadmap.set_topic_status,
    ),
    (r"(?:save|bookmark)\b.*\b(?:one|paper|book|course|library)\b", research.save_to_library),
)
_OF_THEMSELVES: tuple[tuple[str, Understand], ...] = (
    (r"i(?:'ve| have)? (?:just )?(?:finished|completed)\b", roadmap.set_topic_status),
    (r"i (?:live in|have \S+ hours?\b)|i(?:'m| am) free\b|my time ?zone\b", memory.update_profile),
    (r"i have \S+ hours?\b", schedule.plan_week),
    (r"i (?:can'?t|cannot)\b.*day\b", schedule.revise_plan),
)
# Questions that nobody asks about the case of an interview.
_FOR_THE_MENTOR = (
    r"(?:what(?:'s| is| are)|how(?:'s| is| are)|show(?: me)?) my (?:readiness|progress|mastery"
    r"|scores?)\b|(?:am i|how) ready\b|(?:who|what) are you\b|what (?:can|can'?t) you do\b"
)
_OPENS = frozenset({"start_quiz", "start_review", "start_interview"})
_LONGEST_QUESTION, _LONGEST_COMMAND = 40, 14
_ABOUT_IT = frozenset(
    "what why how which is are the a an this that it answer answers question correct right option"
    " options one mean means meant do you does can could would explain tell me give please i we to"
    " hint reason so s true solution of here now say".split()
)


def understand(request: Request) -> tuple[Intent, ...]:
    """What the learner is after, in the order in which it is to be done; never empty."""
    if request.open is not None:
        return (_with_open_question(request),)
    if request.taught and (compared := _answer_to_lesson(request)) is not None:
        return (compared,)
    return tuple(_one(part) for part in _parts(request))


def _one(request: Request) -> Intent:
    return _recognised(request) or roadmap.anything_else(request)


def _recognised(request: Request) -> Intent | None:
    return _first(INTENTS, _readable(request))


def _readable(request: Request) -> Request:
    """The beginning of the message: what is longer is a text, not a request."""
    if len(request.words) <= _READ_AT_MOST:
        return request
    return request.part(request.words[:_READ_AT_MOST])


def _first(table: tuple[Understand, ...], request: Request) -> Intent | None:
    return next((intent for see in table if (intent := see(request)) is not None), None)


def _parts(request: Request) -> tuple[Request, ...]:
    """The requests in one message. What is no request on its own goes with the one before it."""
    if len(request.words) > _LONGEST_COMPOUND:
        return (request,)
    clauses = [clause.strip() for clause in _CLAUSE_END.split(request.words) if clause.strip()]
    if not 2 <= len(clauses) <= _MOST_CLAUSES:
        return (request,)
    units: list[_Unit] = []
    for clause in clauses:
        part = _after(request, [unit.text for unit in units], clause)
        intent = _recognised(part)
        if units and _is_filler(units[-1].intent) and not _is_filler(intent):
            units[-1] = units[-1].before(clause, intent)
        elif units and (_is_filler(intent) or _belongs(units[-1].intent, intent)):
            units[-1] = units[-1].with_more(clause, intent)
        else:
            units.append(_Unit(clause, clause, intent))
    if len(units) == 1 and units[0].core == clauses[0]:
        return (request,)
    return tuple(
        unit.read(request, [before.text for before in units[:place]])
        for place, unit in enumerate(units)
    )


@dataclass(frozen=True, slots=True)
class _Unit:
    """One request in a message: all its words, and the clause that says what it is."""

    text: str
    core: str
    intent: Intent | None

    def before(self, clause: str, intent: Intent | None) -> _Unit:
        """What was only talk is dropped; words that may matter to the request are kept."""
        talk = self.intent is not None and not self.intent.asks
        return _Unit(clause if talk else f"{self.text}, {clause}", clause, intent)

    def with_more(self, clause: str, intent: Intent | None) -> _Unit:
        return _Unit(f"{self.text}, {clause}", self.core, self.intent or intent)

    def read(self, request: Request, before: list[str]) -> Request:
        """The whole text where it is still heard as what its core is, else the core alone."""
        whole = _after(request, before, self.text)
        heard = _recognised(whole)
        if heard is not None and self.intent is not None and heard.name == self.intent.name:
            return whole
        return _after(request, [*before, self.text], self.core)


def _after(request: Request, before: list[str], clause: str) -> Request:
    """The request in `clause`, in which “it” is what was named in the clauses before."""
    named = [name.id for text in before for name in request.part(text).topics]
    if not named:
        return request.part(clause)
    return replace(request, words=clause, last_topic=named[-1], same_breath=True)


def _is_filler(intent: Intent | None) -> bool:
    """Whether a clause asks for nothing of its own: talk, or a search for want of better."""
    return intent is None or not intent.asks or intent.name == "search_roadmap"


def _belongs(before: Intent | None, after: Intent | None) -> bool:
    if before is None or after is None:
        return True
    if before.name == after.name == "update_profile":
        return True
    if before.name == "remember" and after.name not in ("plan_week", "start_quiz"):
        return after.name in ("remember", "revise_plan")
    if after.name == "plan_week" and before.name in _DETAILS_OF_A_PLAN:
        return before.name != "update_profile" or _only_hours(before)
    return before.name in _PLANNING and after.name in _DETAILS_OF_A_PLAN and _only_hours(after)


def _only_hours(intent: Intent) -> bool:
    """Whether what sounded like the profile can as well be the hours of a plan."""
    if intent.name != "update_profile":
        return True
    return set(intent.asks[0].args) <= {"hours"}


def _with_open_question(request: Request) -> Intent:
    """A control, a question of the learner's own, a clear command, or else the answer."""
    if request.open == "interview":
        return _in_an_interview(request)
    start = _readable(request)
    control = assessment.chosen(start) or _first(assessment.CONTROLS, start)
    control = control or assessment.current_question(start)
    return control or _interruption(start) or assessment.answer(request)


def _in_an_interview(request: Request) -> Intent:
    if (about_code := interview.about_code(request)) is not None:
        return about_code
    start = _readable(request)
    if (ended := interview.end_interview(start)) is not None:
        return ended
    if (meanwhile := interview.meanwhile(start)) is not None:
        return meanwhile
    if assessment.current_question(start) is not None:
        return interview.asked_again()
    to_interviewer = request.in_a_case and request.folded.endswith("?")
    if to_interviewer and not start.says(_FOR_THE_MENTOR):
        return interview.answer(request)  # the interviewer knows the facts of the case
    return _interruption(start) or interview.answer(request)


def _interruption(request: Request) -> Intent | None:
    """What is asked instead of answering; the open question is recalled afterwards."""
    if len(request.plain.split()) > _LONGEST_QUESTION:
        return None
    intent = _small_talk(request) or _question_of_their_own(request) or _command(request)
    if intent is None or any(ask.tool in _OPENS for ask in intent.asks):
        return intent
    return replace(intent, asks=(*intent.asks, Ask("current_question")))


def _small_talk(request: Request) -> Intent | None:
    """A greeting or thanks. A bare “good” is none: it rates a review."""
    if (hello := talk.greeting(request)) is not None:
        return hello
    return talk.thanks(request) if request.has(r"\b(?:thanks|thank you|thx)\b") else None


def _question_of_their_own(request: Request) -> Intent | None:
    asks = request.folded.endswith("?") and _QUESTION.match(request.plain) is not None
    outright = _ASKED_OUTRIGHT.match(request.plain) and len(request.plain.split()) <= 9
    if not asks and not (outright and request.named):
        return None
    closed = request.closed()
    found = _first(_MAY_INTERRUPT, closed) or roadmap.show_topic(closed)
    if found is not None:
        return found
    if request.open == "interview":
        return None  # a question to the interviewer, who hears it as such and repeats the question
    return _about_the_question(request) or roadmap.search_roadmap(closed)


def _about_the_question(request: Request) -> Intent | None:
    """“Why?”, “what is the answer?”: about the open question itself."""
    words = set(re.findall(r"[a-z]+", request.plain))
    return Intent("stuck", say=answers.STUCK) if words <= _ABOUT_IT else None


def _command(request: Request) -> Intent | None:
    plain = request.plain
    if len(plain.split()) > _LONGEST_COMMAND:
        return None
    closed = request.closed()
    if request.open != "interview" and (own := _begun_as(_OF_THEMSELVES, closed)) is not None:
        return own
    if _NO_COMMAND.match(plain):
        return None
    if len(plain.split()) < 2 and plain != "help":
        return None
    return _begun_as(_UNMISTAKABLY, closed) or _first(_MAY_INTERRUPT, closed)


def _begun_as(table: tuple[tuple[str, Understand], ...], request: Request) -> Intent | None:
    said = (see(request) for begins, see in table if request.says(begins))
    return next((intent for intent in said if intent is not None), None)


def _answer_to_lesson(request: Request) -> Intent | None:
    """The learner's own words after a lesson that ended in a question: held against the card."""
    if request.last_topic is None or _recognised(request) is not None:
        return None
    if len(request.plain.split()) < 4 or request.folded.endswith("?"):
        return None
    return Intent(
        "compare",
        (Ask("show_topic", {"topic": request.last_topic}),),
        manner="compare",
        topic=request.last_topic,
    )
