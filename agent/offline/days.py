"""Days, dates and weeks as people say them.

Every function takes folded text and, where it matters, the learner's own date of today.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?:(?<!s)s)?"
)
_DAYS = rf"(?:{_DAY}|weekends?|weekdays?|week-ends?|workdays?|working days)"
_SPAN = re.compile(
    rf"\b(?P<from>{_DAY})\s*(?:-|–|to|through|till|until)\s*(?P<to>{_DAY})\b|\b(?P<one>{_DAYS})\b"
)
DAY_LIST = (
    rf"(?:{_DAYS}(?:\s*(?:-|–|through)\s*{_DAY})?"
    rf"(?:\s*(?:,|and|or|&|nor|/|\+)+\s*(?:on\s+)?(?:the\s+)?(?={_DAYS}\b){_DAYS}){{0,9}})\b"
)
_OFF_BEFORE = re.compile(
    r"\b(?:not?|never|except|without|skip|avoid|exclude|excluding|but|free|off|leave out|drop"
    r"|cancel"
    r"|forget|scrap|busy|away|out|can'?t(?: do| study)?|cannot(?: do| study)?"
    r"|don'?t (?:use|plan|study)|nothing)"
    r"(?:\s+(?:on|for|about|the|any|work|study|studying|anything|blocks|me|at|not))*\s+"
    rf"(?P<days>{DAY_LIST})"
)
_OFF_AFTER = re.compile(
    rf"(?P<days>{DAY_LIST})(?:\s+(?:is|are|as|as a|must be|should be|stays?|completely))*\s+"
    r"(?:off|out|free of study|is full|not possible|no good|(?:do|does)(?:n'?t| not) work)\b"
)
_KEPT_FREE = re.compile(
    r"\b(?:keep|leave|make|have|want|need|take|give me|get)\s+(?:the\s+|my\s+|on\s+)*"
    rf"(?P<days>{DAY_LIST})\s+(?:free|off|clear|empty|open)\b"
)
_HOURS_ON_A_DAY = re.compile(rf"\d\s*(?:h|hrs?|hours?|min|minutes)\s+(?:on\s+)?(?P<day>{_DAYS})\b")
_FROM_ON = re.compile(
    rf"\b(?:from|starting(?: on| from)?)\s+(?P<day>{_DAY})\s+(?:on(?:wards?)?\b(?!\s+{_DAY})"
    rf"|onwards?\b)"
)
_AWAY_FROM = re.compile(
    r"\b(?:on (?:holidays?|vacation|leave)|away|travell?ing|off|out of town|abroad)\s+"
    rf"(?:from\s+)?(?:on\s+)?(?P<first>{_DAY})"
    rf"(?:\s*(?:-|–|to|through|till|until)\s*(?P<last>{_DAY})|\s+on(?:wards?)?)?\b"
)
_ON_AGAIN = re.compile(
    rf"(?P<days>{DAY_LIST})(?:\s+(?:is|are))?\s+(?:ok(?:ay)?|fine|possible|free|available|works)\b"
    r"(?:\s+(?:after all|again|too))?"
)
_ONLY = re.compile(
    rf"\b(?:only|just)\s+(?:on\s+|the\s+|use\s+)*(?P<after>{DAY_LIST})|(?P<before>{DAY_LIST})\s+only\b"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?P<rest>.*)")
_MONTH_DAY = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?P<rest>.*)")
_MONTH_ALONE = re.compile(rf"\b{_MONTH}\b(?P<rest>.*)")
_YEAR = re.compile(r"\A\W*(?:of\s+)?(20\d\d)\b")
_MONTH_NAME = _MONTH.replace("?P<month>", "?:")
_DATE = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:of\s+)?{_MONTH_NAME})?"
    rf"(?:\s+20\d\d)?|{_MONTH_NAME}\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+20\d\d)?)"
)
_SPAN_OF_DATES = re.compile(
    rf"(?<![\d:])(?P<a>{_DATE})\s*(?:-|–|to|until|till|through)\s*(?P<b>{_DATE})(?![\d:%]|\s*(?:am|pm|h\b))"
)
_END_OF_YEAR = re.compile(r"\bend of (?:the |this )?(?:(?P<year>20\d\d)|(?P<next>next )?year)\b")
_IN_TIME = re.compile(
    r"\b(?:in|within)\s+(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|nine|ten|twelve"
    r"|eighteen)\s+(?P<unit>days?|weeks?|months?|years?)\b"
)
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "eighteen": 18,
}
_NEXT_WEEK = re.compile(r"\b(?:next|coming|following|upcoming)\s+(?:study\s+)?(?:week|7 days)")
_THIS_WEEK = re.compile(
    r"\b(?:this|current|present|rest of (?:the|my|this)|remaining)\s+(?:study\s+)?week"
)


def weekdays(plain: str) -> tuple[str, ...]:
    """The days named in `plain` as mon … sun, in the week's order; weekend is two of them."""
    found: set[str] = set()
    for span in _SPAN.finditer(plain):
        if span["one"]:
            found.update(_one(span["one"]))
        else:
            first, last = WEEKDAYS.index(span["from"][:3]), WEEKDAYS.index(span["to"][:3])
            steps = (last - first) % 7
            found.update(WEEKDAYS[(first + step) % 7] for step in range(steps + 1))
    return tuple(day for day in WEEKDAYS if day in found)


