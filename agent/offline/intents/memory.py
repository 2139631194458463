"""What the learner says of themselves: to keep, to find again, to forget, and the profile."""

from __future__ import annotations

import re

from agent.offline import amounts, answers, days
from agent.offline.places import zone_named, zone_of
from agent.offline.request import Ask, Intent, Request, Understand
from agent.offline.times import clock_times
from base.errors import InvalidInput
from base.text import fold
from learning.availability import Availability
from roadmap.catalogue import Roadmap

_REMEMBER = re.compile(
    r"\s*(?:(?:please|ok|okay|also|and|can you|could you|you should)[\s,]+)*"
    r"(?:remember|(?:make|take) (?:a )?note|note|keep in mind|bear in mind|don['’]?t forget"
    r"|do not forget"
    r"|never forget|for the record|fyi|memori[sz]e|know)\b(?![\s,:]*(?:what|when|who|how|where"
    r"|why|me|\?))"
    r"[\s,:–-]*(?:that\b)?[\s,:]*(?P<fact>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ABOUT_ME = (
    r"(?:i|we) (?:really |much |usually |generally |always |never )*(?:prefer|like|love|hate"
    r"|dislike|enjoy"
    r"|struggle|learn best|work (?:as|at|in|for|full|part|night|shifts)|study (?:at|in)|am a"
    r"|come from|speak"
    r"|can't stand|have (?:a |two |three |\d )*(?:kids?|child|children|degree|phd|master|bachelor"
    r"|background"
    r"|years))\b|i(?:'m| am) (?:an? |not (?:free|available)|more of|not good|bad|good|new|weak"
    r"|comfortable|colou?r"
    r"|dyslexic|visual"
    r"|interested|afraid|left)\b|i find .* (?:hard|difficult|easy|boring|interesting|confusing)\b"
    r"|my (?:goal|background|job|native language|name|weakness|strength|employer|company|degree"
    r"|interest"
    r"|learning style|laptop|computer|gpu)s? (?:is|are)\b"
)
_KINDS: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:prefer|rather|favou?rite|learn best|like to|love to|hate|dislike|visual"
        r"|can't stand|enjoy)\b",
        "preference",
    ),
    (r"\b(?:goal|aim|want to|plan to|hope to|dream|wish)\b", "goal"),
    (
        r"\b(?:can'?t|cannot|only have|no (?:time|gpu|laptop)|busy|kids?|child|children|shifts?"
        r"|never|dyslexic|blind)\b",
        "constraint",
    ),
    (
        r"\b(?:work(?:ed|ing)? (?:as|at|in|for)|degree|phd|master|bachelor|background|years of"
        r"|used to|studied|am an?|i'm an?"
        r"|my (?:name|job)|come from|speak|know)\b",
        "background",
    ),
    (r"\b(?:interested|interest|curious|like|love|fascinated)\b", "interest"),
)
_FORGET = re.compile(
    r"(?:forget|delete|erase|remove|clear|unlearn|wipe)\b[\s,:]*(?:about\b|that\b(?=\s\w)"
    r"|the fact that\b)?"
    r"[\s,:]*(?:(?:what|everything|all)(?: that)? (?:i (?:said|told you)|you know"
    r"|you remember)(?: about)?\b)?"
    r"\s*(?P<what>.*)"
)
_FORGETS = (
    r"forget\b(?! (?:to|it\Z|about it\Z))|(?:delete|erase|remove|clear|wipe)\b.*\b(?:fact|memory"
    r"|memories|profile|know"
    r"|remember|said|told|about me|timezone|time zone|deadline|role|hours|availability"
    r"|everything)\b"
)
_OF_THE_WEEK = (
    r"(?:forget|delete|remove|clear|erase) (?:about )?(?:(?:on|this|next|the|my) )*(?:today|tonight"
    r"|tomorrow|week|weekend|plan|draft|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
)
"""“Forget Thursday”: a wish for the week, and nothing that is remembered."""
_FACT_NUMBER = re.compile(r"\b(?:fact|number|no\.?|#)\s*#?(?P<id>\d+)\b|\A(?P<alone>\d+)\Z")
_RECALL = (
    r"(?:what|when|where|why|how often|how|did|have|do|which) (?:did |have |do |had |else )*(?:i"
    r"|we|you)\b.*\b(?:say|said|tell"
    r"|told|mention(?:ed)?|talk(?:ed)?|discuss(?:ed)?|ask(?:ed)?|remember|recall|wrote|write"
    r"|decide[d]?|agree[d]?|answer(?:ed)?"
    r"|speak|spoke)\b|(?:recall|remind me) (?:what|when|where|of|about|who|everything|our|my)\b"
    r"|(?:search|find|look)(?: for)?\b.*\b(?:chats?|conversations?|transcripts?|history"
    r"|earlier messages|my notes)\b"
    r"|do you (?:still )?(?:remember|recall)\b|what was it (?:i|we|you) (?:said|wanted)\b|recall\s"
)
_RECALL_ABOUT = re.compile(
    r"\b(?:about|regarding|on|concerning|of|for|with)\s+(?P<about>.+)|\b(?:remember|recall"
    r"|remind me|mention(?:ed)?)\s+(?P<rest>.+)"
)
_RECALL_NOISE = re.compile(
    r"\b(?:what|when|where|why|how|did|have|do|does|i|we|you|say|said|tell|told|mention(?:ed)?"
    r"|talk(?:ed)?|discuss(?:ed)?|ask(?:ed)?"
    r"|remember|recall|the|a|an|my|our|us|me|that|which|last|time|earlier|before|yesterday|today"
    r"|about|to|in|chats?|conversations?"
    r"|transcripts?|history|search|find|look|for|still|ever|remind|of|was|it|is|wrote|write"
    r"|decided?|agreed?)\b"
)
_PROFILE = (
    r"what (?:do|else do) you (?:\w+ )?(?:know|remember|have|store|keep)(?: stored"
    r"| saved)?(?: about)? ?(?:about )?(?:me|of me|on me)\b"
    r"|(?:show|see|view|open|display|what(?:'s| is| are))(?: me)?(?: all)? (?:my|your) (?:profile"
    r"|details|facts|memory|memories|settings"
    r"|time ?zone|deadline|availability|goal|goals|target role|role|free hours|name)\b|(?:my "
    r"|show )?profile\Z|who am i\b"
    r"|what have you (?:remembered|stored|learned|saved)|what do you remember\Z|when(?:'s"
    r"| is) my deadline"
    r"|(?:show|list) (?:me )?what you (?:know|remember)"
)
_LIVE = re.compile(
    r"\b(?:i(?:'m| am)?(?: now| currently| just)? (?:live|living|based|moved|moving|located"
    r"|staying|am|from)(?: now)? (?:in|to|at|near)|i(?:'m| am)"
    r" (?:in|from)|i moved to)\s+(?P<place>[^.;!?]+)"
)
_ZONE_SAID = re.compile(r"\btime ?-?zone\b(?:\s+(?:is|to|=|:))*\s*(?P<place>[^.;!?]*)")
_HOURS_A_WEEK = re.compile(
    r"\b(?:a|per|each|every|\/|the)\s*(?:usual |normal |average |typical )?week\b|\bweekly\b"
    r"|\bmy (?:\w+ ){0,2}hours? (?:is|are|to)\b|/\s*week"
)
_HOURS_SET = re.compile(
    r"\bmy (?:weekly |study |usual )*hours(?: (?:per|a|each) week)? (?:is|are|to"
    r"|=) (?P<number>\d{1,2}"
    r"(?:\.\d)?)\b(?!:)"
)
_HOURS_STATED = (
    r"(?:i(?:'ve| have| can| could|'ll have| will have|'d have)?(?: only| about| usually| got"
    r"| now| just)* (?:got|have|study|spend|spare|do|invest"
    r"|put in|manage|free up|find)?|set my|my|change my|update my|make (?:it|that)|weekly)\b"
)
_FREE = (
    r"\bi(?:'m| am)(?: usually| normally| only| generally)? (?:free|available)\b|\bi (?:can"
    r"|could) study\b|\bi (?:usually |normally )?study (?=on|mon|tue"
    r"|wed|thu|fri|sat|sun|week|from|in the)|\bmy (?:availability|free (?:time|hours|slots)"
    r"|study (?:times?|hours|slots))\b|\bavailability\b"
    r"|\bi have time\b"
)
_FREE_WHEN = re.compile(
    r"(?:free|available|availability|study|time|times|hours|slots)\b(?:\s+(?:is|are|to|as|=|:|on"
    r"|from|between|at|in|the))*[\s:]*(?P<when>.+)"
)
_WANTS_ROLE = re.compile(
    r"\b(?:i(?: want|'d like| would like| aim| hope| plan| wish| intend)?(?: to)? (?:be(?:come)?"
    r"|work as|get (?:a job|hired) as|land a job as)|i(?:'m| am)"
    r" (?:aiming|going|preparing|training|studying) (?:for|to be(?:come)?)|my (?:target "
    r"|dream )?(?:role|goal|aim|job|target) (?:is|to be)"
    r"(?: to be(?:come)?)?|(?:set|change|update) my (?:target )?role to"
    r"|i want a job as)\s+(?:an? |the )?(?P<role>[^.;!?]+)"
)
_DEADLINE = (
    r"\b(?:by|until|before|deadline|ready (?:in|on|by|for)|in \d+ (?:weeks|months)|within"
    r"|job (?:in|by)|due)\b"
)
_DEADLINE_ASKED = (
    r"\b(?:deadline\b|i (?:want|need|have|would like|'d like|must|plan|hope"
    r"|aim) (?:to )?(?:be )?(?:ready|done|finish(?:ed)?|get a job)\b|i want to be\b|my goal\b"
    r"|ready by\b|become\b)"
)


