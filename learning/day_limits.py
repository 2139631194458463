"""The most of a day that study may take: "2 h a day", "1 block on fri", "90 min on mon-fri"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from base.errors import InvalidInput
from base.text import fold, one_line
from learning.availability_text import days_text, read_days
from learning.plan_model import GRID_MINUTES, hours_text

EXAMPLE = "Write it like “2 h a day”, “90 min on fri” or “1 block on weekdays”."
MOST_BLOCKS_SAID = 20
_EVERY_DAY = list(range(7))
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_AMOUNT = re.compile(
    r"(?:at most |up to |max(?:imum)? |no more than |not more than )?"
    r"(?P<number>\d{1,3}(?:[.,]\d{1,2})?|a|an|one|two|three|four|five|six)\s*"
    r"(?P<unit>h|hrs?|hours?|m|mins?|minutes?|blocks?|sessions?)(?:\s*(?P<more>[0-5]?\d)"
    r"(?:\s*(?:m|mins?|minutes?))?)?\b(?P<days>.*)"
)
_A_DAY = re.compile(r"\b(?:a|per|each|every) day\b|\bdaily\b|/\s*day\b|\b(?:on|only|max)\b")


@dataclass(frozen=True, slots=True)
class DayLimit:
    """On each of `days` (0 is Monday) at most so many minutes, or so many blocks."""

    days: tuple[int, ...]
    minutes: int | None = None
    blocks: int | None = None

    @classmethod
    def parse(cls, text: str) -> DayLimit:
        """Read a learner's words.

        Raises:
            InvalidInput: they say no amount, no days that are known, or less than the shortest
                block takes.
        """
        match = _AMOUNT.fullmatch(fold(text))
        if match is None:
            raise InvalidInput(f"“{one_line(text, 40)}” is no limit for a day.", hint=EXAMPLE)
        said = _A_DAY.sub(" ", match["days"]).strip(" ,.;")
        days = tuple(read_days(said) if said else _EVERY_DAY)
        number = float(_NUMBERS.get(match["number"]) or match["number"].replace(",", "."))
        if match["unit"].startswith(("b", "s")):
            if number != int(number) or not 1 <= number <= MOST_BLOCKS_SAID:
                raise InvalidInput(
                    f"A day cannot have {number:g} blocks as its limit.",
                    hint=f"{EXAMPLE} A day with none is a day off.",
                )
            return cls(days, blocks=int(number))
        minutes = number * (60 if match["unit"].startswith("h") else 1) + int(match["more"] or 0)
        whole = int(minutes) // GRID_MINUTES * GRID_MINUTES
        if not 15 <= whole <= 24 * 60:
            raise InvalidInput(
                f"{minutes:g} min a day cannot be a limit.",
                hint=f"{EXAMPLE} A block takes 15 min or more; a day with none is a day off.",
            )
        return cls(days, minutes=whole)

    def higher(self) -> Iterator[DayLimit]:
        """The same limit, ever higher: by a step of the grid up to three hours more, or by a block
        up to three more."""
        for step in range(1, 37 if self.blocks is None else 4):
            if self.minutes is not None:
                yield replace(self, minutes=self.minutes + step * GRID_MINUTES)
            elif self.blocks is not None:
                yield replace(self, blocks=self.blocks + step)

    def __str__(self) -> str:
        if self.minutes is not None:
            amount = hours_text(self.minutes)
        else:
            amount = "1 block" if self.blocks == 1 else f"{self.blocks} blocks"
        every = len(self.days) == len(_EVERY_DAY)
        return f"{amount} a day" if every else f"{amount} on {days_text(list(self.days))}"


def joined_limits(first: Collection[str], later: Collection[str]) -> tuple[str, ...]:
    """Both lists of limits; where two speak of a day in the same unit, the later counts.

    Raises:
        InvalidInput: one of them is no limit.
    """
    taken: set[tuple[bool, int]] = set()
    kept: list[str] = []
    for limit in map(DayLimit.parse, reversed((*first, *later))):
        days = tuple(day for day in limit.days if (limit.blocks is None, day) not in taken)
        taken.update((limit.blocks is None, day) for day in days)
        if days:
            kept.append(str(DayLimit(days, limit.minutes, limit.blocks)))
    return tuple(reversed(kept))
