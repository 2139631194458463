"""What tokens cost: the table of prices, and the estimate made from it. Nothing is looked up."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from memory.usage import Tokens

A_MILLION = 1_000_000
_DATE = re.compile(r"[-@](?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$")
"""How providers name one version of a model."""
_LEAST = Decimal("0.0001")
_IN_NONE = 99


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens. `assumed`: it is that of the model's family, not its own."""

    input: Decimal
    cached_input: Decimal
    cache_write: Decimal
    output: Decimal
    assumed: bool = False

    @classmethod
    def of(
        cls,
        input: Decimal,  # noqa: A002  # named as in the table
        output: Decimal,
        cached_input: Decimal | None = None,
        cache_write: Decimal | None = None,
        *,
        assumed: bool = False,
    ) -> Price:
        """A price; tokens of a cache cost what input costs where nothing is said of them."""
        return cls(
            input=input,
            cached_input=input if cached_input is None else cached_input,
            cache_write=input if cache_write is None else cache_write,
            output=output,
            assumed=assumed,
        )

    def for_tokens(self, tokens: Tokens) -> Decimal:
        """US dollars for `tokens`. Reasoning is output; what is cached is part of the input."""
        plain = max(tokens.input - tokens.cached - tokens.cache_write, 0)
        return (
            plain * self.input
            + tokens.cached * self.cached_input
            + tokens.cache_write * self.cache_write
            + tokens.output * self.output
        ) / A_MILLION

    @property
    def is_free(self) -> bool:
        return not (self.input or self.cached_input or self.cache_write or self.output)


@dataclass(frozen=True, slots=True)
class Cost:
    """An estimate in US dollars.

    `dollars` is for the tokens of known price; `unpriced` counts the tokens of models without one.
    `cautious` is `dollars` and those tokens at the table's price for unknown models. `rough` says
    that the price of a family, or tokens reckoned from characters, are in it.
    """

    dollars: Decimal = Decimal(0)
    cautious: Decimal = Decimal(0)
    unpriced: int = 0
    rough: bool = False

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.dollars + other.dollars,
            self.cautious + other.cautious,
            self.unpriced + other.unpriced,
            self.rough or other.rough,
        )

    @property
    def known(self) -> Decimal | None:
        """The dollars, None where some of the tokens have no known price."""
        return None if self.unpriced else self.dollars


class Prices:
    """Prices by the name of a model, as `name` or `provider:name`, `*` and `?` standing for
    anything. Of those in one table the longest name that fits counts; `tables` go one by one."""

    def __init__(self, tables: Iterable[Mapping[str, Price]], unknown: Price) -> None:
        self._listed = [
            (rank, name.lower(), table[name])
            for rank, table in enumerate(tables)
            for name in sorted(table, key=len, reverse=True)
        ]
        self.unknown = unknown
        """What a budget counts for a model of no known price."""

    @classmethod
    def load(cls, own: Mapping[str, Price] | None = None) -> Prices:
        """The learner's `own` prices, and behind them the table that ships."""
        shipped, unknown = _shipped()
        return cls([own or {}, shipped], unknown)

    def price(self, provider: str, model: str) -> Price | None:
        """The price of a model, None where none is known."""
        return self._find(provider, model)[1]

    def counted_as(self, provider: str, named: str, asked: str) -> str:
        """The name to count a request under: as the server `named` its model, but as it was
        `asked` for where an earlier table, or a table at all, knows that one alone."""
        return asked if self._find(provider, asked)[0] < self._find(provider, named)[0] else named

    def _find(self, provider: str, model: str) -> tuple[int, Price | None]:
        """The number of the table that knows a model, and its price there."""
        undated = _DATE.sub("", model.lower())
        names = {name for m in (model.lower(), undated) for name in (m, f"{provider}:{m}")}
        fits = (
            (rank, price)
            for rank, pattern, price in self._listed
            if any(fnmatchcase(name, pattern) for name in names)
        )
        return next(fits, (_IN_NONE, None))

    def cost(self, provider: str, model: str, tokens: Tokens, *, guessed: bool = False) -> Cost:
        """What `tokens` of a model cost."""
        price = self.price(provider, model)
        if price is None:
            unpriced = tokens.input + tokens.output
            return Cost(Decimal(0), self.unknown.for_tokens(tokens), unpriced, rough=guessed)
        dollars = price.for_tokens(tokens)
        return Cost(dollars, dollars, rough=bool(dollars) and (price.assumed or guessed))


def total(costs: Iterable[Cost]) -> Cost:
    return sum(costs, Cost())


def as_number(dollars: Decimal | None) -> float | None:
    """Dollars for JSON, to a millionth."""
    return None if dollars is None else float(round(dollars, 6))


def in_dollars(cost: Cost) -> str:
    """Such as “$1.24”, “about $0.0031” or “price unknown”."""
    if cost.unpriced and not cost.dollars:
        return "price unknown"
    about = "about " if cost.rough else "over " if cost.unpriced else ""
    return f"{about}{money(cost.dollars)}"


def money(dollars: Decimal) -> str:
    """Whole cents from a dime on, hundredths of a cent below."""
    if not dollars:
        return "$0"
    return f"${dollars:,.2f}" if dollars >= Decimal("0.1") else f"${max(dollars, _LEAST):.4f}"


@cache
def _shipped() -> tuple[dict[str, Price], Price]:
    text = files("agent").joinpath("prices.toml").read_text(encoding="utf-8")
    table: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
    unknown = _price(table.pop("unknown"), assumed=True)
    del table["prices_of"]
    listed = {
        f"{provider}:{name}": _price(said, assumed="*" in name)
        for provider, models in table.items()
        for name, said in models.items()
    }
    return listed, unknown


def _price(said: Mapping[str, Any], *, assumed: bool) -> Price:
    values = {name: Decimal(value) for name, value in said.items()}
    return Price.of(**values, assumed=assumed)
