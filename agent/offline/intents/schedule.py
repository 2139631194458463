"""The week: plan it, revise the draft, commit it, see it, keep it going, take it along."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.offline import amounts, answers, days
from agent.offline.intents import blocks
from agent.offline.intents.roadmap import FOR_A_WHILE
from agent.offline.names import unmistakable, with_id
from agent.offline.request import Ask, Intent, Request, Understand
from agent.offline.times import free_times
from agent.offline.wishes import Wishes, unheard, week_said, wishes

_PLAN = (
    r"(?:(?:re-?)?plan(?:ning)?|(?:re-?)?schedule|organi[sz]e|arrange|map out|fill|structure)\b"
    r"|(?:draft|make|build|create|set up|prepare|write|give me|suggest|propose|draw up|work out"
    r"|do)\s+(?:me\s+)?(?:an?|the|my|another|new|fresh)?\s*(?:new\s+|weekly\s+|study\s+"
    r"|learning\s+)*"
    r"(?:plan|schedule|timetable|week plan)\b"
    r"|(?:a |my )?(?:new )?(?:study |weekly |week )?(?:plan|schedule) (?:for|with|of)\b"
    r"|(?:what|how) should (?:my|this|the|i) .*\bweek\b"
)
_PLAN_OBJECT = (
    r"\b(?:week|weekend|plan|hours?|hrs?|h|days?|stud(?:y|ies|ying)|time|schedule|it|that|this|me"
    r"|sessions?|blocks?|learning|today|tomorrow|evenings?|mornings?|calendar)\b"
)
_HOURS_FOR_A_WEEK = (
    r"(?:i(?:'ve| have|'ll have| will have| can| could|'ve got| got)?(?: got| do| spend| study"
    r"| only)*"
    r"|there (?:are|is)|only|about|\d[\d.,]*)\s?.*\b(?:this|next|coming) week"
)
# Begins a request of another kind, whatever topics it is “on”.
_ELSEWHERE = (
    r"(?:quiz|test|ask|explain|teach|tell|show|find|search|papers?|compare|remember"
    r"|forget (?:that|what|my|i|me|everything|all|fact|you)|mark"
    r"|review|rehearse|interview|resources?|books?|courses?|recommend|any|\d+ (?:quiz )?questions?"
    r"|start (?:an?|the) (?:quiz|review|interview)|i(?:'ve| have)? (?:finished|completed|know))\b"
)
_MOST_HOURS = 80
_AWAY = (
    r"(?:i(?:'m| am|'ll be| will be)) (?:on (?:holidays?|vacation)|away|off sick|travell?ing)"
    r"(?: (?:all )?(?:this|next|the whole|the) week)\Z"
)
_TOO_MUCH = (
    r"(?:(?:that|this|it)(?:'s| is) )?(?:far |way |a bit |still )?(?:too|so) (?:much|little"
    r"|many hours"
    r"|long|full)\b"
)
_OTHER_BLOCKS = (
    r"\b(?:shorter|longer|smaller) (?:blocks|sessions)\b|\b(?:blocks|sessions) (?:shorter"
    r"|longer|smaller)\b"
)
_OTHER_HOURS = r"\b(?:hours?|minutes?) (?:less|more|fewer|extra)\b|\b(?:less|fewer|more) hours\b"
_ENOUGH = r"\b(?:is|are|would be|will be) (?:enough|plenty|fine|all i (?:have|can do))\b"
_OF_THE_PLAN = (
    r"\b(?:(?:my|this|next|the) (?:week|plan|draft|schedule|calendar|blocks?|evenings?|mornings?"
    r"|weekend)|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)days?(?:'s)?)\b"
)
_LIGHTER = (
    r"(?:(?:make|keep) (?:it|this|that|the (?:week|plan|draft)) )?(?:a (?:bit|little|lot) |much )?"
    r"(?:lighter|easier|shorter|heavier|fuller|less (?:packed|full|intense|work|dense))"
    r"(?: please)?\Z"
)
_HOURS_MORE = re.compile(
    r"(?P<amount>(?:half an|an|one|two|three|four|five|six|\d+(?:[.,]\d+)?)\s*"
    r"(?:hours?|hrs?|h|minutes?|mins?))\s+(?P<which>less|more|fewer|extra)\b"
)
_HOURS_OF_THE_DRAFT = re.compile(r"\b(?P<hours>\d+(?:\.\d+)?) h\b")
_SOUNDS_LIKE_A_WISH = (
    r"(?:not|no|only|just|less|more|fewer|make|change|move|keep|leave|start|begin|finish|stop|end"
    r"|without|spread|put|add|remove|swap|harder|easier|shorter|longer|earlier|later)\b"
)
_LEFT_OUT = r"(?:i (?:want|need) )?(?:skip|leave out|leave|drop|no|without|ignore|less|fewer|not)\b"
_SHOWN = (
    r"\b(?:show|see|view|open|export|commit|save|what(?:'s| is)|where(?:'s| is)|delete|cancel)\b"
)
_REPAIR = (
    r"\b(?:fix|repair|adjust|rework|redo|replan|re-plan|reschedule|rearrange)"
    r" (?:my|the) (?:plan|week|schedule|calendar)\b|\breplan\Z"
)
_COMMIT = re.compile(
    r"(?:(?:yes|yep|yeah|sure|ok(?:ay)?|fine|good|great|perfect|looks (?:good|great|fine|right)"
    r"|sounds (?:good|great|fine)|that works|i like it|it(?:'s| is) (?:good|fine|great|perfect)"
    r"|done"
    r"|agreed|love it|works for me|that(?:'s| is) (?:good|fine|great|perfect))[\s,.!;–-]*(?:and "
    r"|so )?"
    r"(?:please )?)*"
    r"(?P<verb>commit|save|accept|keep|confirm|take|approve|lock|book|use|go with|do|apply"
    r"|finali[sz]e"
    r"|put)"
    r"(?: (?:it|that|this|the|my|one|draft|plan|week|in|to|for|schedule|on|calendar|next|please"
    r"|now))*"
)
_LIKES = re.compile(
    r"(?:(?:yes|yep|yeah|yup|y|sure|ok(?:ay)?|fine|do it|go ahead|please do|looks (?:good|great"
    r"|fine"
    r"|right|perfect)|sounds (?:good|great|fine)|that works|works for me|i like it|it(?:'s"
    r"| is) (?:good"
    r"|fine|great|perfect)|that(?:'s| is) (?:good|fine|great|perfect)|perfect|great|agreed|love it"
    r"|good|please)[\s,.!;–-]*)+(?:thanks|thank you)?"
)
_SHOW = (
    r"what (?:did|have) i miss(?:ed)?(?: this week| so far)?\Z|"
    r"(?:show|see|view|open|display|what(?:'s| is| are)|where(?:'s| is))\b.*\b(?:my|the|on|for|next"
    r"|our)\b.*\b(?:schedule|plan|calendar|agenda|week|today|tomorrow|tonight|blocks?|sessions?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
    r"|(?:(?:show )?my |the |this |today'?s? |tomorrow'?s? )?(?:(?:week'?s? )?(?:schedule|agenda"
    r"|calendar"
    r"|timetable|blocks)|(?:next |this )?week|today|tomorrow|plan)(?: (?:for )?(?:this week"
    r"|next week"
    r"|today|tomorrow))?\Z"
    r"|what (?:do|should|am|will|must) i (?:\w+ )*?(?:today|tomorrow|tonight|this week|next week"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|planned|scheduled)"
    r"|(?:do i have|is there|anything)\b.*\b(?:today|tomorrow|tonight|scheduled|planned"
    r"|this week)\b"
    r"|when(?:'s| is| do i)\b.*\b(?:next|block|session|study)\b"
    r"|(?:what(?:'s| is)|anything) on\b"
    r"|show (?:me )?(?:this|next) week"
)
_EXPORT = (
    r"(?:export|download|send)\b.*\b(?:calendar|plan|week|ics|ical|schedule|it|blocks)\b"
    r"|.*\b(?:to|as|into|in) (?:an? |my )?(?:\.?ics|icalendar|ical|calendar file|google calendar"
    r"|outlook)\b|export\Z|(?:make|write|create|save|give me) (?:me )?an? (?:\.?ics|calendar)\b"
)
_PATH = re.compile(r"(?P<path>[~./\\\w:-]*[\w-]+\.ics)\b", re.IGNORECASE)
DEFAULT_CALENDAR = "waymark.ics"


def plan_week(request: Request) -> Intent | None:
    plain = request.plain
    if request.has(_SHOWN) and not request.says(_PLAN):
        return None
    asked = request.says(_PLAN) and (
        request.has(_PLAN_OBJECT) or bool(request.topics) or plain in ("plan", "schedule")
    )
    hours_said = request.says(_HOURS_FOR_A_WEEK) and amounts.hours(plain) is not None
    repair = request.has(_REPAIR)
    free_said = request.has(r"\b(?:this|next|coming) week\b") and bool(free_times(plain)[0])
    wanted = asked or hours_said or free_said or repair
    if not wanted or (blocks.is_about_a_block(request) and not asked):
        return None
    if _out_of_range(plain):
        return Intent("hours_to_plan", say=answers.HOURS_TO_PLAN)
    said = wishes(plain)
    said = replace(said, unused=(*said.unused, *unheard(plain)))
    week = week_said(plain, request.today) or ("this" if repair else "next")
    return _plan(said.about(_object_topics(request)), week)


def leave_out(request: Request) -> Intent | None:
    """“Skip calculus this week”, “less maths”: less of it in one week, and no more than that."""
    for_a_while = request.has(FOR_A_WHILE) and request.says(_LEFT_OUT)
    of_the_draft = bool(request.draft) and request.says(
        r"(?:a (?:bit|little|lot) )?(?:less|fewer)\b"
    )
    if not (for_a_while or of_the_draft) or request.folded.endswith("?"):
        return None
    said = wishes(request.plain)
    if not said.less:
        return None
    now = "this" if not request.draft else ""
    return _plan(
        said, week_said(request.plain, request.today) or now or _week_of_the_draft(request)
    )


def revise_plan(request: Request) -> Intent | None:
    """A wish alone (“not Wednesday”, “more RAG”); the planner adds it to what was asked before."""
    if request.says(_ELSEWHERE):
        return None
    said = _with_other_hours(request, wishes(request.plain))
    drafted = request.offered == "commit" or bool(request.draft)
    if (without_figure := _needs_a_figure(request, said)) is not None:
        return without_figure
    if len(request.plain.split()) > 25 or request.says(r"what|how|why|when|who|where"):
        return None
    if not said:
        return _not_a_wish(request)
    of_time = bool(
        said.days_off
        or said.days_on
        or said.block_minutes
        or said.parts
        or said.keep_free
        or said.at_most
        or said.free
        or said.energy
        or said.slack_percent is not None
        or said.break_minutes is not None
    )
    outright = request.says(
        r"(?:not|no|nothing|only|just|without|except|forget|scrap)\b"
    ) or request.has(r"\bblocks?\b")
    again = request.says(r"(?:make|change) it\b|move everything\b") or _puts_more_in(request)
    again = again or (said.hours is not None and request.has(_ENOUGH))
    after_a_plan = request.offered == "commit" or (drafted and (of_time or again))
    other_hours = request.says(r"make it\b") or (drafted and request.has(_OTHER_HOURS))
    hours_again = other_hours and said.hours is not None
    if not after_a_plan and not (of_time and outright) and not hours_again:
        return None
    if _out_of_range(request.plain) or (said.hours is not None and said.hours <= 0):
        return Intent("hours_to_plan", say=answers.HOURS_TO_PLAN)
    return _plan(said, _week_of_the_draft(request), name="revise_plan")


def _needs_a_figure(request: Request, said: Wishes) -> Intent | None:
    """“One hour less”, “that's too much”, “shorter blocks”: the figure itself is missing."""
    if request.offered != "commit" and not request.draft:
        return None
    vague = request.has(_OTHER_HOURS) or request.says(_TOO_MUCH) or request.says(_LIGHTER)
    if said.hours is None and vague:
        drafted = _HOURS_OF_THE_DRAFT.search(request.draft)
        return Intent("how_many_hours", say=answers.how_many_hours(drafted and drafted["hours"]))
    if said.block_minutes is None and request.has(_OTHER_BLOCKS) and said.hours is None:
        return Intent("how_long_blocks", say=answers.HOW_LONG_BLOCKS)
    return None


