"""The words that reading an answer rests on: English function words and what stands for what.

A handful of everyday synonyms, the comparisons that give a claim its direction, and the field's
abbreviations. What is particular to one question belongs in its rubric.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


UP, DOWN = "+", "-"
"""The two directions a comparison can go; every word for "more" is read as the first."""

STOPWORDS = _words("""
a an the this that these those it its they them their he she his her we us our you your i me my
is are was were be been being am do does did doing done has have had having will would shall
should can could may might must of in on at to for from by with as into onto over about between
through during and or but if then else so because since while whereas although though however
than which who whom whose what when where why how there here also just very too really quite such
some any each every both either own s t re ve ll d m get gets got getting let lets thing things
way ways e.g i.e eg ie etc namely basically actually simply kind sort much many one ones other
others okay ok well use used using uses like make makes making made mean means meaning say says
call called give gives given take takes become becomes happen happens tell tells typically usually
generally often sometimes therefore thus hence
""")

LIGHT = _words("""
data model set number amount result problem work learn algorithm system process valu time case
example same differ only first new good bad whole needed vital show simple + -
""")
"""Stems that tell little by themselves."""

NEGATORS = _words("""
not no never none nothing nobody neither nor without cannot cant dont doesnt didnt isnt arent
wasnt werent wont wouldnt shouldnt couldnt hasnt havent hardly barely rarely lack lacks lacking
fail fails failing failed prevent prevents preventing avoid avoids avoiding stop stops stopping
false wrong incorrect myth misconception mistake mistaken
""")
BACKWARD_NEGATORS = _words("prevented avoided absent missing eliminated impossible unlikely")
"""They deny what stands before them: "overfitting is prevented"."""
NOT_ONLY = _words("only just merely")

CLAUSE_WORDS = _words("""
and but or because while whereas although though however so since which then if when unless yet
instead
""")
JOINED_PREFIXES = _words("over under un non re pre hyper co auto")

EXPANSIONS: dict[str, tuple[str, ...]] = {
    "llm": ("large", "language", "model"),
    "llms": ("large", "language", "model"),
    "rnn": ("recurrent", "network"),
    "rnns": ("recurrent", "network"),
    "cnn": ("convolutional", "network"),
    "cnns": ("convolutional", "network"),
    "mse": ("mean", "squared", "error"),
    "rmse": ("root", "mean", "squared", "error"),
    "mae": ("mean", "absolute", "error"),
    "lr": ("learning", "rate"),
    "tp": ("true", "positive"),
    "fp": ("false", "positive"),
    "fn": ("false", "negative"),
    "tn": ("true", "negative"),
    "fps": ("false", "positive"),
    "fns": ("false", "negative"),
    "cv": ("cross", "validation"),
    "hyperparams": ("hyperparameter",),
    "params": ("parameter",),
    "db": ("database",),
    "docs": ("document",),
    "vs": ("versus",),
}

SAME_MEANING: dict[str, frozenset[str]] = {
    UP: _words("""
        high higher highest increase raise grow growth rise more most greater great larger large
        big bigger boost up strong stronger maximise enlarge extra additional exceed long longer
    """),
    DOWN: _words("""
        low lower lowest decrease reduce shrink drop fall fewer less least smaller small down
        diminish cut little weak weaker minimise reduction decline lessen short shorter few
    """),
    "good": _words("good better improve best improvement accurate accurately"),
    "bad": _words("bad badly poor poorly worse worst degrade worsen deteriorate inaccurate"),
    "fast": _words("fast faster quick quickly rapid rapidly speed quicker"),
    "slow": _words("slow slower slowly"),
    "new": _words("new unseen novel fresh heldout unfamiliar"),
    "needed": _words("need require necessary required requirement needed"),
    "vital": _words("important crucial essential key vital matter"),
    "whole": _words("whole entire full complete all"),
    "simple": _words("simple simplistic easy easier simpler"),
    "complex": _words("complex complicated complexity"),
    "example": _words("example sample instance observation"),
    "choose": _words("choose pick select choice selection"),
    "check": _words("check verify confirm"),
    "show": _words("show indicate reveal demonstrate"),
    "remember": _words("memorise memorisation remember"),
    "guess": _words("guess predict prediction"),
    "piece": _words("part piece segment portion passage chunk"),
    "forget": _words("forget lose lost loses"),
    "differ": _words("different differ difference distinct"),
    "same": _words("same identical equal equally"),
    "fetch": _words("fetch retrieve retrieval retriever"),
    "invent": _words("invent hallucinate hallucination fabricate"),
    "penalti": _words("penalty penalise punish"),
    "mean": _words("average mean averaged averaging"),
}
"""The first is what the others are read as; inflections follow by stem."""

_PAIRS = {
    UP: DOWN,
    "good": "bad",
    "fast": "slow",
    "same": "differ",
    "simple": "complex",
    "befor": "after",
    "alway": "never",
    "overfit": "underfit",
    "numer": "denomin",
    "supervis": "unsupervis",
    "encod": "decod",
    "intern": "extern",
    "minimum": "maximum",
}
OPPOSITES = _PAIRS | {there: here for here, there in _PAIRS.items()}

FOREIGN = _words("""
el la los las una uno que del por para con como pero es muy mas cuando porque
le les des une est dans avec pas qui sont au aux mais ce cette
der das und ist nicht ein eine mit auf fur von zu dem sich auch wenn werden
il lo gli di che non sono piu della nel um uma nao com se na em
het een van niet voor zijn
""")
"""Function words of Spanish, French, German, Italian, Portuguese and Dutch that English lacks."""
