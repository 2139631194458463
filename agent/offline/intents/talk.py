"""Talk that needs no tool: greetings, thanks, who the mentor is, and what it cannot do."""

from __future__ import annotations

import re

from agent.offline import answers
from agent.offline.request import Intent, Request, Understand

_GREETING = re.compile(
    r"\W*(?:hi+|hiya|hey+|hello|hallo|howdy|yo|moin|servus|hola|bonjour|ciao|greetings"
    r"|good (?:morning|afternoon|evening|day))"
    r"(?:[\s,]+(?:there|again|all|you|mentor|waymark|friend|everyone|how are you(?: doing)?))*\W*"
)
_HOW_ARE_YOU = re.compile(
    r"how(?:'s it going| are you(?: doing)?(?: today)?|'s life)|what's up|sup"
)
_THANKS = re.compile(
    r"(?:(?:many |much |great )?thanks|thank you|thx|cheers|ty|much appreciated)"
    r"(?:[\s,]+(?:a lot|so much|very much|again|for \w+(?: \w+){0,3}|waymark|mentor|that(?:'s| is)"
    r" (?:helpful|great|all|clear)|that helps?|that helped))*"
    r"|(?:great|nice|cool|perfect|awesome|got it|i see|understood|makes sense"
    r"|good)(?:[\s,]+thanks)?"
)
_BYE = re.compile(
    r"(?:bye(?:[ -]?bye)?|goodbye|see (?:you|ya)(?: later| tomorrow| soon)?|good night|ciao|cya"
    r"|that(?:'s| is) (?:all|it|enough)(?: for (?:today|now))?|i'm done for today|until tomorrow)"
)
_HELP = (
    r"(?:help|commands?|options|menu|usage|i need help|help me)\Z"
    r"|what (?:else )?(?:can|could|should) (?:you|i|we) (?:do|ask|type|say|try)\b(?!.*\b(?:about"
    r"|next"
    r"|for)\b)|how (?:do|does|can) (?:i|this|it|you|waymark) (?:use (?:this|you|it|waymark)"
    r"|works?)\b"
    r"|what do you do\b|what are (?:you able|your (?:commands|abilities|features|skills))"
    r"|(?:show|give) (?:me )?(?:the )?(?:help|commands)|how can you help"
)
_WHO = (
    r"who (?:are|r) (?:you|u)\b|what are you\b|what (?:can'?t|cannot) you do\b"
    r"|what(?:'s| is) (?:your name|waymark)\b"
    r"|are you (?:an? |the |really |just )*(?:real |actual |large |language )*(?:ai|a\.i|llm|bot"
    r"|robot"
    r"|chat ?bot|human|person|chat ?gpt|gpt\S*|claude|model|machine|program|real|offline|conscious"
    r"|sentient|alive)\b|(?:which|what) (?:language |ai )?(?:model|llm) (?:are you|is this|do you"
    r"|am i)"
    r"|introduce yourself|do you (?:use|run on) (?:an? )?(?:ai|llm|model|language model)"
    r"|why (?:can'?t|don'?t|can not|do not) you (?:answer|understand|know|help)"
)
_MODEL = (
    r"(?:(?:language |real |better |other |different |ai )*models?|gpt\S*|chatgpt|claude|openai"
    r"|anthropic|ollama|llms?)"
)
_CONNECT = (
    rf"how (?:do|can|could|would|to) (?:i |we )?(?:connect|use|switch|add|set up|get|configure"
    rf"|change)\b"
    rf".*\b{_MODEL}\b(?! api)|(?:connect|use|switch(?: to)?|change)(?: to)? (?:an? |the |to "
    rf"|your )*"
    rf"{_MODEL}\Z|.*\bapi[- ]?keys?\b"
)
_COMPLAINT = (
    r"(?:you(?:'re| are| r)|this is|that(?:'s| is| was)) (?:so |really |totally |just "
    r"|completely )*"
    r"(?:useless|stupid|dumb|bad|terrible|awful|annoying|wrong|no help|not helpful|rubbish)\b"
    r"|(?:you )?(?:don'?t|do not) understand(?: me)?\Z|useless\Z"
)
_SUM = (
    r"(?:what(?:'s| is) |calculate |compute )?\d[\d\s.,()]*(?:[-+*/^x×÷][\s(]*\d[\d\s.,()]*)+=?\Z"
)
_BEYOND = (
    r"(?:write|compose|code|implement|program|translate|summari[sz]e|rewrite|rephrase|paraphrase"
    r"|proofread|debug|refactor|fix|solve|prove|calculate|compute|draw|paint|sing|brainstorm"
    r"|generate"
    r"|design)\b(?! (?:a |my |the )?(?:plan|week|schedule|quiz|interview)\b)"
    r"|(?:give|show|send) me (?:the |some |a |an )?(?:\w+ )?(?:code|script|program|poem|joke"
    r"|story)\b"
    r"|(?:grade|improve|review|read|look at|check|correct) (?:my|this|the following)(?: \w+)?"
    r" (?:code|essay|resume|cv|text|pr|pull request|grammar|letter|notebook|repo|repository)\b"
    r"|tell me (?:a |another )?(?:joke|story)|draft (?:an?|my|me)(?: \w+)? (?:e-?mail|letter"
    r"|essay|post"
    r"|message|resume|cv)\b|what(?:'s| is) the (?:weather|time|news|capital)\b|who (?:won|is the"
    r" president)"
)