def remember(request: Request) -> Intent | None:
    """“Remember that …”, or a lasting statement about oneself."""
    found = _REMEMBER.match(request.words)
    if found is not None:
        fact = found["fact"].strip()
    elif _tells_of_themselves(request):
        fact = request.words.strip()
    else:
        return None
    if len(fact) < 2:
        return None
    args = {"text": fact[:500], "kind": _kind_of(fold(fact))}
    return Intent("remember", (Ask("remember", args),))


def _tells_of_themselves(request: Request) -> bool:
    """A lasting statement that no field of the profile holds and no draft is meant by."""
    if not request.says(_ABOUT_ME) or request.folded.endswith("?"):
        return False
    if request.draft and days.days_off(request.plain):
        return False
    profile = update_profile(request)
    return profile is None or not profile.asks


def forget(request: Request) -> Intent | None:
    if not request.says(_FORGETS) or request.says(_OF_THE_WEEK):
        return None
    found = _FORGET.match(request.plain)
    what = found["what"].strip(" .") if found else ""
    if number := _FACT_NUMBER.search(what):
        what = number["id"] or number["alone"]
    elif what in ("", "it", "that", "this", "it again", "that again", "that one"):
        what = request.last_fact
    elif what in ("me", "all", "all of it", "about me", "everything about me"):
        what = "everything"
    return Intent("forget", (Ask("forget", {"what": what}),)) if what else None


