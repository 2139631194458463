"""Quizzes, reviews and readiness: starting them, and what is said while a question is open."""

from __future__ import annotations

import re

from agent.offline import amounts
from agent.offline.request import Ask, Intent, Request, Understand
from learning.answer_controls import changed_answer_in, control_in

MOST_QUESTIONS = 20
_SHORT_QUIZ = 3

_QUIZ = (
    r"quiz\b|(?:test|examine|drill|ask|challenge|grill|question)\s+me\b|(?:give|ask|show|get|set)"
    r" (?:me )?(?:an?|the|some|another|more|\d+|one|two|three|four|five|six|seven|eight|nine|ten)?"
    r" ?(?:more |quick |hard |easy |short |new )*(?:quiz|questions?|test|exercise|practice)\b"
    r"|(?:start|begin|do|take|run|open|make|create|generate|have)\b.*\b(?:quiz|test)\b"
    r"|(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|some|another|few|more)"
    r" (?:more |quick |hard |easy |short |quiz |practice )*(?:quiz|questions?|test)\b"
    r"|(?:\d+|five|ten)[- ]question\b|practi[sc]e (?:questions|quiz|me)|(?:check|test) my\b"
    r"|(?:another|next) (?:one|question|quiz)\b|quiz\Z|(?:practi[sc]e|drill)\s"
)
_TEST_OUT = (
    r"(?:test|place|quiz)(?: me)? out(?: of)?\b|(?:take|start|do|give me) (?:an?|the) placement"
    r"|placement (?:test|quiz)\b"
)
_READY = (
    r"(?:am|are|will|would) i (?:\w+ )?(?:ready|prepared|good enough|job[- ]ready|qualified|fit)\b"
    r"|how (?:ready|prepared|close|far) (?:am i|are we)\b(?: (?:to|for|from|as))?|(?:my |check "
    r"|show |assess"
    r" |what(?:'s| is) )*(?:my )?readiness\b|(?:could|can|should) i (?:already |now )?(?:apply"
    r"|get (?:a|hired))"
    r"|what (?:am i|is|do i) (?:still )?(?:missing|lacking?|need)\b.*\b(?:for|to be|as|to become"
    r"|job|role)\b"
    r"|when (?:will|can) i be(?:come)?\b|assess (?:me|my)\b|how well do i (?:know|understand)\b"
    r"|(?:what|where) am i (?:weak|strong)\b"
    r"|what are my (?:weak|strong|strengths|weaknesses|gaps)\w*\b|how long (?:until|till) i(?:'m"
    r"| am)\b"
)
_ROLE = re.compile(
    r"\b(?:for|as|to be(?:come)?|be(?:come)?|from|of|apply (?:for|to|as))\s+(?:an? |the |being "
    r"|my )*"
    r"(?P<role>[a-z][\w /+&-]*?)(?:\s+(?:role|job|position|interview|yet|now|already|today|work"
    r"|roles"
    r"|jobs|positions))*\Z"
)
_EVIDENCE = (
    r"(?:why|how come) (?:do|did|would) you (?:think|say|believe|claim|assume)\b|what makes you"
    r" (?:think|say|believe)\b|how do you know\b.*\bi\b|(?:what(?:'s| is) (?:the|your)|show"
    r"(?: me)?(?: the| your)?) evidence\b|evidence\b|how well do i (?:know|understand)\b"
)
_DUE_WORDS = r"\b(?:due|reviews?|cards?|flash ?cards?)\b"
_ASKS_TO_SEE = (
    r"(?:what|which|anything|do i|are there|how many|show|list|any\b|my\b|see|have i|when|due"
    r"|reviews\Z"
    r"|is there|upcoming|next reviews)"
)
_START_REVIEW = (
    r"(?:start|begin|do|run|continue|go through|work through|take|practi[sc]e)\b.*\b(?:reviews?"
    r"|cards?|flash ?cards?|due)\b|review\Z|review (?:now|me|my|the|what|\d+|some|everything"
    r"|cards?|due|with"
    r" me|session|time)\b|reviewing\Z|(?:\d+|one|two|three|five|ten) (?:reviews|cards)\Z"
)
_NOT_WANTED = r"(?:decline|drop|discard|reject|throw away|do(?: not|n't) (?:keep|want))"
_DRAFTS = re.compile(
    rf"(?:yes[, ]+|no[, ]+)?(?:i )?(?P<verb>keep|confirm|accept|take|want|{_NOT_WANTED})"
    r"(?: (?:all|both|the|these|those|my|of|drafted|draft|review|interview|new|flash))*"
    r" (?:cards?|drafts|flash ?cards?)(?: please)?"
)
_WHERE = (
    r"(?:what (?:was|is) (?:the|my) (?:current |open |last )?question|(?:repeat|show"
    r"|say)(?: me)?(?: the"
    r"| that)?(?: current| open| last)? ?(?:question|again|it again)?\Z|(?:what|where) (?:was i"
    r"|were we)"
    r"|(?:the )?(?:current|open) question|continue|resume|carry on|go on|keep going"
    r"|back to (?:the|my)"
    r" (?:quiz|question|interview|review)|again\Z|which question|what(?:'s| is) the question)"
)
_SKIP = (
    r"(?:skip|pass|next(?: one| question)?|i pass|skip (?:it|this|that|this one|the question))"
    r"(?:,? please)?[ .!]*\Z"
)
_STOP = (
    r"(?:(?:stop|end|quit|exit|cancel|finish|abort|leave|enough|no more|close)(?: (?:it|now"
    r"|here|this"
    r"|the|that|my|of|with|quiz|questions?|test|review|reviews|reviewing|session|please"
    r"|for (?:now|today)))*"
    r"|(?:i'm|i am) done(?: (?:with (?:this|the) (?:quiz|review)|for today|here|now))?|that(?:'s"
    r"| is)"
    r" enough(?: for (?:now|today))?|(?:i )?(?:want to|would like to|can we|let's) (?:stop"
    r"|end)(?: \w+){0,3})\Z"
)
_HINT = (
    r"(?:(?:an?|give me an?|another|i need an?|can i (?:have|get) an?|any|need an?) )?"
    r"(?:hints?|clues?|tips?)\b"
)