def _with_other_hours(request: Request, said: Wishes) -> Wishes:
    """“2 hours less”, as hours: those of the draft are in its name."""
    other = _HOURS_MORE.search(request.plain)
    drafted = _HOURS_OF_THE_DRAFT.search(request.draft)
    if said.hours is not None or other is None or drafted is None:
        return said
    minutes = amounts.minutes(other["amount"])
    if not minutes:
        return said
    change = minutes / 60 * (1 if other["which"] in ("more", "extra") else -1)
    return replace(said, hours=round(float(drafted["hours"]) + change, 2))


def _not_a_wish(request: Request) -> Intent | None:
    """What sounds like a wish for the plan just shown, and is none that is known."""
    if request.offered == "commit" and request.says(_SOUNDS_LIKE_A_WISH) and not request.topics:
        return Intent("no_such_wish", say=answers.NO_SUCH_WISH)
    return None


def of_the_week_but_unknown(request: Request) -> Intent | None:
    """What speaks of the plan in words that no other intent knows: what can be said is told."""
    if request.named or not request.has(_OF_THE_PLAN) or request.says(_ELSEWHERE):
        return None
    if len(request.plain.split()) > 25 or request.says(r"what (?:is|are) |explain"):
        return None
    return Intent("no_such_wish", say=answers.NO_SUCH_WISH)


