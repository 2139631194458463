"""What the learner wishes for one week, as typed values that gather over revisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from base.errors import InvalidInput
from base.text import fold, one_line
from learning.availability import Availability, PartOfDay
from learning.availability_text import DAYS, EXAMPLE
from learning.day_limits import EXAMPLE as AT_MOST_EXAMPLE
from learning.day_limits import DayLimit, joined_limits
from learning.kept_free import EXAMPLE as KEEP_FREE_EXAMPLE
from learning.kept_free import joined_kept_free, kept_free, on_days

_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LEAST_BLOCK, MOST_BLOCK = 15, 180
MOST_BREAK, MOST_SLACK = 60, 80
MOST_WISHES = 20


def _day(value: object) -> str:
    """A day's short name from its name in full or short, in the plural too; an ISO date stays."""
    word = fold(value.isoformat() if isinstance(value, date) else str(value))
    if len(word) >= 3 and word.isalpha():
        for name, full in zip(DAYS, _FULL_NAMES, strict=True):
            if full.startswith(word.removesuffix("s")) or word == full + "s":
                return name
    try:
        return date.fromisoformat(word).isoformat()
    except ValueError as error:
        raise ValueError(
            f"“{one_line(word, 40)}” is no day: write mon to sun, or a date"
        ) from error


def _part(value: object) -> object:
    return fold(value).removesuffix("s") if isinstance(value, str) else value


def _said_well(read: Callable[[str], object]) -> BeforeValidator:
    """Text in the one form that `read` gives it."""

    def canonical(value: object) -> str:
        try:
            return str(read(str(value)))
        except InvalidInput as error:
            raise ValueError(error.message) from error

    return BeforeValidator(canonical, json_schema_input_type=str)


Name = Annotated[str, Field(min_length=1, max_length=80)]
Day = Annotated[str, BeforeValidator(_day, json_schema_input_type=str)]
Part = Annotated[PartOfDay, BeforeValidator(_part)]
Energy = Annotated[PartOfDay, BeforeValidator(_part, json_schema_input_type=str)]
KeptFree = Annotated[str, _said_well(kept_free)]
Limit = Annotated[str, _said_well(DayLimit.parse)]
FreeTimes = Annotated[str, _said_well(Availability.parse)]