def start_quiz(request: Request) -> Intent | None:
    if not request.says(_QUIZ) or request.has(r"\binterview\b"):
        return None
    accepted = request.same_breath or request.says(r"(?:another|next|more|one more|\d+ more)\b")
    topic = request.topic or (request.last_topic if accepted else None)
    return _quiz(topic, _how_many(request))


def yes_to_a_quiz(request: Request) -> Intent | None:
    """A yes after the mentor put a quiz forward."""
    if request.offered != "quiz" or not request.says(
        r"(?:yes|yep|yeah|yup|y|sure|ok(?:ay)?|please|do it|go ahead|go on|go|ready|gladly"
        r"|continue|try)"
        r"(?:[\s,.!]+(?:please|do|go ahead|quiz me|ask(?: me)?|one|let's go))*\Z"
    ):
        return None
    return _quiz(request.last_topic, None)


def assess_readiness(request: Request) -> Intent | None:
    if not request.says(_READY):
        return None
    role = _ROLE.search(request.plain)
    args = {"role": role["role"].strip()} if role and role["role"] not in _NO_ROLE else {}
    return Intent("assess_readiness", (Ask("assess_readiness", args),))


def show_evidence(request: Request) -> Intent | None:
    """“Why do you think I know embeddings?”: the answers behind the figure."""
    if not request.topic or not request.says(_EVIDENCE):
        return None
    ask = Ask("assess_readiness", {"topic": request.topic})
    return Intent("show_evidence", (ask,), topic=request.topic)


def test_out(request: Request) -> Intent | None:
    """“Test me out of phase 1”: a placement test is taken at the command line."""
    if not request.says(_TEST_OUT):
        return None
    named = next(iter(request.topics), None)
    part = "PART" if named is None else named.id
    return Intent(
        "test_out",
        say="A placement test finds out what you can leave out: it stops when sure, and marks "
        f"done what you proved. Take it in a terminal, with `waymark place {part}`. In this chat I "
        "can quiz you.",
    )


def show_reviews(request: Request) -> Intent | None:
    if not (request.has(_DUE_WORDS) and request.says(_ASKS_TO_SEE)) or request.topics:
        return None
    if request.says(r"what (?:is|are|does)\b.*\b(?:peer|code)\b"):
        return None
    return Intent("show_reviews", (Ask("show_reviews", {"period": _period(request)}),))


def start_review(request: Request) -> Intent | None:
    accepted = request.offered == "review" and request.says(
        r"(?:yes|yep|yeah|sure|ok|y|start|continue|resume|go on)\Z"
    )
    if not (accepted or request.says(_START_REVIEW)) or request.topics:
        return None
    limit = amounts.count(request.plain, MOST_QUESTIONS)
    args = {} if limit is None else {"limit": limit}
    return Intent("start_review", (Ask("start_review", args),))


def settle_drafts(request: Request) -> Intent | None:
    """“Keep the cards”: those that an interview drafted."""
    found = _DRAFTS.fullmatch(request.plain)
    if found is None:
        return None
    said = "decline" if re.match(_NOT_WANTED, found["verb"]) else "keep"
    return Intent("settle_drafts", (Ask("start_review", {"drafts": said}),))


def current_question(request: Request) -> Intent | None:
    """“Where were we?”"""
    if not request.says(_WHERE) or (request.open is None and not request.has(_ABOUT_QUESTIONS)):
        return None
    return Intent("current_question", (Ask("current_question"),))


def skip(request: Request) -> Intent | None:
    return answer(request, "skip") if request.says(_SKIP) else None


def stop(request: Request) -> Intent | None:
    return answer(request, "stop") if request.says(_STOP) else None


