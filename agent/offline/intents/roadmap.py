"""The roadmap: a card explained, what comes next, how far the learner is."""

from __future__ import annotations

import re
from functools import cache

from agent.offline import answers
from agent.offline.names import Named
from agent.offline.request import Ask, Intent, Manner, Request, Understand
from roadmap.catalogue import Roadmap
from roadmap.matching import NAME

_NEXT = (
    r"what(?:'s| is| are| comes?| do i (?:do|learn|study))?(?: there)?(?: the| my)? next\b(?! week|"
    r" month|.*\bweek\b)|what (?:should|can|could|shall|do|must|would) i (?:\w+ )*?"
    r"(?:learn|study|do|start|begin|focus on|tackle|work on|read)\b(?!.*\b(?:today|tomorrow"
    r"|this week"
    r"|next week|know|before|about)\b)|next topics?\b|where (?:do|should|can|could) i (?:start"
    r"|begin"
    r"|go (?:next|from))|(?:suggest|recommend|give me)\b.*\b(?:topics?|next|something to learn)\b"
    r"|\d+ next topics|what next\Z|next\Z|how (?:do|should) i (?:start|begin)\b"
)
_PROGRESS = (
    r"how (?:am i|are we|have i been|is it going|is my (?:progress|learning))\b(?! ready)"
    r"|(?:show |see |what(?:'s| is) )?(?:me )?my (?:progress|status|statistics|stats|mastery"
    r"|level)\b"
    r"|progress\b|show (?:my |me |the )?(?:progress|stats)|how far (?:am i|have i|along)"
    r"|how (?:did|have) i (?:do|done)\b(?! .*\b(?:to|it)\b)|(?:what(?:'s| is"
    r"| was) )?my (?:last )?scores?\b"
    r"|where (?:am i|do i stand|did i get)\b|what (?:have|did) i (?:\w+ )*?(?:done|finish\w*"
    r"|learn\w*"
    r"|complete\w*|master\w*)\b|how much (?:have i|is (?:left|done)|of the)|which topics (?:have"
    r"|did) i"
    r"|.*\bmy (?:\w+ )?streaks?\b|(?:do|did|have) i .*\bstreak\b|(?:show )?(?:the )?streak\Z"
    r"|.*\bhow many days in a row\b"
)
_STATUS_WORDS: tuple[tuple[str, str], ...] = (
    (
        r"(?:haven'?t|have not|not|isn'?t|is not|never) (?:yet )?(?:finish|done|learn|complete"
        r"|over)",
        "learning",
    ),
    (
        r"\b(?:done|finished|completed|complete|mastered|learn(?:ed|t)|know|knew|know already"
        r"|passed"
        r"|through|finish)\b",
        "done",
    ),
    (r"\b(?:skip(?:ped|ping)?|leave out|ignore|don'?t need)\b", "skipped"),
    (
        r"\b(?:learning|started|starting|studying|working on|in progress|begun|began|start)\b",
        "learning",
    ),
    (r"\b(?:planned|plan|later|todo|to do|want to learn)\b", "planned"),
)
_STATUS = (
    r"(?:(?:i'm |i am )?not (?:yet )?(?:done|finished) with\b)"
    r"|i (?:(?:have|had|'ve) )?(?:already |just |now |finally )*(?:(?:haven'?t|have not"
    r"|didn'?t) (?:yet )?)?"
    r"(?:finish(?:ed)?|completed?|done|learn(?:ed|t)|know|mastered|covered|studied|passed"
    r"|skipped|started|began|begun)\b"
    r"|i've (?:already |just |now )*(?:finished|completed|done|learn(?:ed|t)|mastered|covered"
    r"|studied"
    r"|started|begun)\b|(?:i'm|i am) (?:now |already |just |currently )*(?:done with"
    r"|finished with|learning"
    r"|studying|working on|through with|through|starting)\b"
    r"|(?:mark|set|tick off|check off|flag|put|count)\b|(?:finished|completed|done with) |skip "
    r"|.* (?:is|are) (?:done|finished|completed|complete)\Z|don'?t need "
)
_EXPLAIN = (
    r"(?:what(?:'s|s|'?re)?)\b|explain\b|teach\b|tell me\b"
    r"|describe\b|define\b|definition of|how\b|why\b"
    r"|when (?:do|should"
    r"|would|to)\b|which\b|who (?:invented|made)|(?:i )?(?:don'?t|do not) (?:understand|get|know)\b"
    r"|understand\b|learn\b|show (?:me )?|more (?:on|about|of)\b|give me (?:an? )?(?:intro\w*"
    r"|overview"
    r"|explanation|summary)|intro(?:duction)? (?:to|on)|about\b|is\b|are\b|does\b|do i need\b"
    r"|(?:the )?"
    r"difference|compare\b|review\b|revise\b|open\b|read\b|walk me through|remind me\b|i want to"
    r" (?:learn|understand|know)\b|help me with\b"
)
FOR_A_WHILE = (
    r"\b(?:this week|next week|the week of|for now|for the moment|for a while"
    r"|(?:from|in) (?:the|my|this) (?:plan|draft|week|schedule))\b"
)
"""Says that something is left out for a time and not for good."""
_MORE = (
    r"(?:explain|tell me|teach me|say|give me|show me)?(?: me)? ?(?:it |that |this "
    r"|about it )?(?:some |a"
    r" (?:bit|little) )?(?:more|further|again|in (?:more )?detail|in depth|the (?:whole"
    r"|full) card|all"
    r" of it)(?: (?:about|on) (?:it|that|this))?(?: please)?\Z|(?:go on|elaborate|details"
    r"|more details"
    r"|expand(?: on (?:it|that))?)\Z|(?:explain|teach me|tell me about|what(?:'s| is)|show me"
    r"|show|learn"
    r"|describe) (?:it|that|this)\b(?: (?:more|again|further|in detail).*)?\Z"
)
_BEFORE = (
    r"what (?:comes|is|goes|do i need|should i know) before(?: (?:it|that|this))?\Z"
    r"|(?:what are (?:its|the) |its |the )?prerequisites\Z|what does (?:it|that|this) need\Z"
)
_SEARCH = (
    r"(?:search|look up|look for|find|lookup)\b(?: (?:the|in the|on the) roadmap)?(?: for)?\s*"
)
_LISTING = re.compile(
    r"(?:give|show) me an overview|overview|"
    r"(?:what(?:'s| is) (?:in|on)|show|list|overview of|see|give me"
    r"|tell me about)?\s*(?:me )?(?:the |all"
    r" |all the )?(?:whole |entire |full )?(?:roadmap|phases|curriculum|path|stages)(?: overview)?"
    r"|how (?:long|many months) (?:does|is|will) (?:it|the (?:whole )?roadmap|everything|this)\b.*"
)
_FRAME = frozenset(
    "a about again all also am an and any are as at be between both but by can compare could define"
    " definition describe detail detailed details difference differences differ do does doesn don"
    " each even exactly explain for from get give good have help how i in into intro introduction"
    " is"
    " it its just know learn like long many me mean means meant more much my need of on one or our"
    " please remind review revise s should show simple simply so some t take teach tell than that"
    " the"
    " them then there these they this through to topic understand us use used useful versus vs walk"
    " want was we were what whats when where which who why will with work works would you your"
    " overview summary summarise card cards roadmap phase section topics important matter matters"
    " re short briefly brief basics basic concept idea ideas term actually really hours time study"
    " better best worse"
    " weeks months months' prerequisites prerequisite required before after first need open read"
    " explanation start begin inside contain contains included include intuition".split()
)
_MOST_TOPICS = 24
_A_NAME, _NEARLY_A_NAME = NAME - 4, NAME * 0.9