_FOREIGN = frozenset(
    "ich kann nicht mein meine meinen mir mich du bitte und oder ist sind was wie wann warum der"
    " die das den eine einen auf mit fur heute morgen abend keine kein nur habe plane planen woche"
    " stunden montag dienstag mittwoch donnerstag freitag samstag sonntag"
    " je ne peux pas mon ma mes est sont quoi comment quand pourquoi le la les un une avec pour"
    " semaine heures lundi mardi mercredi jeudi vendredi samedi dimanche aujourd demain soir"
    " yo puedo mi mis es son que como cuando el los las una con para semana horas lunes martes"
    " miercoles jueves viernes sabado domingo hoy manana noche aprendizaje"
    " io non posso mio mia che cosa quando il gli con per settimana ore lunedi martedi mercoledi"
    " giovedi venerdi domenica oggi domani sera eu nao meu minha quero hoje".split()
)
_ENGLISH = frozenset(
    "the and i my me you is are what how when why can could not for with this that on to of in it"
    " do week plan please explain find show".split()
)


def greeting(request: Request) -> Intent | None:
    if _GREETING.fullmatch(request.folded) or _HOW_ARE_YOU.fullmatch(request.plain):
        return Intent("greeting", say=answers.GREETING)
    return None


def thanks(request: Request) -> Intent | None:
    if _THANKS.fullmatch(request.folded):
        return Intent("thanks", say=answers.WELCOME)
    return None


def goodbye(request: Request) -> Intent | None:
    if _BYE.fullmatch(request.folded):
        return Intent("goodbye", say=answers.GOODBYE)
    return None


def asks_for_help(request: Request) -> Intent | None:
    return Intent("help", say=answers.HELP) if request.says(_HELP) else None


def who_are_you(request: Request) -> Intent | None:
    return Intent("who", say=answers.WHO) if request.says(_WHO) else None


def connect_a_model(request: Request) -> Intent | None:
    return Intent("connect", say=answers.CONNECT) if request.says(_CONNECT) else None


def beyond_me(request: Request) -> Intent | None:
    """What takes a language model: writing, coding, translating, opinions on the learner's work."""
    return Intent("beyond", say=answers.BEYOND) if request.says(_BEYOND) else None


def nothing_to_read(request: Request) -> Intent | None:
    if any(character.isalnum() for character in request.words):
        return None
    if request.folded.startswith("?"):
        return Intent("help", say=answers.HELP)
    return Intent("nothing", say=answers.NOTHING_TO_READ)


def answer_to_nothing(request: Request) -> Intent | None:
    """A letter, a number, “skip” or “stop” where no question is open."""
    if request.says(r"(?:[a-h]\)?|\d+(?:[.,]\d+)?\s*%?|skip|pass|hint|stop|quit|end)\Z"):
        return Intent("answer_to_nothing", say=answers.NOTHING_OPEN)
    return None


def yes_to_nothing(request: Request) -> Intent | None:
    """A yes or no where nothing was put forward."""
    if request.says(
        r"(?:yes|yep|yeah|yup|sure|ok(?:ay)?|y|do it|go ahead|no|nope|nah|n|not now)\Z"
    ):
        yes = answers.a_draft_waits(request.draft) if request.draft else answers.YES_TO_WHAT
        said = answers.NO_TO_OFFER if request.says(r"n") else yes
        return Intent("yes_or_no", say=said)
    return None


def complaint(request: Request) -> Intent | None:
    return Intent("complaint", say=answers.SORRY) if request.says(_COMPLAINT) else None


def sum_to_do(request: Request) -> Intent | None:
    """“What's 2+2”: figures and signs alone."""
    return Intent("beyond", say=answers.BEYOND) if request.says(_SUM) else None


def rating_of_nothing(request: Request) -> Intent | None:
    """“Hard” or “more” where there is nothing to rate and nothing to have more of."""
    if request.says(r"(?:hard|easy)\Z"):
        return Intent("rating_of_nothing", say=answers.RATE_WHAT)
    if request.last_topic is None and request.says(r"more(?: please)?\Z"):
        return Intent("more_of_what", say=answers.ABOUT_WHAT)
    return None


def another_language(request: Request) -> Intent | None:
    """Words of German, French, Spanish, Italian or Portuguese, and none of English."""
    words = re.findall(r"[^\W\d_]+", request.folded)
    foreign = sum(word in _FOREIGN for word in words)
    if foreign < 2 or any(word in _ENGLISH for word in words):
        return None
    return Intent("another_language", say=answers.ENGLISH)


INTENTS: tuple[Understand, ...] = (
    nothing_to_read,
    complaint,
    sum_to_do,
    greeting,
    thanks,
    goodbye,
    asks_for_help,
    who_are_you,
    connect_a_model,
)
LAST: tuple[Understand, ...] = (
    another_language,
    answer_to_nothing,
    yes_to_nothing,
    rating_of_nothing,
    beyond_me,
)
