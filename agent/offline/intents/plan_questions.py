"""Questions about the plan and the way ahead, and words that let a draft be."""

from __future__ import annotations

from datetime import timedelta

from agent.offline import answers, days
from agent.offline.request import Ask, Intent, Request, Understand
from agent.offline.wishes import week_said

_OUTLOOK = (
    r"(?:am i|are we) (?:still )?(?:on (?:track|schedule|time)|behind|ahead|too slow|late)\b"
    r"|how (?:far |much )?(?:behind|ahead|late) (?:am i|are we)\b"
    r"|(?:can|could|will|would|do|am) i (?:\w+ ){0,3}?(?:finish(?:ed)?|done|make it|ready|complete"
    r"|get there)\b.*\b(?:by|until|before|in time|deadline)\b"
    r"|what (?:can|could|should|must) i (?:drop|leave out|cut|skip|let go)\b"
    r"|what (?:if|happens if|would happen if) i (?:\w+ )*(?:study|learn|do|have|had|did"
    r"|put in|spend|only|studied)\b.*\b(?:hours?|h)\b"
)
_WHAT_IF = r"what (?:if|happens|would)"
_REALISTIC = (
    r"(?:is|are|does|do you think|will)\b.*\b(?:plan|draft|week|schedule|it|this|that)\b.*"
    r"\b(?:realistic|doable|feasible|possible|too (?:much|ambitious|full)|work out|fit)\Z"
    r"|(?:can|could|will) i (?:really |actually )?(?:do|manage|make) (?:all )?(?:that|this|it)\Z"
)
_WHY_NOT = (
    r"(?:why|how come)\b.*\b(?:not|isn'?t|aren'?t|no|missing|left out|dropped|without|doesn'?t)\b"
)
_THE_PLAN = (
    r"\b(?:in (?:there|it|this|that|here)|(?:plan|draft|week|schedule)(?:ned)?|missing|left out"
    r"|dropped)\b"
)
_PLANNED = (
    r"what (?:did|have) i (?:plan(?:ned)?|schedule[d]?|put)\b"
    r"|what (?:should|can|could|shall|do) i (?:do|study|learn) (?:tonight|today|tomorrow|now|this"
    r" (?:evening|morning|afternoon))\b"
    r"|(?:how much|what|how many (?:hours|blocks)) (?:did|have) i (?:do|done|stud(?:y|ied)"
    r"|manage[d]?|get done)\b.*\b(?:this week|today|so far|yesterday)\b"
)
_DISCARD = (
    r"(?:discard|throw(?: away| out)?|delete|drop|scrap|reject|remove|forget|cancel|bin)"
    r" (?:it |that |this |the |my |this )*(?:new )?(?:draft|plan)(?: away| again)?\Z"
)
_NEVER_MIND = (
    r"(?:(?:leave|drop|forget) (?:it|that)(?: as it is| be| alone)?|never ?mind|nevermind|not now"
    r"|no(?:pe)?|nothing|keep it as it is|don'?t change (?:anything|it))"
    r"(?:[\s,.;]+(?:leave (?:it|that)|never ?mind|it'?s (?:fine|ok(?:ay)?)|thanks|please|then))*\Z"
)
_COMMIT_BACK = (
    r"(?:undo|take back|revert|withdraw|reverse) (?:the |my |that |this |last )*(?:commit|plan"
    r"|committed plan|profile|change|update)\b|take (?:the|my|that|this) (?:\w+ )?(?:commit|plan"
    r"|change) back\b|un-?commit\b"
)
_WEEK_OFF = (
    r"(?:.*[,;.] )?(?:i(?:'d like|'ll| need| want| would like| will) (?:to )?)?(?:take |have |a )*"
    r"(?:(?:this|next|a|the whole|one) )*week off\b|(?:i )?(?:need|want) a (?:long(?:er)? )?break\Z"
)
_WHOLE_DAY_MOVED = (
    r"(?:move|shift|push|postpone|reschedule|put) (?:all )?(?:of )?(?:the |my )?(?:(?:mon|tues"
    r"|wednes|thurs|fri|satur|sun)day|today|tomorrow)(?:'?s)? (?:blocks|sessions)\b.*\b(?:to|on)\b"
)


