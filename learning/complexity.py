"""Reading what someone says a program costs: “O(n log k) time and constant space”.

The bounds in an answer are found, brought to one form, and given to time or to space by the words
around them. What is not told apart by words goes by place: time first, then space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from roadmap.coding import Cost

Bound = frozenset[tuple[str, ...]]
"""A sum of products: each product as its sorted factors."""


@dataclass(frozen=True, slots=True)
class Said:
    """The costs an answer names, in their order; a cost for both stands in both."""

    time: tuple[Claim, ...]
    space: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A bound, and the words that said it."""

    bound: Bound
    words: str


_BIG_O = re.compile(r"\b(?:big[- ]?)?(?:[oθ]|theta)\s*\(", re.IGNORECASE)
_BARE = re.compile(
    r"\b(?:time|space|memory)(?: complexity)?\s*[:=]\s*"
    r"((?:\b(?:[a-z]|log|\d)\b|[ *^+()])+)(?=[,.;\n]| and\b|\Z)"
)
_WORDS = {
    "constant": "1",
    "logarithmic": "log n",
    "linear": "n",
    "linearithmic": "n log n",
    "log linear": "n log n",
    "n log n": "n log n",
    "quadratic": "n^2",
    "n squared": "n^2",
    "n cubed": "n^3",
    "cubic": "n^3",
    "exponential": "exponential",
}
_WORDED = re.compile(
    r"\b(?:sub|super|non)?[- ]?(constant|logarithmic|linearithmic|n log n|n squared|n cubed"
    r"|log[- ]linear|linear|quadratic|cubic|exponential)\b"
)
_NOT_A_COST = re.compile(
    r"\s+(?:search|scan|regression|probing|model|layer|algebra|chain|factor)\b"
)
_TIME = re.compile(r"\b(?:time|runtime|running|runs?|steps|operations|work|cpu|fast)\b")
_SPACE = re.compile(r"\b(?:space|memory|storage|ram|extra|auxiliary)\b")
_BOTH = re.compile(r"\bboth\b|\btime and (?:in )?(?:space|memory)\b|\bspace and (?:in )?time\b")
_STARS = re.compile(r"\*\*|\^")
_SUPERSCRIPTS = str.maketrans({"²": "^2", "³": "^3", "·": "*", "×": "*", "⋅": "*", "–": "-"})
_TOKEN = re.compile(r"[a-zα]+|\d+(?:/\d+)?|[-+*/^()]")
_LONGEST = 4_000


def read_costs(answer: str) -> Said:
    """What `answer` claims of time and of space."""
    told = answer[:_LONGEST].translate(_SUPERSCRIPTS)
    text = _lowered(told)
    found = sorted(_claims(text, told), key=lambda one: one[0])
    if not found:
        return Said((), ())
    kinds = [_kind(text, start, end, found) for start, end, _ in found]
    time = tuple(
        c for (_, _, c), kind in zip(found, kinds, strict=True) if kind in ("time", "both")
    )
    space = tuple(
        c for (_, _, c), kind in zip(found, kinds, strict=True) if kind in ("space", "both")
    )
    unsaid = [c for (_, _, c), kind in zip(found, kinds, strict=True) if not kind]
    if unsaid and not time:
        time = (unsaid.pop(0),)
    if unsaid and not space:
        space = (unsaid.pop(0),)
    return Said(time, space)


def names(claims: Iterable[Claim], cost: Cost) -> Claim | None:
    """The claim that says `cost`, where it is the only bound claimed or none contradicts it."""
    right = {bound_of(one) for one in cost.all_accepted}
    said = list(claims)
    met = [claim for claim in said if claim.bound in right]
    return met[-1] if met and said[-1].bound in right else None


def bound_of(text: str) -> Bound:
    """`text`, such as “O(n log n)” or “n^2”, in the form in which bounds are compared: without
    constants, in any order, whatever the signs for products and powers."""
    inside = _lowered(text.translate(_SUPERSCRIPTS))
    opening = _BIG_O.search(inside)
    if opening:
        inside = inside[opening.end() : _closing(inside, opening.end())]
    return _parsed(inside)