def recall(request: Request) -> Intent | None:
    if not request.says(_RECALL):
        return None
    found = _RECALL_ABOUT.search(request.plain)
    said = (found["about"] or found["rest"]) if found else request.plain
    query = " ".join(_RECALL_NOISE.sub(" ", said.strip(" ?")).split()) or said.strip(" ?")
    return Intent("recall", (Ask("recall", {"query": query[:200]}),))


def show_profile(request: Request) -> Intent | None:
    return Intent("show_profile", (Ask("show_profile"),)) if request.says(_PROFILE) else None


def update_profile(request: Request) -> Intent | None:
    """Time zone, usual hours, free times, role and deadline, any of them in one sentence."""
    if request.folded.endswith("?") or len(request.plain) > 400:
        return None
    args: dict[str, object] = {}
    zone, unknown_place = _zone(request)
    if zone is not None:
        args["timezone"] = zone
    if (hours := _usual_hours(request)) is not None:
        args["hours"] = hours
    free, unclear = _free_times(request)
    if free is not None:
        args["availability"] = free
    if (role := _role(request)) is not None:
        args["role"] = role
    if (ready := _deadline(request)) is not None:
        args["deadline"] = ready
    if args:
        say = answers.WHICH_HOURS if unclear else answers.WHICH_ZONE if unknown_place else ""
        if free is not None and clock_times(request.plain)[1]:
            say = answers.ASSUMED_HOURS
        return Intent("update_profile", (Ask("update_profile", args),), say=say)
    if unknown_place:
        return Intent("which_zone", say=answers.WHICH_ZONE)
    return Intent("which_hours", say=answers.WHICH_HOURS) if unclear else None


