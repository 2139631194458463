"""The outlook in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from learning.deadline_ways import Shortfall
from learning.forecast import Forecast
from learning.forecast_record import record_in_words
from learning.long_view import ViewWeek
from learning.outlook_view import Outlook
from learning.plan_model import PlannedBlock, hours_text
from learning.plan_wording import by_day, clock_words, day_words, status_words
from learning.week_days import NearWeek

_SOURCES = {
    "committed": "as planned",
    "draft": "a draft that waits for your yes",
    "proposed": "as it would be planned today; nothing is kept",
}
_BAR = 24
_NAMED = 3


def outlook_lines(outlook: Outlook, *, drawn: bool = False) -> list[str]:
    """The outlook in sentences; what is listed begins with two spaces. Phases are `drawn` as bars
    over the time to the end, or told in words."""
    if not outlook.work:
        return ["Everything you chose of the roadmap is done.", *outlook.notes]
    lines = [_left(outlook), *_foretold(outlook.forecast)]
    if outlook.deadline is not None:
        lines += ["", *_on_the_deadline(outlook, outlook.deadline)]
    if outlook.view.phases:
        lines += ["", "At the hours planned, with every week done:"]
        lines += _bars(outlook) if drawn else _phases(outlook)
    if outlook.record is not None:
        lines += ["", record_in_words(outlook.record)]
    if outlook.notes:
        lines += ["", *outlook.notes]
    return lines


def week_lines(outlook: Outlook, weeks: int | None = None) -> list[str]:
    """One line for each week to come, up to so many."""
    return [
        f"  {_day(week.start):<15}  {hours_text(week.total):>7}  " + _contents(outlook, week)
        for week in outlook.view.weeks[:weeks]
    ]


def day_lines(outlook: Outlook) -> Iterator[str]:
    """The weeks that are planned by day."""
    for near in outlook.near:
        yield f"The week of {_day(near.start)}, {_SOURCES[near.source]}:"
        yield from _days(near, outlook)


def _phases(outlook: Outlook) -> Iterator[str]:
    for end in outlook.view.phases:
        told = outlook.ends.get(end.phase)
        said = f"  {end.title}: by the week of {_day(end.week)}"
        if told is not None:
            said += (
                f"; at your own pace {_month(told.earliest)} to {_month(told.latest)}{_later(told)}"
            )
        yield said


def _bars(outlook: Outlook) -> list[str]:
    weeks = outlook.view.weeks
    width = max((len(end.title) for end in outlook.view.phases), default=0)
    lines = []
    for end in outlook.view.phases:
        held = [
            number
            for number, week in enumerate(weeks)
            if any(outlook.work[name].phase == end.phase for name in week.minutes)
        ]
        first, last = (round(n * _BAR / len(weeks)) for n in (held[0], held[-1] + 1))
        bar = " " * min(first, _BAR - 1) + "█" * max(1, last - min(first, _BAR - 1))
        told = outlook.ends.get(end.phase)
        foretold = (
            ""
            if told is None
            else f"  ({_month(told.earliest)} to {_month(told.latest)}{_later(told)})"
        )
        lines.append(f"  {end.title:<{width}}  {bar:<{_BAR}}  {_month(end.week)}{foretold}")
    return lines


def _left(outlook: Outlook) -> str:
    assumed = " (assumed; `waymark profile set --hours` says yours)" * outlook.hours_assumed
    topics = sum(item.minutes for item in outlook.work.values() if item.kind == "learn")
    projects = outlook.minutes_left - topics
    parts = f", {about(projects)} of it projects" if projects else ""
    a_week = hours_text(outlook.minutes_a_week)
    return f"{about(outlook.minutes_left)} are left{parts}, at {a_week} a week{assumed}."


def _foretold(found: Forecast | None) -> Iterator[str]:
    if found is None:
        return
    latest = f"{_day(found.latest)}{_later(found)}"
    if found.unending and found.earliest >= found.middle:
        yield "At these hours and this pace you will hardly be done within thirty years."
    else:
        yield (
            f"You will be done between {_day(found.earliest)} and {latest}, with 4 chances in 5; "
            f"the middle is {_day(found.middle)}."
        )
    yield _evidence(found.weeks_known)


def _on_the_deadline(outlook: Outlook, deadline: date) -> Iterator[str]:
    meant = f"all that {outlook.goal} asks for" if outlook.goal else "all of it"
    if outlook.goal_done:
        yield f"For your deadline, {_day(deadline)}, {meant} is done already."
    elif outlook.shortfall is not None:
        yield from _late(outlook.shortfall)
    else:
        yield f"With every week done, {meant} is done by your deadline, {_day(deadline)}."
    if outlook.chance is not None:
        yield f"At your own pace the chance of being done by then is {_percent(outlook.chance)}."


def _late(late: Shortfall) -> Iterator[str]:
    meant = f" of what {late.what} asks for" if late.what else ""
    yield (
        f"By your deadline, {_day(late.deadline)}, {about(late.minutes)}{meant} find no time, "
        f"even with every week done: {late.named}."
    )
    if late.ways:
        yield "Each of these would be enough:" if late.ways[1:] else "This would be enough:"
        yield from (f"  {way.says}" for way in late.ways)
    else:
        yield (
            "Neither 80 h a week nor a deadline within ten years would be enough; leave out most "
            "of it, or find more hours."
        )


def _contents(outlook: Outlook, week: ViewWeek) -> str:
    held = outlook.minutes_by_title(week)
    parts = [f"{title} {hours_text(minutes)}" for title, minutes in held.items()]
    shown = parts[:_NAMED] + ([f"and {len(parts) - _NAMED} more"] if parts[_NAMED:] else [])
    beside = (
        ("reviews", week.reviews),
        ("rehearsals", week.rehearsals),
        ("practice", week.practice),
    )
    shown += [f"{name} {hours_text(minutes)}" for name, minutes in beside if minutes]
    return "; ".join(shown) or ("nothing planned" if week.free else "no free time")


def _days(near: NearWeek, outlook: Outlook) -> Iterator[str]:
    days = by_day(near.blocks, outlook.zone)
    if not days:
        yield f"  nothing. {near.says}".rstrip()
    for day, blocks in days:
        held = "; ".join(_block(block, outlook) for block in blocks)
        yield f"  {day_words(day)}: {held}"


def _block(block: PlannedBlock, outlook: Outlook) -> str:
    status = status_words(block.status)
    said = f"{clock_words(block.interval, outlook.zone)} {block.title}"
    return f"{said} ({status})" if status else said


def _later(found: Forecast) -> str:
    return " or later" if found.unending else ""


def _evidence(weeks: int) -> str:
    if weeks == 0:
        return (
            "There is no week of yours to go by yet, so this rests on a wide assumption about how "
            "much of a planned week people do; it narrows as you mark blocks done."
        )
    noun = "week" if weeks == 1 else "weeks"
    return f"It rests on {weeks} {noun} of yours, planned against done, and a wide assumption."


def about(minutes: int) -> str:
    """Minutes as people say them, many of them in whole hours."""
    return hours_text(round(minutes / 60) * 60 if minutes >= 600 else minutes)


def _percent(chance: float) -> str:
    if chance < 0.01:
        return "below 1 %"
    return "above 99 %" if chance > 0.99 else f"{chance:.0%}".replace("%", " %")


def _day(day: date) -> str:
    return f"{day_words(day)} {day.year}"


def _month(day: date) -> str:
    return f"{day:%b %Y}"