def days_off(plain: str) -> tuple[str, ...]:
    """The days on which there is to be no study, said outright or as all but the named ones."""
    off: set[str] = set()
    for pattern in (_OFF_BEFORE, _OFF_AFTER, _KEPT_FREE):
        for found in pattern.finditer(plain):
            off.update(weekdays(found["days"]))
    each = weekdays(", ".join(found["day"] for found in _HOURS_ON_A_DAY.finditer(plain)))
    if len(each) > 1:
        off.update(day for day in WEEKDAYS if day not in each)
    if away := _away(plain):
        return tuple(day for day in WEEKDAYS if day in off.union(away))
    if begins := _FROM_ON.search(plain):
        off.update(WEEKDAYS[: WEEKDAYS.index(begins["day"][:3])])
    if only := _ONLY.search(plain):
        named = weekdays(only["after"] or only["before"])
        off.update(day for day in WEEKDAYS if day not in named)
    return tuple(day for day in WEEKDAYS if day in off)


def _away(plain: str) -> tuple[str, ...]:
    """The days of “on holiday from Thursday” (to the week's end) or “away from Tue to Thu”."""
    found = _AWAY_FROM.search(plain)
    if found is None or "from" not in found[0]:
        return ()
    first = WEEKDAYS.index(found["first"][:3])
    last = WEEKDAYS.index(found["last"][:3]) if found["last"] else len(WEEKDAYS) - 1
    return WEEKDAYS[first : last + 1] if first <= last else WEEKDAYS[first:]


def days_on(plain: str) -> tuple[str, ...]:
    """Days that are free after all: “Wednesday is fine again”."""
    found = _ON_AGAIN.search(_KEPT_FREE.sub(" ", plain))
    return weekdays(found["days"]) if found else ()


def week(plain: str, today: date | None) -> str | None:
    """`this`, `next` or the ISO date of a day in the week that is meant."""
    if _NEXT_WEEK.search(plain):
        return "next"
    if _THIS_WEEK.search(plain):
        return "this"
    if re.search(r"\bweek (?:of|from|starting|beginning)\b|\bweek \d", plain):
        meant = day(plain, today)
        return meant.isoformat() if meant else None
    return None


def first_date(text: str) -> str | None:
    """The first ISO date in a text, as it stands."""
    found = _ISO.search(text)
    return found[0] if found else None


def day(plain: str, today: date | None) -> date | None:
    """One day: an ISO date, "15 March 2027", "March 15", "tomorrow", "on Friday", "in 3 weeks".

    A date without a year, and a weekday, is the next one from `today`.
    """
    return (
        _iso(plain)
        or _written(plain, today)
        or _from_today(plain, today)
        or _weekday_from(plain, today)
    )


