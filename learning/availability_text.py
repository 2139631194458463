"""How weekly windows are written: read forgivingly, written in one canonical form.

Windows are pairs of minutes since Monday 00:00; a pair that runs past 10080 goes on on Monday.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from base.errors import InvalidInput
from base.text import fold, one_line

DayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[DayName, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DAY_MINUTES = 24 * 60
WEEK_MINUTES = 7 * DAY_MINUTES
EXAMPLE = 'Write it like "mon-fri 19:00-21:00; sat 09:00-12:00".'


def read_windows(text: str) -> Iterator[tuple[int, int]]:
    """The windows that a learner's words name, in the order they are named.

    Days: names in full or short, ranges, lists, "weekdays", "weekends", "daily". Times:
    "19:00", "7pm", "7-9pm"; several ranges with commas; past midnight "22:00-01:00".

    Raises:
        InvalidInput: a part is not understood; the message says which.
    """
    yield from _Reader(text).windows()


def read_days(text: str) -> list[int]:
    """The days that words name, from 0 for Monday, in order: "weekdays", "mon-wed, fri".

    Raises:
        InvalidInput: they name no days.
    """
    whole_days = read_windows(f"{text} 00:00-24:00")
    return sorted({start // DAY_MINUTES for start, _ in whole_days})


def write_windows(windows: tuple[tuple[int, int], ...]) -> str:
    """Sorted, merged windows as canonical text."""
    return "; ".join(_clauses(windows))


def by_day(windows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Windows of a day or longer, cut at the midnights; shorter ones stay whole."""
    for start, end in windows:
        if end - start < DAY_MINUTES:
            yield start, end
            continue
        first = start // DAY_MINUTES
        for day in range(first, -(-end // DAY_MINUTES)):
            yield max(start, day * DAY_MINUTES), min(end, (day + 1) * DAY_MINUTES)


def _clauses(windows: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """The windows as text, days with the same times together."""
    times: dict[int, list[str]] = {}
    pieces = ((start % WEEK_MINUTES, end - start) for start, end in by_day(_rejoined(windows)))
    for start, length in sorted(pieces):
        day, begin = divmod(start, DAY_MINUTES)
        finish = begin + length
        if finish > DAY_MINUTES:
            finish -= DAY_MINUTES
        times.setdefault(day, []).append(f"{_clock(begin)}-{_clock(finish)}")
    groups: dict[tuple[str, ...], list[int]] = {}
    for day, ranges in times.items():
        groups.setdefault(tuple(ranges), []).append(day)
    for same, days in groups.items():
        yield f"{days_text(days)} {', '.join(same)}"


def _rejoined(windows: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The window that ends the week made one with the one that begins it."""
    if len(windows) < 2 or windows[0][0] != 0 or windows[-1][1] != WEEK_MINUTES:
        return windows
    return (*windows[1:-1], (windows[-1][0], WEEK_MINUTES + windows[0][1]))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def days_text(days: list[int]) -> str:
    """Days from 0 for Monday, in order, as text: "mon-wed,fri"."""
    if len(days) == 7:
        return "daily"
    spans: list[list[int]] = []
    for day in days:
        if spans and day == spans[-1][-1] + 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return ",".join(
        DAYS[span[0]] if len(span) == 1 else f"{DAYS[span[0]]}-{DAYS[span[-1]]}" for span in spans
    )


_DAY_WORDS: dict[str, tuple[int, ...]] = {
    "weekday": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    "daily": (0, 1, 2, 3, 4, 5, 6),
    "everyday": (0, 1, 2, 3, 4, 5, 6),
}
_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FILLERS = frozenset({"at", "from", "on", "and", "&", "between", "the", "o'clock", ","})
_DASHES = frozenset({"-", "to", "until", "till", "through"})
_TOKEN = re.compile(
    r"(?P<time>\d{1,2}(?:[:.h]\d{2}|\d{2})?h?\s*(?:[ap]\.?m\.?(?![a-z]))?)"
    r"|(?P<word>[^\W\d_][\w']*\.?)|(?P<dash>-)|(?P<break>;)|(?P<skip>[,:&\s])|(?P<wrong>\S)"
)
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?h?\s*(?P<half>[ap])?")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["days", "time", "dash", "break"]
    text: str
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Time:
    minutes: int
    half: str
    text: str


class _Reader:
    """Reads availability token by token: days, then times, then days again."""

    def __init__(self, text: str) -> None:
        self._text = one_line(text, 400)
        folded = re.sub(r"[‐-―−]", "-", fold(text.replace("\n", ";")))
        folded = re.sub(r"\b(?:every|each|all) (?=day\b)", "every", folded)
        self._tokens = list(self._read(folded))
        self._at = 0

    def windows(self) -> Iterator[tuple[int, int]]:
        found = False
        while self._skip_breaks():
            days = self._days()
            ranges = self._ranges()
            for day in days:
                for start, end in ranges:
                    found = True
                    yield day * DAY_MINUTES + start, day * DAY_MINUTES + end
        if not found:
            raise InvalidInput(f"“{self._text}” names no days and times.", hint=EXAMPLE)

    def _read(self, text: str) -> Iterator[_Token]:
        for match in _TOKEN.finditer(text):
            kind, word = match.lastgroup, match.group()
            if kind == "word" and word not in _FILLERS and word not in _DASHES:
                yield _Token("days", word, self._day_word(word))
            elif kind == "time":
                yield _Token("time", word.strip())
            elif kind == "dash" or word in _DASHES:
                yield _Token("dash", word)
            elif kind == "break":
                yield _Token("break", word)
            elif kind == "wrong":
                raise InvalidInput(f"“{word}” in “{self._text}” is not understood.", hint=EXAMPLE)

    def _day_word(self, word: str) -> tuple[int, ...]:
        bare = word.rstrip(".")
        if bare in {"noon", "midnight"}:
            raise InvalidInput(
                f"“{bare}” in “{self._text}” is not a time on the clock.",
                hint="Write noon as 12:00 and midnight as 00:00 or 24:00.",
            )
        singular = bare.removesuffix("s") if len(bare) > 5 else bare
        if singular in _DAY_WORDS:
            return _DAY_WORDS[singular]
        for day, name in enumerate(_FULL_NAMES):
            if len(singular) >= 2 and name.startswith(singular):
                return (day,)
        if bare in {"weds", "tues", "thurs"}:
            return (DAYS.index(bare[:3]),)
        raise InvalidInput(f"“{bare}” in “{self._text}” is neither a day nor a time.", hint=EXAMPLE)

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next_is(self, kind: str) -> bool:
        token = self._peek()
        return token is not None and token.kind == kind

    def _take(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip_breaks(self) -> bool:
        while self._next_is("break"):
            self._take()
        return self._peek() is not None

    def _days(self) -> list[int]:
        if not self._next_is("days"):
            token = self._take()
            raise InvalidInput(
                f"A day is missing before “{token.text}” in “{self._text}”.", hint=EXAMPLE
            )
        days = list(self._take().days)
        while self._next_is("days") or self._next_is("dash"):
            if self._next_is("days"):
                days.extend(self._take().days)
                continue
            dash = self._take()
            if not self._next_is("days"):
                raise InvalidInput(
                    f"“{dash.text}” in “{self._text}” stands after a day with no day behind it.",
                    hint=EXAMPLE,
                )
            first, last = days[-1], self._take().days[-1]
            days.extend(day % 7 for day in range(first + 1, first + (last - first) % 7 + 1))
        return days

    def _ranges(self) -> list[tuple[int, int]]:
        ranges = []
        while self._next_is("time"):
            start = self._time()
            if not self._next_is("dash"):
                raise InvalidInput(f"“{start.text}” in “{self._text}” has no end.", hint=EXAMPLE)
            self._take()
            if not self._next_is("time"):
                raise InvalidInput(f"“{start.text}-” in “{self._text}” has no end.", hint=EXAMPLE)
            ranges.append(self._range(start, self._time()))
        if not ranges:
            raise InvalidInput(
                f"“{self._tokens[self._at - 1].text}” in “{self._text}” has no times.",
                hint=EXAMPLE,
            )
        return ranges

    def _range(self, start: _Time, end: _Time) -> tuple[int, int]:
        begin, finish = start.minutes, end.minutes
        if end.half and not start.half and begin <= 12 * 60:
            # "7-9pm" is an evening, "11-1pm" crosses noon: the nearest start before the end.
            begin = max(
                (b for b in (begin % (12 * 60), begin % (12 * 60) + 12 * 60) if b < finish),
                default=begin,
            )
        if begin in (finish, DAY_MINUTES):
            raise InvalidInput(
                f"“{start.text}-{end.text}” in “{self._text}” has no length.", hint=EXAMPLE
            )
        return (begin, finish) if begin < finish else (begin, finish + DAY_MINUTES)

    def _time(self) -> _Time:
        token = self._take()
        match = _TIME.match(token.text)
        hour, minute = (int(match["hour"]), int(match["minute"] or 0)) if match else (99, 0)
        half = (match["half"] or "") if match else ""
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half:
            hour = 99
        if minute > 59 or hour * 60 + minute > DAY_MINUTES:
            raise InvalidInput(
                f"“{token.text}” in “{self._text}” is not a time of day.", hint=EXAMPLE
            )
        return _Time(hour * 60 + minute, half, token.text)