def _lowered(text: str) -> str:
    """`text` in lower case, every character in its place."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _claims(text: str, told: str) -> Iterable[tuple[int, int, Claim]]:
    taken: list[tuple[int, int]] = []
    for opening in _BIG_O.finditer(text):
        end = _closing(text, opening.end())
        bound = _parsed(text[opening.end() : end])
        taken.append((opening.start(), end))
        yield opening.start(), end + 1, Claim(bound, told[opening.start() : end + 1])
    for bare in _BARE.finditer(text):
        start, end = bare.span(1)
        if bare[1].strip() and not any(begun <= end and start <= over for begun, over in taken):
            taken.append((start, end))
            yield start, end, Claim(_parsed(bare[1]), told[start:end].strip())
    for word in _WORDED.finditer(text):
        inside = any(start <= word.start() <= end for start, end in taken)
        if inside or _NOT_A_COST.match(text, word.end()):
            continue
        bound = _parsed(_WORDS[word[1].replace("-", " ")])
        yield word.start(), word.end(), Claim(bound, told[word.start(1) : word.end(1)])


def _closing(text: str, start: int) -> int:
    depth = 1
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    return len(text)


def _kind(text: str, start: int, end: int, found: list[tuple[int, int, Claim]]) -> str:
    """Which of time and space the words around a bound speak of: first those between it and the
    next bound or the end of the clause, then those before it."""
    after_end = min((s for s, _, _ in found if s > start), default=len(text))
    before_start = max((e for _, e, _ in found if e <= start), default=0)
    after = re.split(r"[.;,\n]|\band\b", text[end:after_end])[0]
    before = text[before_start:start]
    if _BOTH.search(after) or _BOTH.search(before):
        return "both"
    follows = _named(after)
    return follows if len(follows) else _named(before, last=True)


def _named(words: str, *, last: bool = False) -> str:
    met = [("time", one.start()) for one in _TIME.finditer(words)]
    met += [("space", one.start()) for one in _SPACE.finditer(words)]
    if not met:
        return ""
    place = max if last else min
    return place(met, key=lambda one: one[1])[0]


def _parsed(text: str) -> Bound:
    """A sum of products, read leniently: what cannot be read is a factor of its own name."""
    signs = _TOKEN.findall(_STARS.sub("^", text))
    sums: list[list[str]] = [[]]
    depth = 0
    group: list[str] = []
    for sign in signs:
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        if depth or sign == ")":
            group.append(sign)
            if depth == 0:
                _add_factor(sums[-1], _in_order("".join(group)))
                group = []
        elif sign == "+":
            sums.append([])
        elif sign != "*":
            _add_factor(sums[-1], sign)
    return frozenset(tuple(sorted(product)) for product in map(_simplified, sums) if product)


def _in_order(group: str) -> str:
    """“(v+e)” and “(e+v)” as the same text."""
    return f"({'+'.join(sorted(group[1:-1].split('+')))})"


def _add_factor(product: list[str], sign: str) -> None:
    """A power and the argument of a logarithm belong to what stands before them."""
    grows = product and (product[-1].endswith("^") or product[-1] in ("log", "ln", "lg"))
    if sign in ("^", "/", "-") and product:
        product[-1] += sign
    elif product and (grows or product[-1][-1:] in "/-"):
        joined = f"{product[-1]} {sign}" if product[-1].isalpha() else product[-1] + sign
        product[-1] = re.sub(r"^(?:ln|lg|log) \(?([^()]*)\)?$", r"log \1", joined)
    else:
        product.append(sign)


def _simplified(product: list[str]) -> list[str]:
    """Without constant factors, n n as n^2, and n^1 as n."""
    counts: dict[str, float] = {}
    for factor in product:
        name, _, power = factor.partition("^")
        exponent = float(power) if power.isdecimal() else None
        if exponent is None and power:
            counts[factor] = 1
        elif not name.replace("/", "").isdecimal():
            counts[name] = counts.get(name, 0) + (exponent or 1)
    return [name if count == 1 else f"{name}^{count:g}" for name, count in counts.items()] or ["1"]