def _out_of_range(plain: str) -> bool:
    hours = wishes(plain).hours
    return amounts.below_nothing(plain) or (hours is not None and hours > _MOST_HOURS)


def _puts_more_in(request: Request) -> bool:
    return request.says(r"(?:put|add|give|take)\b.*\b(?:more|less)\b") and request.has(
        r"\b(?:it|plan|week|draft)\b"
    )


def away(request: Request) -> Intent | None:
    """“I'm on holiday next week”."""
    return Intent("away", say=answers.AWAY) if request.says(_AWAY) else None


def _week_of_the_draft(request: Request) -> str:
    if said := week_said(request.plain, request.today):
        return said
    drafted = re.search(r"\d{4}-\d{2}-\d{2}", request.draft)
    return drafted[0] if drafted else "next"


def commit_plan(request: Request) -> Intent | None:
    """“Commit it”, “looks good, save it”."""
    verb = _COMMIT.fullmatch(request.folded) or _COMMIT.fullmatch(request.plain)
    if verb is not None and _speaks_of_the_plan(request, verb["verb"]):
        return Intent("commit_plan", (Ask("commit_plan"),))
    return None


def yes_to_the_plan(request: Request) -> Intent | None:
    """A plain yes after a plan was put forward."""
    if request.offered == "commit" and _LIKES.fullmatch(request.folded):
        return Intent("commit_plan", (Ask("commit_plan"),))
    return None