def _kind_of(fact: str) -> str:
    return next((kind for words, kind in _KINDS if re.search(words, fact)), "other")


def _zone(request: Request) -> tuple[str | None, bool]:
    """The zone that was said, and whether a place was said whose zone is unknown."""
    said = _ZONE_SAID.search(request.plain)
    lives = _LIVE.search(request.plain)
    if said is None and lives is None:
        return None, False
    if (written := zone_named(request.words)) is not None:
        return written, False
    place = (said or lives)["place"]  # type: ignore[index]  # one of the two matched
    place = re.split(r"\b(?:and|but|so|with|now|which|where|i have|since)\b", place)[0].strip(" ,.")
    zone = zone_of(place)
    return zone, zone is None and bool(place) and (
        said is not None or request.has(r"\b(?:live|living|based|moved)\b")
    )


def _usual_hours(request: Request) -> float | None:
    """Hours of a usual week. Hours for one week (“next week”) are a plan's."""
    if figure := _HOURS_SET.search(request.plain):
        return amounts.number(figure["number"])
    if request.has(r"\b(?:this|next|coming) week\b") or not _HOURS_A_WEEK.search(request.plain):
        return _bare_hours(request)
    return amounts.hours(request.plain) if request.has(_HOURS_STATED) else None


def _bare_hours(request: Request) -> float | None:
    """“I have 2 hours a day”."""
    daily = request.says(r"i (?:have|can|could|study|spend|usually)\b") and request.has(
        r"\b(?:a|per|every|each) day\b|\bdaily\b"
    )
    return amounts.hours(request.plain, days=_days_meant(request)) if daily else None


def _days_meant(request: Request) -> int:
    return len(days.weekdays(request.plain)) or 7


def _free_times(request: Request) -> tuple[str | None, bool]:
    """The free times in the profile's own form; and whether some were said without clock times."""
    said = re.search(_FREE, request.plain)
    if said is None:
        return None, False
    found = _FREE_WHEN.search(request.plain, said.start())
    if found is None:
        return None, False
    when, _ = clock_times(_to_its_end(found["when"]))
    try:
        return str(Availability.parse(when)), False
    except InvalidInput:
        return None, bool(days.weekdays(found["when"])) or request.has(
            r"\b(?:morning|evening|afternoon)s?\b"
        )


def _to_its_end(when: str) -> str:
    """The times alone: what a new sentence says is about something else."""
    ends = re.split(
        r"[.!?](?=\W|\Z)|[\s,;]+(?:and |but )?i(?:'m|'ve|'d)?\s|[\s,;]+my\s", when, maxsplit=1
    )
    return re.sub(r"[;,]\s*,", ";", ends[0]).strip(" ,;.")


def _role(request: Request) -> str | None:
    found = _WANTS_ROLE.search(request.plain)
    if found is None:
        return None
    said = re.split(
        r"\s+(?:by|until|before|in|within|and|with|at|so|next|this|because|one day|soon)\b|,",
        found["role"],
    )[0]
    said = said.strip(" .")
    titles = Roadmap.load().job_titles
    for title in titles:
        if said in (fold(name) for name in (title.title, *title.aliases)):
            return title.title
    jobs = (
        r"\b(?:engineer|scientist|researcher|developer|analyst|architect|manager|lead|consultant"
        r"|specialist)\b"
    )
    return said if re.search(jobs, said) else None


def _deadline(request: Request) -> str | None:
    if not (request.has(_DEADLINE) and request.has(_DEADLINE_ASKED)):
        return None
    meant = days.deadline(request.plain, request.today)
    return meant.isoformat() if meant else None


INTENTS: tuple[Understand, ...] = (remember, show_profile, recall, forget, update_profile)
