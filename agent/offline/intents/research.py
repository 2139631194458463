"""Papers and other resources: finding, opening and keeping them."""

from __future__ import annotations

import re

from agent.offline import answers
from agent.offline.request import Ask, Intent, Request, Understand
from base.text import fold

_ARXIV_ID = re.compile(
    r"(?<![\d.])(?P<id>\d{4}\.\d{4,5})(?:v\d+)?(?!\d)|\b(?P<old>[a-z-]+(?:\.[A-Z]{2})?/\d{7})\b"
)
_PAPERS = (
    r"\b(?:papers?|arxiv|publications?|preprints?|articles? on arxiv|literature|state of the art"
    r"|sota)\b"
)
_PAPER_ASKED = (
    r"(?:find|search|look|show|get|give|any|are there|what|which|recommend|suggest|list|new"
    r"|newest|recent"
    r"|latest|the|papers?|arxiv|literature|publications?|preprints?|foundational|classic|key"
    r"|important"
    r"|best|must[- ]read|some|read|i(?:'m| am) looking|do you (?:know|have)|where|a paper"
    r"|one paper|\d+|seminal)\b"
)
_KINDS: tuple[tuple[str, str], ...] = (
    (r"books?", "book"),
    (r"(?:online )?(?:courses?|moocs?|classes|specializations?|lectures?)", "course"),
    (r"(?:videos?|youtube)", "video"),
    (r"(?:blogs?|blog posts?)", "blog"),
    (r"podcasts?", "podcast"),
    (r"newsletters?", "newsletter"),
    (r"(?:docs|documentation)", "docs"),
    (r"(?:datasets?)", "dataset"),
    (r"(?:communit(?:y|ies)|forums?|discords?|subreddits?|slacks?)", "community"),
    (r"(?:conferences?)", "conference"),
    (r"(?:meetups?)", "meetup"),
    (r"(?:platforms?)", "platform"),
)
_ANY_RESOURCE = (
    r"\b(?:resources?|materials?|tutorials?|links?|readings?|guides?|sources?|websites?"
    r"|something to read|" + "|".join(words for words, _ in _KINDS) + r")\b"
)
_RESOURCE_ASKED = (
    r"(?:find|search|look|show|get|give|any|are there|what|which|recommend|suggest|list|the best"
    r"|best|good|an?"
    r"|some|resources?|materials?|tutorials?|links?|books?|courses?|videos?|blogs?|podcasts?"
    r"|newsletters?|docs"
    r"|documentation|datasets?|communities|conferences?|meetups?|where|do you (?:know|have)"
    r"|is there|free"
    r"|i(?:'m| am) looking|learning materials?|guides?|sources?|lectures?|reading)\b"
)
_WHERE_TO_LEARN = (
    r"(?:where|how) (?:can|could|do|should|to) (?:i )?(?:best )?(?:learn|study|read (?:up|more)"
    r"|find out)\b"
)
_ABOUT = re.compile(
    r"\b(?:on|about|for|for learning|of|in|covering|regarding|to (?:learn|study|understand)"
    r"|that explains?"
    r"|learn(?:ing)?|by)\s+(?P<what>.+)"
)
_NOISE = re.compile(
    r"\b(?:please|find|search|look|show|get|give|list|me|for|some|any|an?|the|good|best|recent"
    r"|latest|newest|new"
    r"|free|online|recommended?|suggest|papers?|arxiv|publications?|preprints?|literature"
    r"|resources?|materials?"
    r"|tutorials?|links?|books?|courses?|videos?|blogs?|blog posts?|podcasts?|newsletters?"
    r"|documentation|docs"
    r"|datasets?|communit(?:y|ies)|conferences?|meetups?|platforms?|guides?|about|on|are there"
    r"|there|is|what"
    r"|which|do you (?:know|have)|where|can|i|could|should|learn(?:ing)?|to|study(?:ing)?|up|how"
    r"|read|want"
    r"|need|by|since|from|after|before|20\d\d|last year|this year|lectures?|youtube|foundational"
    r"|classic|key"
    r"|important|must-read|state of the art|sota|looking|am|i'm|more|sources?|websites?|seminal"
    r"|first"
    r"|category|\d+|would|you|my|in|with|of|and)\b"
)
_BEFORE_SUBJECT = re.compile(
    r"\A(?:(?:learning|studying|the topic(?: of)?|how to (?:use|learn))\s+)+"
)
_AFTER_SUBJECT = re.compile(
    r"(?:\s+(?:please|by|in|from|this year|last year|on arxiv|and|of|online|for free"
    r"|for beginners))+\W*\Z"
)
_TITLED = re.compile(
    r"(?:show|open|read|explain|what is|tell me about)(?: me)? the paper (?:called |titled )?"
    r"[\"']?(?P<title>[^\"']{3,150})[\"']?"
)
_SINCE = re.compile(
    r"\b(?:since|from|after|newer than)\s+(?:the year\s+)?(?P<year>(?:19|20)\d\d)\b"
)
_CATEGORY = re.compile(r"\b(?P<category>(?:cs|stat|eess|math)\.[a-z]{2})\b", re.IGNORECASE)
_SAVE = (
    r"(?:save|keep|bookmark|store|add|put|note down)\b(?=.*\b(?:it|that|this|them|one|paper"
    r"|papers|library|first"
    r"|second|third|fourth|fifth|last|book|course|resource|article|reading list|\d+|link|both"
    r"|all)\b)"
)
_NOTE = re.compile(
    r"(?:\bwith (?:the |a )?note:?|\bnote:|\bbecause\b|\s[–—-]\s)\s*(?P<note>.+)", re.IGNORECASE
)
_SAVE_NOISE = re.compile(
    r"\b(?:save|keep|bookmark|store|add|put|note down|it|that|this|them|one|papers?|(?:to|in|into"
    r"|on) (?:my|the)"
    r" (?:library|reading list|shelf)|my|the|first|second|third|fourth|fifth|last|book|course"
    r"|resource|article"
    r"|please|link|both|all|for later|with)\b"
)
_ORDINALS = (("first", 0), ("second", 1), ("third", 2), ("fourth", 3), ("fifth", 4), ("last", -1))