class Wishes(BaseModel):
    """Wishes for one week."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days_off: tuple[Day, ...] = Field(default=(), description="mon to sun, or a date")
    days_on: tuple[Day, ...] = Field(default=(), description="Days off that are free after all")
    parts: tuple[Part, ...] = Field(default=(), description="Only these")
    keep_free: tuple[KeptFree, ...] = Field(
        default=(), max_length=MOST_WISHES, description="“before 10:00”, “sun evening”"
    )
    free: FreeTimes | None = Field(default=None, description="Availability of this week")
    at_most: tuple[Limit, ...] = Field(
        default=(), max_length=MOST_WISHES, description="“2 h a day”, “1 block on fri”"
    )
    block_minutes: int | None = Field(default=None, ge=LEAST_BLOCK, le=MOST_BLOCK)
    break_minutes: int | None = Field(default=None, ge=0, le=MOST_BREAK)
    energy: Energy | None = Field(default=None, description="Part for hard topics")
    slack_percent: int | None = Field(
        default=None, ge=0, le=MOST_SLACK, description="Of the free time, left unplanned"
    )
    more: tuple[Name, ...] = Field(default=(), max_length=MOST_WISHES, description="Topics")
    less: tuple[Name, ...] = Field(default=(), max_length=MOST_WISHES)
    start_over: bool = Field(default=False, description="Drop the wishes of earlier drafts")

    def and_then(self, later: Wishes) -> Wishes:
        """These wishes with `later` ones added; where the two contradict, the later count."""
        off = _joined(self.days_off, later.days_off)
        return Wishes(
            days_off=tuple(day for day in off if day not in later.days_on),
            parts=later.parts or self.parts,
            keep_free=joined_kept_free(
                [text for text in self.keep_free if not _is_back(text, later.days_on)],
                later.keep_free,
            ),
            free=later.free or self.free,
            at_most=joined_limits(self.at_most, later.at_most),
            block_minutes=later.block_minutes or self.block_minutes,
            break_minutes=_later(self.break_minutes, later.break_minutes),
            energy=later.energy or self.energy,
            slack_percent=_later(self.slack_percent, later.slack_percent),
            more=tuple(name for name in _joined(self.more, later.more) if name not in later.less),
            less=tuple(name for name in _joined(self.less, later.less) if name not in later.more),
        )

    def for_week(self, week_start: date) -> Wishes:
        """The same with dates turned into the days of that week.

        Raises:
            InvalidInput: a date lies outside the week.
        """
        return self.model_copy(
            update={
                "days_off": tuple(_weekday(day, week_start) for day in self.days_off),
                "days_on": tuple(_weekday(day, week_start) for day in self.days_on),
            }
        )

    def in_words(self) -> tuple[str, ...]:
        """One line for each wish."""
        said = []
        if self.days_off:
            days = [day for day in DAYS if day in self.days_off]
            said.append(f"nothing on {' or '.join(days)}")
        if self.parts:
            said.append(f"only in the {' or '.join(self.parts)}")
        said += [f"nothing {'on ' if on_days(text) else ''}{text}" for text in self.keep_free]
        if self.free:
            said.append(f"free {self.free}")
        said += [f"at most {limit}" for limit in self.at_most]
        if self.block_minutes:
            said.append(f"blocks of {self.block_minutes} min")
        if self.break_minutes is not None:
            said.append(f"breaks of {self.break_minutes} min")
        if self.energy:
            said.append(f"what is hard in the {self.energy}")
        if self.slack_percent:
            said.append(f"{self.slack_percent} % of the free time left free")
        if self.more:
            said.append(f"more of {', '.join(self.more)}")
        if self.less:
            said.append(f"less of {', '.join(self.less)}")
        return tuple(said)


def checked_wishes(**values: object) -> Wishes:
    """Wishes from values as they were typed.

    Raises:
        InvalidInput: a value does not fit; the message names it.
    """
    try:
        return Wishes.model_validate(values)
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0])
        what, fits = _FITS.get(name, (name, "Ask for at most 20, with short names."))
        raise InvalidInput(
            f"“{one_line(str(fault['input']), 40)}” cannot be {what}.", hint=fits
        ) from error


_PARTS_FIT = ("a part of the day", "They are morning, afternoon and evening.")
_FITS = {
    "days_off": ("a day off", "Days are mon to sun or a date."),
    "days_on": ("a day", "Days are mon to sun or a date."),
    "parts": _PARTS_FIT,
    "energy": _PARTS_FIT,
    "keep_free": ("a time to keep free", KEEP_FREE_EXAMPLE),
    "free": ("your free times", EXAMPLE),
    "at_most": ("a limit of a day", AT_MOST_EXAMPLE),
    "block_minutes": ("the length of a block", f"{LEAST_BLOCK} to {MOST_BLOCK} minutes can."),
    "break_minutes": ("the length of a break", f"0 to {MOST_BREAK} minutes can."),
    "slack_percent": ("the part to leave free", f"0 to {MOST_SLACK} percent can."),
}
"""What each wish is, and what it can be."""


class Ask(BaseModel):
    """Everything that was asked of a week: what a revision builds on."""

    model_config = ConfigDict(frozen=True)

    hours: float | None = None
    focus: tuple[str, ...] = ()
    wishes: Wishes = Wishes()

    def and_then(self, later: Ask) -> Ask:
        if later.wishes.start_over:
            return Ask(
                hours=later.hours,
                focus=later.focus,
                wishes=later.wishes.model_copy(update={"start_over": False, "days_on": ()}),
            )
        unwanted = later.wishes.less
        wishes = self.wishes.and_then(later.wishes)
        kept = tuple(name for name in wishes.less if name not in later.focus)
        return Ask(
            hours=self.hours if later.hours is None else later.hours,
            focus=tuple(n for n in _joined(self.focus, later.focus) if n not in unwanted),
            wishes=wishes.model_copy(update={"less": kept}),
        )

    def on_top_of(self, always: Wishes) -> Ask:
        """The same where the wishes of every week hold as well; what is said here counts more."""
        return self.model_copy(update={"wishes": always.and_then(self.wishes)})


T = TypeVar("T")


def week_start_of(week: str | date, today: date) -> date:
    """The Monday of "this" week, of the "next", or of the week a date lies in.

    Raises:
        InvalidInput: it is none of these, or the week is over.
    """
    monday = today - timedelta(days=today.weekday())
    word = fold(week).removesuffix(" week") if isinstance(week, str) else ""
    if word in {"this", "today", "now"}:
        return monday
    if word in {"next", "tomorrow"}:
        return monday + timedelta(days=7)
    try:
        day = week if isinstance(week, date) else date.fromisoformat(word)
    except ValueError as error:
        raise InvalidInput(
            f"“{one_line(str(week), 40)}” is not a week.",
            hint="Say this, next, or a date such as 2027-03-22.",
        ) from error
    start = day - timedelta(days=day.weekday())
    if start < monday:
        raise InvalidInput(
            f"The week of {start.isoformat()} is over.", hint="Plan this week or a later one."
        )
    return start


def _weekday(day: str, week_start: date) -> str:
    if day in DAYS:
        return day
    offset = (date.fromisoformat(day) - week_start).days
    if not 0 <= offset < 7:
        raise InvalidInput(
            f"{day} is not in the week of {week_start.isoformat()}.",
            hint="Name a day of that week, such as wed.",
        )
    return DAYS[offset]


def _is_back(text: str, days_on: tuple[str, ...]) -> bool:
    """Whether all days on which a time was to be kept free are free for study again."""
    days = on_days(text)
    return bool(days) and days <= set(days_on)


def _later(before: int | None, later: int | None) -> int | None:
    return before if later is None else later


def _joined(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
