"""Reading which options an answer means: by letter, by number, by the option's own words.

What does not read as an answer is refused, never graded: a learner who asks "what is
overfitting?" in the middle of a question has not answered it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from base.errors import InvalidInput
from base.text import fold

LETTERS = ascii_uppercase
_LONGEST = 2_000
"""Characters of an answer that are read: more than all options of an item together."""

_FILLERS = """
option options answer answers choice choices letter letters number numbers is are it its it's the
i think guess choose pick say go with would be my probably maybe i'd that's thats final please both
then and & plus steps step order
"""
_FILLER = frozenset(_FILLERS.split())
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|&")
_LEADING = re.compile(
    r"(?:option |answer |it'?s )?\(?([a-z]|\d)(?:\)|[.:]| -| because| since|,? as )"
)
_NEAR = 88.0
_CLEAR_LEAD = 6.0


def read_single(options: Sequence[str], answer: str) -> int:
    """The index of the one option that `answer` means.

    Raises:
        InvalidInput: it does not read as an answer, or it names more than one option.
    """
    text = fold(answer[:_LONGEST])
    chosen = _by_exact_text(options, text) or _by_label(len(options), text)
    chosen = chosen or _by_leading_label(len(options), text) or _by_near_text(options, text)
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        raise InvalidInput(
            "One option is asked for, and this names several.", hint=_how(options, "one letter")
        )
    raise _unreadable(options, "one letter")


def read_multiple(options: Sequence[str], answer: str) -> frozenset[int]:
    """The indexes of the options that `answer` means, in whatever order it names them.

    Raises:
        InvalidInput: it does not read as an answer.
    """
    text = fold(answer[:_LONGEST])
    if text.strip(" .") in ("all", "all of them", "all of the above", "every one"):
        return frozenset(range(len(options)))
    chosen = _by_exact_text(options, text) or _by_label(len(options), text)
    if not chosen:
        parts = [
            part for part in re.split(r";|\n|,\s+(?=\w+ \w)", answer[:_LONGEST]) if part.strip()
        ]
        found = [_part(options, fold(part)) for part in parts[: 2 * len(options)]]
        chosen = [index for part in found for index in part] if all(found) else []
    if not chosen:
        raise _unreadable(options, "the letters, like A, C")
    return frozenset(chosen)


def read_order(steps: Sequence[str], answer: str) -> tuple[int, ...]:
    """The order in which `answer` puts the steps shown, each step once.

    Raises:
        InvalidInput: it does not name every step exactly once.
    """
    text = fold(answer[:_LONGEST])
    named = _by_label(len(steps), text, repeats=True)
    if not named:
        parts = [fold(part) for part in re.split(r"[;\n>→]", answer[:_LONGEST]) if part.strip()]
        named = [index for part in parts[: 2 * len(steps)] for index in _part(steps, part)]
    if sorted(named) == list(range(len(steps))):
        return tuple(named)
    example = ", ".join(reversed(LETTERS[: len(steps)]))
    raise InvalidInput(
        "This does not put every step in its place once.",
        hint=f"Answer with all {len(steps)} letters in order, like {example}.",
    )


def _part(options: Sequence[str], text: str) -> list[int]:
    return (
        _by_exact_text(options, text)
        or _by_label(len(options), text)
        or _by_leading_label(len(options), text)
        or _by_near_text(options, text)
    )


def _by_exact_text(options: Sequence[str], text: str) -> list[int]:
    bare = _bare(text)
    return [index for index, option in enumerate(options) if bare and _bare(fold(option)) == bare]


def _bare(text: str) -> str:
    return " ".join(_TOKEN.findall(text)) or text.strip()


def _by_label(count: int, text: str, repeats: bool = False) -> list[int]:
    """Letters or numbers alone, or run together ("ac", "312"); [] where other words stand."""
    tokens = [token for token in _TOKEN.findall(text) if token not in _FILLER]
    if len(tokens) == 1 and 1 < len(tokens[0]) <= count:
        tokens = list(tokens[0])
    if len(tokens) > 2 * count:
        return []
    indexes = [_index(token, count) for token in tokens]
    named = [index for index in indexes if index is not None]
    if len(named) != len(indexes):
        return []
    return named if repeats else sorted(set(named))


def _index(token: str, count: int) -> int | None:
    if len(token) != 1:
        return None
    place = int(token) - 1 if token.isdecimal() else LETTERS.lower().find(token)
    return place if 0 <= place < count else None


def _by_leading_label(count: int, text: str) -> list[int]:
    """ "b) because …", "B: the text", "2. the text": a label and what follows it."""
    match = _LEADING.match(text)
    index = _index(match.group(1), count) if match else None
    return [] if index is None else [index]


def _by_near_text(options: Sequence[str], text: str) -> list[int]:
    if len(text) < 4 or "?" in text:
        return []
    from rapidfuzz import fuzz

    bare = _bare(text)
    ranked = sorted(
        ((fuzz.ratio(bare, _bare(fold(option))), index) for index, option in enumerate(options)),
        reverse=True,
    )
    best, index = ranked[0]
    if best >= _NEAR and best - ranked[1][0] >= _CLEAR_LEAD:
        return [index]
    said = set(bare.split())
    holding = [i for i, option in enumerate(options) if said <= set(_bare(fold(option)).split())]
    return holding if len(holding) == 1 and len(said) >= 2 else []


def _unreadable(options: Sequence[str], what: str) -> InvalidInput:
    return InvalidInput(
        "This does not read as an answer to the open question.", hint=_how(options, what)
    )


def _how(options: Sequence[str], what: str) -> str:
    return f"Answer with {what} from A to {LETTERS[len(options) - 1]}, or the option's own words."