def show_paper(request: Request) -> Intent | None:
    found = _ARXIV_ID.search(request.words)
    if request.says(_SAVE):
        return None
    if found is None:
        titled = _TITLED.fullmatch(request.plain)
        return _shown(titled["title"]) if titled else None
    rest = len(request.plain.split())
    if rest > 12 and not request.has(r"\b(?:arxiv|papers?)\b"):
        return None
    return _shown(found["id"] or found["old"])


def _shown(paper: str) -> Intent:
    return Intent("show_paper", (Ask("show_paper", {"arxiv_id": paper}),))


def find_papers(request: Request) -> Intent | None:
    if not (request.has(_PAPERS) and request.says(_PAPER_ASKED)):
        return None
    query = _query(request)
    if query is None:
        return None
    args: dict[str, object] = {"query": query}
    if category := _CATEGORY.search(request.words):
        archive, _, group = category["category"].partition(".")
        args["category"] = f"{archive.lower()}.{group.upper()}"
    if (since := _since(request)) is not None:
        args["since"] = since
    return Intent("search_papers", (Ask("search_papers", args),), topic=request.topic)


def find_resources(request: Request) -> Intent | None:
    asked = request.has(_ANY_RESOURCE) and request.says(_RESOURCE_ASKED)
    if not asked and not request.says(_WHERE_TO_LEARN):
        return None
    query = _query(request)
    if query is None:
        return None
    args: dict[str, object] = {"query": query}
    kind = next((kind for words, kind in _KINDS if request.has(rf"\b{words}\b")), None)
    if kind is not None:
        args["kind"] = kind
    return Intent("search_resources", (Ask("search_resources", args),), topic=request.topic)


def save_to_library(request: Request) -> Intent | None:
    """“Save that one”: what the mentor showed last, by its place, or by its id."""
    if not request.says(_SAVE) or request.says(r"(?:put|add)\b.*\b(?:more|less)\b"):
        return None
    item = _named_item(request) or _shown_item(request)
    if item is None:
        return Intent("save_what", say=answers.SAVE_WHAT)
    args: dict[str, object] = {"item": item}
    if note := _NOTE.search(request.words):
        args["note"] = note["note"].strip()
    return Intent("save_to_library", (Ask("save_to_library", args),))


def _query(request: Request) -> str | None:
    """What is searched for, in the learner's words; the last topic where they only say “it”."""
    about = _ABOUT.search(request.plain)
    said = _BEFORE_SUBJECT.sub("", about["what"]) if about else _NOISE.sub(" ", request.plain)
    said = _CATEGORY.sub(" ", _SINCE.sub(" ", said))
    words = " ".join(_AFTER_SUBJECT.sub("", said).split()).strip(" ,.?-")
    if words and words not in ("it", "that", "this", "them", "those"):
        return words[:200]
    return request.last_topic.replace("-", " ") if request.last_topic else None


def _since(request: Request) -> str | None:
    if found := _SINCE.search(request.plain):
        return found["year"]
    today = request.today
    if today is None:
        return None
    if request.has(r"\blast year\b"):
        return str(today.year - 1)
    return str(today.year) if request.has(r"\bthis year\b") else None


def _named_item(request: Request) -> str | None:
    """What is named outright: an arXiv id, or words of a name, completed by what was shown."""
    if found := _ARXIV_ID.search(request.words):
        return found["id"] or found["old"]
    said = " ".join(_SAVE_NOISE.sub(" ", _NOTE.sub("", request.plain)).split())
    if not said:
        return None
    return next((item for item in request.last_ids if said in fold(item)), said)


def _shown_item(request: Request) -> str | None:
    shown = request.last_ids
    if not shown:
        return None
    for word, place in _ORDINALS:
        if request.has(rf"\b{word}\b"):
            return shown[place] if place < len(shown) else None
    return shown[0]


INTENTS: tuple[Understand, ...] = (save_to_library, show_paper, find_papers, find_resources)
