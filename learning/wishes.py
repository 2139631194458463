"""What the learner wishes for one week, as typed values that gather over revisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from base.errors import InvalidInput
from base.text import fold, one_line
from learning.availability import PartOfDay
from learning.availability_text import DAYS

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


Name = Annotated[str, Field(min_length=1, max_length=80)]
Day = Annotated[str, BeforeValidator(_day, json_schema_input_type=str)]
Part = Annotated[PartOfDay, BeforeValidator(_part)]


class Wishes(BaseModel):
    """Wishes for one week alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    days_off: tuple[Day, ...] = Field(default=(), description="mon to sun, or a date")
    days_on: tuple[Day, ...] = Field(default=(), description="Days off that are free after all")
    parts: tuple[Part, ...] = Field(default=(), description="Only these")
    block_minutes: int | None = Field(default=None, ge=LEAST_BLOCK, le=MOST_BLOCK)
    break_minutes: int | None = Field(default=None, ge=0, le=MOST_BREAK)
    energy: Part | None = Field(default=None, description="When hard topics lie")
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
        place = " ".join(str(part).replace("_", " ") for part in fault["loc"][:1])
        raise InvalidInput(
            f"“{one_line(str(fault['input']), 40)}” does not fit as {place}.",
            hint="Days are mon to sun or a date; a block has "
            f"{LEAST_BLOCK} to {MOST_BLOCK} minutes, a break up to {MOST_BREAK}, "
            f"and up to {MOST_SLACK} percent can be left free.",
        ) from error


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


def _later(before: int | None, later: int | None) -> int | None:
    return before if later is None else later


def _joined(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))