def hint(request: Request) -> Intent | None:
    if len(request.plain.split()) > 6 or not request.says(_HINT):
        return None
    return answer(request, "hint")


def answer(request: Request, words: str | None = None) -> Intent:
    """The learner's words as the answer to the open question, how sure they are taken apart."""
    said, sure = amounts.confidence(words or request.words.strip())
    if (letter := _letter(said)) is not None:
        said = letter
    args: dict[str, object] = {"answer": said or request.words.strip()}
    if sure is not None:
        args["confidence"] = sure
    return Intent("answer_quiz", (Ask("answer_quiz", args),))


def chosen(request: Request) -> Intent | None:
    """An option picked in so many words, which nothing else can be meant by."""
    return answer(request) if _letter(request.words) is not None else None


def pause(request: Request) -> Intent | None:
    return answer(request, "pause") if request.says(_PAUSE) else None


def change(request: Request) -> Intent | None:
    """“Change my answer to C”, “I meant B”, “go back”: about the answer given last."""
    if control_in(request.plain) == "back":
        return Intent("change", (Ask("answer_quiz", {"answer": "back"}),))
    changed = changed_answer_in(request.words) or changed_answer_in(request.plain)
    if changed is None:
        return None
    words = f"change my answer to {_letter(changed) or changed}"
    return Intent("change", (Ask("answer_quiz", {"answer": words}),))


def change_afterwards(request: Request) -> Intent | None:
    """The same once the last question has been answered, where it is said in so many words."""
    return change(request) if request.has(r"\banswer\b") else None


def resume_quiz(request: Request) -> Intent | None:
    """“Continue the quiz”, or “continue” right after it was paused."""
    if not request.says(_RESUME) or not (request.has(r"\bquiz\b") or request.offered == "continue"):
        return None
    return Intent("resume_quiz", (Ask("start_quiz"),))


def _letter(said: str) -> str | None:
    """The option that “I believe it is A” or “the second one” picks; None for any other answer."""
    plain = said.strip(" .!?").replace("’", "'").casefold()
    if found := _PICKED.fullmatch(plain):
        return str(found["letter"]).upper()
    if found := _PLACED.fullmatch(plain):
        return _PLACES[found["place"]]
    return None


_RESUME = (
    r"(?:continue|resume|carry on|go on|keep going|unpause)"
    r"(?: (?:with|it|that|the|my|this|quiz|paused|questions?|please|now))*\Z"
)
_PAUSE = (
    r"(?:pause|take a break|let's (?:pause|take a break))(?: (?:it|the|this|my|quiz"
    r"|review|interview|here|for|now|today|please))*\Z"
)
_OPINION = (
    r"(?:(?:i(?:'d| would)?|my) (?:(?:think|believe|guess|say|suppose|pick|choose|take"
    r"|go (?:with|for)"
    r"|answer is|guess is)(?: that)?)\s+|maybe |probably )?"
)
_PICKED = re.compile(
    _OPINION + r"(?:(?:it(?:'s| is)|that's|the answer is|its)\s+)?"
    r"(?:(?:probably|maybe|the)\s+)*(?:(?:option|answer|letter)\s+)?(?P<letter>[b-h]|(?<=\s)a)"
)
_PLACED = re.compile(
    _OPINION + r"(?:(?:it(?:'s| is)|that's)\s+)?the (?P<place>first|second|third|fourth|fifth)"
    r" (?:one|option|answer)"
)
_PLACES = {"first": "A", "second": "B", "third": "C", "fourth": "D", "fifth": "E"}
_ABOUT_QUESTIONS = (
    r"\b(?:quiz|questions?|interview|review|where (?:were we|was i)|resume|continue)\b"
)
_NO_ROLE = frozenset({"it", "this", "that", "a", "work", "job", "me", "hired", "ready", "jobs"})


def _quiz(topic: str | None, count: int | None) -> Intent:
    args: dict[str, object] = {}
    if topic is not None:
        args["topic"] = topic
    if count is not None:
        args["count"] = count
    return Intent("start_quiz", (Ask("start_quiz", args),), topic=topic)


def _period(request: Request) -> str:
    if request.has(r"\bnext week\b"):
        return "next"
    if request.has(r"\b(?:week|7 days)\b"):
        return "week"
    return "tomorrow" if request.has(r"\btomorrow\b") else "today"


def _how_many(request: Request) -> int | None:
    if said := amounts.count(request.plain, MOST_QUESTIONS):
        return said
    return _SHORT_QUIZ if request.has(r"\b(?:short|quick|mini|small)\b.*\bquiz\b") else None


INTENTS: tuple[Understand, ...] = (
    settle_drafts,
    resume_quiz,
    change_afterwards,
    show_evidence,
    assess_readiness,
    yes_to_a_quiz,
    test_out,
    start_quiz,
    show_reviews,
    start_review,
    current_question,
)
CONTROLS: tuple[Understand, ...] = (skip, pause, stop, hint, change)
"""What is said to an open question that is no answer to it."""