def ahead(request: Request) -> Intent | None:
    """“Am I on track?”, “what can I drop?”: the way to the end, with what would make it fit."""
    if request.topics or not request.says(_OUTLOOK) or request.has(r"\b(?:quiz|interview)\b"):
        return None
    say = answers.WHAT_IF if request.says(_WHAT_IF) else ""
    return Intent("outlook", (Ask("show_progress", {"outlook": True}),), say=say)


def realistic(request: Request) -> Intent | None:
    """“Is this plan realistic?”: what a draft could not keep, or else the whole way ahead."""
    if request.topics or not request.says(_REALISTIC):
        return None
    if not request.draft:
        return Intent("outlook", (Ask("show_progress", {"outlook": True}),))
    return Intent("realistic", (Ask("show_schedule", {"period": _week(request)}),))


def why_not(request: Request) -> Intent | None:
    """“Why is Python not in there?”: the reason is in the plan, under what it leaves out."""
    about_it = bool(request.draft) or request.has(r"\b(?:plan|draft|week|schedule)\b")
    if not (request.topics and about_it) or not request.says(_WHY_NOT):
        return None
    if not request.has(_THE_PLAN):
        return None
    ask = Ask("show_schedule", {"period": _week(request)})
    return Intent("why_not", (ask,), say=answers.why_left_out(request.topics[0].title))


def planned(request: Request) -> Intent | None:
    """“What did I plan for Saturday?”, “what should I do tonight?”, “how much did I do?”"""
    if request.topics or not request.says(_PLANNED):
        return None
    period = days.period(request.plain, request.today)
    return Intent("show_schedule", (Ask("show_schedule", {"period": period}),))


def let_it_be(request: Request) -> Intent | None:
    """“Discard the draft”, “never mind”, “take the commit back”."""
    if request.says(_COMMIT_BACK):
        return Intent("undo_elsewhere", say=answers.UNDO_ELSEWHERE)
    if request.says(_DISCARD) and (request.draft or request.has(r"\bdraft\b")):
        return Intent("discard", say=answers.discarded(request.draft))
    if request.open is None and request.plain not in ("no", "nope") and request.says(_NEVER_MIND):
        return Intent("never_mind", say=answers.NO_TO_OFFER)
    return None


def week_off(request: Request) -> Intent | None:
    """“I need a break, take next week off”: kept as days away, for every plan."""
    if not request.says(_WEEK_OFF) or request.today is None:
        return None
    monday = request.today - timedelta(days=request.today.weekday())
    week = week_said(request.plain, request.today)
    if week is None:
        following = monday + timedelta(days=7)
        return Intent("which_week_off", say=answers.which_week_off(following))
    first = request.today if week == "this" else monday + timedelta(days=7)
    last = monday + timedelta(days=6 if week == "this" else 13)
    away = f"{first.isoformat()} to {last.isoformat()}"
    return Intent("week_off", (Ask("update_profile", {"away": away}),))


def day_moved(request: Request) -> Intent | None:
    """“Move Saturday's blocks to Sunday”: that day is kept free, and places are found for all."""
    if not request.says(_WHOLE_DAY_MOVED) or request.today is None:
        return None
    day = days.day(request.plain.split(" to ")[0], request.today)
    day = request.today if request.has(r"\Amove today") else day
    if day is None:
        return None
    off = {"days_off": [days.WEEKDAYS[day.weekday()]]}
    week: dict[str, object] = {"week": "this", "mend": True, "constraints": off}
    if request.draft and request.offered == "commit":
        week = {"week": _week(request), "constraints": off}
    return Intent("day_moved", (Ask("plan_week", week),), say=answers.A_WHOLE_DAY)


def _week(request: Request) -> str:
    return week_said(request.plain, request.today) or days.first_date(request.draft) or "this"


INTENTS: tuple[Understand, ...] = (
    let_it_be,
    week_off,
    day_moved,
    planned,
    why_not,
    realistic,
    ahead,
)