_OUTLOOK = (
    r"(?:and |so )?(?:when|how soon|what date|by when) (?:will|would|do|can|could|am)"
    r" i (?:\w+ )*?"
    r"(?:done|finish(?:ed)?|complete|through)\b(?! (?:\w+ )*(?:quiz|interview|review|week|block)s?)"
    r"|how long (?:will|would) it take (?:me )?to (?:finish|be done|complete|get through)\b"
    r"|how (?:long|much time) (?:until|till|before) i(?:'m| am) (?:done|finished|through)\b"
)


def next_topics(request: Request) -> Intent | None:
    if not request.says(_NEXT):
        return None
    from agent.offline import amounts

    limit = amounts.count(request.plain, limit=20)
    args = {} if limit is None else {"limit": limit}
    return Intent("next_topics", (Ask("next_topics", args),))


def outlook(request: Request) -> Intent | None:
    """“When will I be done?”, of the whole way and not of one topic."""
    if request.topics or not request.says(_OUTLOOK):
        return None
    return Intent("outlook", (Ask("show_progress", {"outlook": True}),))


def show_progress(request: Request) -> Intent | None:
    return Intent("show_progress", (Ask("show_progress"),)) if request.says(_PROGRESS) else None


def set_topic_status(request: Request) -> Intent | None:
    if not request.says(_STATUS) or request.folded.endswith("?"):
        return None
    if request.has(FOR_A_WHILE) and request.says(r"skip|don'?t need"):
        return None  # a wish for that week: the topic itself stays on the way
    ids = tuple(dict.fromkeys(one for name in request.named for one in _topics_of(name)))
    if not ids and request.topic and len(request.plain.split()) <= 7:
        ids = _members().get(request.topic, (request.topic,))
    status = next((value for words, value in _STATUS_WORDS if request.has(words)), None)
    if not ids or status is None or len(ids) > _MOST_TOPICS:
        return None
    asks = tuple(Ask("set_topic_status", {"topic": one, "status": status}) for one in ids)
    return Intent("set_topic_status", asks, topic=ids[0])


def more_of_it(request: Request) -> Intent | None:
    """“Explain that more”: the whole card of what was spoken of last."""
    if request.topics or not request.last_topic or not request.says(_MORE):
        return None
    return _card(request.last_topic, manner="show")