def show_schedule(request: Request) -> Intent | None:
    if not request.says(_SHOW) or request.says(r"what(?:'s| is) (?:due|next\Z)"):
        return None
    period = days.period(request.plain, request.today)
    return Intent("show_schedule", (Ask("show_schedule", {"period": period}),))


def export_calendar(request: Request) -> Intent | None:
    if not request.says(_EXPORT):
        return None
    path = _PATH.search(request.words)
    chosen = path["path"] if path else DEFAULT_CALENDAR
    return Intent("export_calendar", (Ask("export_calendar", {"path": chosen}),))


def _plan(said: Wishes, week: str, name: str = "plan_week") -> Intent:
    args: dict[str, object] = {"week": week}
    if said.hours is not None:
        args["hours"] = said.hours
    if said.focus:
        args["focus"] = list(said.focus)
    if said.constraints:
        args["constraints"] = said.constraints
    unused = ", ".join(f"“{words}”" for words in said.unused)
    return Intent(name, (Ask("plan_week", args),), say=answers.unused(unused) if unused else "")


def _object_topics(request: Request) -> tuple[str, ...]:
    """Topics a plan is asked for by name or by “it”: “plan transformers”, “plan it”."""
    if request.topics:
        return tuple(map(unmistakable, request.topics))
    meant = re.match(r"(?:re-?)?(?:plan|schedule) (?:it|that|this)\b(?! week)", request.plain)
    last = with_id(request.last_topic) if meant and request.last_topic else None
    return (unmistakable(last),) if last else ()


def _speaks_of_the_plan(request: Request, verb: str) -> bool:
    if verb in ("commit", "approve", "finalize", "finalise", "lock") or request.has(
        r"\b(?:plan|draft|week|schedule)\b"
    ):
        return True
    return request.offered == "commit" or (bool(request.draft) and not request.last_ids)


INTENTS: tuple[Understand, ...] = (
    commit_plan,
    export_calendar,
    plan_week,
    revise_plan,
    show_schedule,
)
