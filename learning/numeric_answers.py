"""Reading the number that an answer gives: fractions, percentages, separators, powers, units."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from base.errors import InvalidInput
from base.text import fold

_LONGEST = 500
_NUMBER = (
    r"[-+−]?(?:\d{1,3}(?:[,' _]\d{3})+(?!\d)|\d+(?:,\d+)?)?"  # 1,234 and 1 234; else 12 or 0,5
    r"(?:[.]\d+)?(?:e[-+−]?\d+)?"
)
_MIXED = re.compile(r"\b(\d{1,6})\s+(?:and\s+)?(\d{1,6})/(\d{1,6})\b")
_QUANTITY = re.compile(
    rf"(?P<value>(?=[-+−]?[.]?\d){_NUMBER})"
    r"(?:\s*(?:x|\*|×|·)\s*10\s*(?:\^|\*\*)\s*(?P<power>[-+−]?\d+)"
    r"|\s*(?:\^|\*\*)\s*(?P<exponent>[-+−]?\d+)"
    rf"|\s*(?:/|out of|of|in)\s*(?P<below>(?=[.]?\d){_NUMBER})(?!\w))?"
    r"\s*(?P<unit>%|percent|per cent|[^\W\d_]+)?"
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_PERCENT = frozenset({"%", "percent", "per cent", "percentage points", "points"})
_UNITS: tuple[dict[str, float], ...] = (
    {"ms": 1e-3, "millisecond": 1e-3, "s": 1.0, "sec": 1.0, "second": 1.0, "min": 60.0,
     "minute": 60.0, "h": 3600.0, "hour": 3600.0, "hr": 3600.0, "day": 86400.0},
    {"b": 1.0, "byte": 1.0, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 2.0**10,
     "mib": 2.0**20, "gib": 2.0**30},
)  # fmt: skip
_BIGGEST_POWER = 300
_SUPERSCRIPT = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as said, with the unit that follows it ("" for none, "%" for any percentage)."""

    value: float
    unit: str = ""


def read_quantity(answer: str) -> Quantity:
    """The one number that `answer` comes to; after the last "=" where there is one.

    Raises:
        InvalidInput: there is no number in it, or several between which it does not decide.
    """
    raised = _SUPERSCRIPT.sub(lambda power: f"^{power[0]}", answer[:_LONGEST])
    text = fold(raised).rpartition("=")[2]
    text = re.split(r"\b(?:because|since|as)\b|\(", text)[0]
    if mixed := _MIXED.search(text):
        whole, above, below = (int(part) for part in mixed.groups())
        text = str(whole + above / below) if below else ""
    found = [
        quantity for match in _QUANTITY.finditer(text) if (quantity := _quantity(match)) is not None
    ]
    if not found:
        raise InvalidInput(
            "There is no number in this answer.",
            hint="Answer with a number, such as 0.75, 3/4, 75% or 1.5e-3.",
        )
    if len({quantity.value for quantity in found}) > 1:
        raise InvalidInput(
            "There are several numbers in this answer.",
            hint="Give the one you mean, or put it after =.",
        )
    return found[0]


def _quantity(match: re.Match[str]) -> Quantity | None:
    value = _plain_number(match["value"])
    if value is None:
        return None
    if match["below"]:
        below = _plain_number(match["below"])
        if not below:
            return None
        value /= below
    value = _raised(value, match)
    unit = match["unit"] or ""
    return Quantity(value, "%" if unit in _PERCENT else unit) if math.isfinite(value) else None


def _raised(value: float, match: re.Match[str]) -> float:
    power = _signed(match["power"])
    exponent = _signed(match["exponent"])
    try:
        if power is not None and abs(power) <= _BIGGEST_POWER:
            return float(value * 10.0**power)
        if exponent is not None and abs(exponent) <= _BIGGEST_POWER:
            return float(value**exponent)
    except (OverflowError, ZeroDivisionError):
        return math.nan
    return value


def _signed(text: str | None) -> int | None:
    return int(text.replace("−", "-")[:6]) if text else None


def _plain_number(text: str) -> float | None:
    """ "1,234.5" and "1 234.5" are separators; "0,5" is a decimal comma."""
    plain = text.replace("−", "-")
    if "." not in plain and re.fullmatch(r"[-+]?\d+,\d+", plain):
        whole, _, part = plain.partition(",")
        if len(part) != 3 or whole.lstrip("+-") in ("", "0"):
            plain = f"{whole}.{part}"
    plain = re.sub(r"[,' _]", "", plain)
    try:
        return float(plain)
    except ValueError:
        return None


def is_close(given: Quantity, answer: float, tolerance: float, unit: str) -> bool:
    """Whether `given` is `answer` (in `unit`) within the absolute `tolerance`.

    Percent and plain share are exchanged, and so are units of time and of storage.
    """
    margin = max(tolerance, 1e-9 * abs(answer)) * (1 + 1e-9)
    return any(abs(value - answer) <= margin for value in _in_unit(given, unit))


def _in_unit(given: Quantity, wanted: str) -> tuple[float, ...]:
    unit, want = given.unit, fold(wanted)
    if want in _PERCENT:
        return (given.value,) if unit == "%" else (given.value, given.value * 100)
    if unit == "%":
        return (given.value / 100,)
    for table in _UNITS:
        if (here := _size(table, unit)) and (there := _size(table, want)):
            return (given.value * here / there,)
    return (given.value * _SCALES.get(unit, 1.0),)


def _size(table: dict[str, float], unit: str) -> float | None:
    return table.get(unit) or table.get(unit.removesuffix("s"))