def one_thing_about_it(request: Request) -> Intent | None:
    """“How long?”, “what comes before it?”: one line of the card of what was spoken of last."""
    topic = Roadmap.load().topics.get(request.last_topic or "")
    if topic is None or request.named:
        return None
    if request.says(r"how (?:long|many hours)\Z"):
        return Intent("how_long", say=answers.how_long(topic))
    if request.says(_BEFORE):
        before = [Roadmap.load().topics[one].title for one in topic.prerequisites]
        return Intent("what_before", say=answers.what_before(topic, before))
    return None


def the_whole_roadmap(request: Request) -> Intent | None:
    if not _LISTING.fullmatch(request.plain) or _speaks_of_it(request):
        return None
    if request.has(r"\b(?:long|months)\b"):
        return Intent("timeline", (Ask("search_roadmap", {"query": "timeline"}),))
    return Intent("the_whole_roadmap", (Ask("show_progress"),))


def show_topic(request: Request) -> Intent | None:
    """A card: of a phase or project as it stands, of a topic as a short lesson."""
    if not request.named:
        it = request.last_topic if _speaks_of_it(request) and request.says(_EXPLAIN) else None
        return _card(it, manner="show") if it and len(_left_over(request)) <= 2 else None
    left = _left_over(request)
    asked = request.says(_EXPLAIN)
    if (not asked and len(left) > 1) or len(left) > 4:
        return None
    return (_subject_inside(request) if asked else None) or _cards(request.named[:2], asked)


def _subject_inside(request: Request) -> Intent | None:
    """The card of a subject inside a topic, where the question names it to the letter."""
    subtopic = Roadmap.load().subtopic(_subject(request))
    if subtopic is None:
        return None
    asks = (Ask("show_topic", {"topic": subtopic.title}),)
    return Intent("show_topic", asks, topic=subtopic.topic)


def search_roadmap(request: Request) -> Intent | None:
    """A question about something the name index does not know."""
    if searched := re.match(_SEARCH, request.plain):
        query = request.plain[searched.end() :]
        return _search(query) if query else None
    if not request.says(_EXPLAIN):
        return None
    subject = _subject(request)
    if not subject:
        return Intent("about_what", say=answers.ABOUT_WHAT)
    return _called(request, subject) or _search(subject)


def anything_else(request: Request) -> Intent:
    """Whatever was not recognised: looked up, in case the roadmap has it under these words."""
    return _search(request.words)


def _speaks_of_it(request: Request) -> bool:
    return bool(request.last_topic) and not request.named and request.has(r"\b(?:it|that|this)\b")


def _called(request: Request, subject: str) -> Intent | None:
    """The card of what is called nearly so: a misspelt name, a tool, a job title."""
    found = Roadmap.load().find(subject, limit=1) if subject else ()
    enough = _NEARLY_A_NAME if " " in subject else _A_NAME
    if not found or found[0].score < enough:
        return None
    hit = found[0]
    if hit.kind == "topic":
        return _card(hit.id, manner="teach")
    if hit.kind == "subtopic":
        return _subject_inside(request)
    return Intent("show_topic", (Ask("show_topic", {"topic": hit.title}),))


def _search(query: str) -> Intent:
    short = " ".join(query.split())[:200].strip()
    return Intent("search_roadmap", (Ask("search_roadmap", {"query": short}),))


def _cards(named: tuple[Named, ...], asked: bool) -> Intent:
    if len(named) == 1 and named[0].kind != "topic":
        name = named[0]
        said = name.said if name.id.startswith("phase-") and "phase" in name.said else name.title
        return Intent("show_topic", (Ask("show_topic", {"topic": said}),), topic=name.id)
    asks = tuple(Ask("show_topic", {"topic": name.id}) for name in named)
    manner: Manner = "teach" if len(named) == 1 else "show"
    return Intent("teach" if asked else "show_topic", asks, manner=manner, topic=named[0].id)


def _card(topic: str, manner: Manner) -> Intent:
    return Intent("show_topic", (Ask("show_topic", {"topic": topic}),), manner=manner, topic=topic)


def _subject(request: Request) -> str:
    """What a question is about: its words without those that only ask."""
    words = re.findall(r"[\w+#.-]+", request.plain)
    return " ".join(word for word in words if word.strip(".") not in _FRAME)


def _left_over(request: Request) -> tuple[str, ...]:
    """The words of a request that are neither part of a name nor of the asking."""
    said = {part for name in request.named for part in re.findall(r"\w+", name.said)}
    words = re.findall(r"[^\W_]+", request.plain)
    return tuple(word for word in words if word not in said and word not in _FRAME)


def _topics_of(name: Named) -> tuple[str, ...]:
    """The topics a name stands for: itself, or all in a section or a phase."""
    return _members().get(name.id, (name.id,)) if name.kind != "project" else ()


@cache
def _members() -> dict[str, tuple[str, ...]]:
    members: dict[str, tuple[str, ...]] = {}
    for phase in Roadmap.load().phases:
        members[phase.id] = tuple(topic.id for topic in phase.topics)
        members.update({s.id: tuple(t.id for t in s.topics) for s in phase.sections})
    return members


INTENTS: tuple[Understand, ...] = (
    more_of_it,
    set_topic_status,
    show_progress,
    next_topics,
    the_whole_roadmap,
    show_topic,
    search_roadmap,
)
