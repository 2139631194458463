"""Mends the spelling of the words requests are made of, and of no others."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[a-z]+")
_COMMAND_WORDS = (
    "about availability available behavioural behavioral calendar commit committed confident"
    " continue deadline evening evenings exercise explain explanation export finished forget"
    " friday goodbye hours interview interviews learning library mentor minutes monday"
    " morning mornings papers plan please prefer profile progress question questions quiz ready"
    " readiness rehearse remember resources review reviews roadmap saturday schedule session"
    " sessions started sunday teach thanks thursday timezone today tomorrow tuesday wednesday week"
    " weekend weekends weekly what afternoon afternoons recommend understand"
).split()
_KNOWN = frozenset(_COMMAND_WORDS)
# Real words that stand one letter from a command word.
_REAL = frozenset(
    "plain plane plant plans quit quip weak weeks wheat that chat preview previews retailed form"
    " comment explained explains explaining finish finishes learn learned session interviewed"
    " planed pan plea pleas please pleases preferred prefers profiles progresses reviewed"
    " reviewer scheduled scheduler schedules starter restarted teaches teacher thank thinks"
    " toady commits committee export exports expert hour house houses minute morning mourning"
    " resource reviewing reading readily remembered reminder questioned mentors libraries".split()
)
_SWAP_ONLY = 5  # shorter words have too many neighbours for anything but swapped letters


def corrected(plain: str) -> str:
    """Folded text with slips in command words mended: “qiuz”, “shedule”, “wendesday”."""
    return _WORD.sub(lambda match: _mended(match[0]), plain)


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    if len(word) < 4 or len(word) > 16 or word in _KNOWN or word in _REAL:
        return word
    for command in _COMMAND_WORDS:
        if word[0] == command[0] and _is_slip(word, command):
            return command
    return word


def _is_slip(word: str, command: str) -> bool:
    if word.rstrip("s") == command.rstrip("s"):
        return False
    if len(command) <= _SWAP_ONLY:
        return len(word) == len(command) and sorted(word) == sorted(command)
    slack = 1 if len(command) < 9 else 2
    return OSA.distance(word, command, score_cutoff=slack) <= slack
