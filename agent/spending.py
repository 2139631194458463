"""What models cost the learner, month by month, and the budget that holds it.

Costs are reckoned from tokens each time, by the prices in force, so that a price that is set
right sets right what was spent before. A budget is looked at before every request: where it is used
up, no request goes out. The requests under way are not counted yet, so a month can end above its
budget by those.

A model of no known price is counted at that of the dearest models: a budget that counts nothing for
it would be none, and one that stops too early says how to mend it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from agent.prices import Cost, Price, Prices, in_dollars, money, total
from base.clock import Clock
from base.errors import InvalidInput, OverBudget, StorageError
from base.settings import ModelPrice, Settings
from learning.zones import system_zone, zone_named
from memory.learner import LearnerMemory
from memory.usage import ModelCall

log = logging.getLogger("waymark.agent")

WARN_AT = Decimal("0.8")
"""The share of the budget from which the learner is warned, once a month."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the learner's calendar: `start` up to `end`, both at midnight in their zone."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> Month:
        """The month in which `moment` lies."""
        first = moment.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        following = (first + timedelta(days=32)).replace(day=1)
        return cls(first.replace(fold=0), following.replace(fold=0))

    @classmethod
    def named(cls, name: str, zone: ZoneInfo) -> Month:
        """The month called `name`, such as 2026-11.

        Raises:
            InvalidInput: it is not one.
        """
        try:
            return cls.of(datetime.strptime(name, "%Y-%m").replace(tzinfo=zone), zone)
        except (ValueError, OverflowError) as error:
            raise InvalidInput(
                f"“{name}” is not a month.", hint="Write it like 2026-11."
            ) from error

    @property
    def name(self) -> str:
        """Such as 2026-11."""
        return f"{self.start:%Y-%m}"

    @property
    def in_words(self) -> str:
        return f"{self.start:%B}"


class Spending:
    """What the learner's models cost. Safe to use from any thread."""

    def __init__(self, memory: LearnerMemory, clock: Clock, settings: Settings) -> None:
        self._memory = memory
        self._clock = clock
        self.budget = settings.budget
        """US dollars a month; None for no limit."""
        self.prices = Prices.load({name: _own(price) for name, price in settings.prices.items()})

    @property
    def zone(self) -> ZoneInfo:
        """The learner's zone, the machine's where they named none."""
        named = self._memory.profile.load().timezone
        return zone_named(named) if named else system_zone()

    def month(self) -> Month:
        """The month that runs."""
        return Month.of(self._clock(), self.zone)

    def cost(self, call: ModelCall) -> Cost:
        """What one request cost."""
        return self.prices.cost(call.provider, call.model, call.tokens, guessed=call.guessed)

    def keep(self, call: ModelCall) -> None:
        """Keep a request. One that cannot be kept must not take the answer with it."""
        try:
            self._memory.usage.add(call)
        except StorageError:
            log.exception("a request to %s:%s was not counted", call.provider, call.model)

    def this_month(self) -> Cost:
        """What counts against the budget."""
        return self._spent(self.month())

    def check(self, provider: str, model: str) -> None:
        """See that a request to a model may go out. One that costs nothing always may.

        Raises:
            OverBudget: the budget of this month is used up.
        """
        price = self.prices.price(provider, model)
        if self.budget is None or (price is not None and price.is_free):
            return
        month = self.month()
        spent = self._spent(month)
        if spent.cautious >= self.budget:
            raise OverBudget(
                f"The budget of {money(self.budget)} for {month.in_words} is used up "
                f"({in_dollars(spent)} spent{self._counted_cautiously(spent)}), so no request goes "
                "out.",
                hint="Raise it (budget in the settings file, or WAYMARK_BUDGET), or take a model "
                "that costs nothing: --model ollama:NAME.",
            )

    def warnings(self, calls: Sequence[ModelCall]) -> Iterator[str]:
        """What the learner should know of their budget after `calls`: each thing is said once a
        month."""
        if self.budget is None or not calls:
            return
        month = self.month()
        for name in sorted({f"{c.provider}:{c.model}" for c in calls if self.cost(c).unpriced}):
            if self._memory.usage.warn_once(month.name, name):
                yield (
                    f"{name} has no known price, so the budget cannot hold it exactly: its tokens "
                    "count as much as those of the dearest models. To set that right, put its "
                    f'price into the settings file, under [prices."{name}"].'
                )
        spent = self._spent(month)
        if WARN_AT * self.budget <= spent.cautious < self.budget and self._memory.usage.warn_once(
            month.name, f"budget {self.budget.normalize():f}"
        ):
            share = spent.cautious / self.budget
            yield (
                f"{share:.0%} of the budget of {money(self.budget)} for {month.in_words} is used "
                f"({in_dollars(spent)} spent{self._counted_cautiously(spent)}). Once all of it is, "
                "the offline mentor answers."
            )

    def _spent(self, month: Month) -> Cost:
        counted = self._memory.usage.counted_in(month.start, month.end)
        return total(
            self.prices.cost(each.provider, each.model, each.tokens, guessed=each.guessed)
            for each in counted
        )

    def _counted_cautiously(self, spent: Cost) -> str:
        if not spent.unpriced:
            return ""
        dearest = self.prices.unknown
        return (
            f"; {spent.unpriced:,} tokens of no known price count at {money(dearest.input)} a "
            f"million in, {money(dearest.output)} out"
        )


def _own(price: ModelPrice) -> Price:
    return Price.of(price.input, price.output, price.cached_input, price.cache_write)