def span(plain: str, today: date | None) -> tuple[date, date] | None:
    """The first and the last of days named by date: "24 to 31 December", one date twice."""
    if found := _SPAN_OF_DATES.search(plain):
        first = _iso(found["a"]) or _written(_with_month(found["a"], found["b"]), today)
        last = _iso(found["b"]) or _written(_with_month(found["b"], found["a"]), first or today)
        return (first, last) if first and last else None
    one = _iso(plain) or _written(plain, today)
    return (one, one) if one else None


def _with_month(said: str, other: str) -> str:
    """“24” beside “31 December” is the 24 December."""
    month = re.search(_MONTH_NAME, said) or re.search(_MONTH_NAME, other)
    return f"{said} {month[0]}" if month and not re.search(_MONTH_NAME, said) else said


def last_weekday(plain: str, today: date | None) -> date | None:
    """The newest day of the one weekday named that is not after `today`."""
    named = weekdays(plain)
    if today is None or len(named) != 1:
        return None
    return _later(today, -((today.weekday() - WEEKDAYS.index(named[0])) % 7))


def deadline(plain: str, today: date | None) -> date | None:
    """A date to be ready by. A month alone means its last day: "by June 2027" is 30 June 2027."""
    if exact := _iso(plain) or _written(plain, today) or _from_today(plain, today):
        return exact
    if end := _END_OF_YEAR.search(plain):
        year = int(end["year"]) if end["year"] else (today.year if today else None)
        return None if year is None else date(year + bool(end["next"]), 12, 31)
    if found := _MONTH_ALONE.search(plain):
        month = _MONTHS.index(found["month"][:3]) + 1
        if (year := _year(found["rest"], month, 28, today)) is not None:
            return date(year, month, monthrange(year, month)[1])
    return None


def period(plain: str, today: date | None) -> str:
    """What a schedule is asked for: `today`, `this`, `next` or a date."""
    if re.search(r"\b(?:today|now|tonight)\b", plain):
        return "today"
    if said := week(plain, today):
        return said
    if meant := day(plain, today):
        return "today" if meant == today else meant.isoformat()
    return "this"


def _one(said: str) -> tuple[str, ...]:
    if said.startswith(("weekend", "week-end")):
        return WEEKDAYS[5:]
    if said.startswith(("weekday", "work")):
        return WEEKDAYS[:5]
    return (said[:3],)


def _iso(plain: str) -> date | None:
    found = _ISO.search(plain)
    return _date(int(found[1]), int(found[2]), int(found[3])) if found else None


def _written(plain: str, today: date | None) -> date | None:
    found = _DAY_MONTH.search(plain) or _MONTH_DAY.search(plain)
    if found is None:
        return None
    month, of_month = _MONTHS.index(found["month"][:3]) + 1, int(found["day"])
    year = _year(found["rest"], month, of_month, today)
    return None if year is None else _date(year, month, of_month)


def _from_today(plain: str, today: date | None) -> date | None:
    if today is None:
        return None
    if re.search(r"\bday after tomorrow\b", plain):
        return _later(today, 2)
    if re.search(r"\btomorrow\b", plain):
        return _later(today, 1)
    if re.search(r"\byesterday\b", plain):
        return _later(today, -1)
    found = _IN_TIME.search(plain)
    if found is None:
        return None
    amount = _COUNTS.get(found["count"]) or int(found["count"])
    if found["unit"].startswith("day"):
        return _later(today, amount)
    if found["unit"].startswith("week"):
        return _later(today, 7 * amount)
    return _months_later(today, amount * (12 if found["unit"].startswith("year") else 1))


def _weekday_from(plain: str, today: date | None) -> date | None:
    named = weekdays(plain)
    if today is None or len(named) != 1:
        return None
    return _later(today, (WEEKDAYS.index(named[0]) - today.weekday()) % 7)


def _year(rest: str, month: int, of_month: int, today: date | None) -> int | None:
    """The year said after a date, else the one that makes it the next such day."""
    if said := _YEAR.match(rest):
        return int(said[1])
    if today is None:
        return None
    return today.year + ((month, of_month) < (today.month, today.day))


def _date(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def _later(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _months_later(today: date, months: int) -> date | None:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
