"""What was asked of models, summed up by month, by model and by purpose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from agent.prices import Cost, total
from agent.spending import Month, Spending
from memory.usage import ModelCall, Tokens


@dataclass(frozen=True, slots=True)
class Line:
    """So many requests under one heading, and what they came to."""

    name: str
    requests: int
    tokens: Tokens
    cost: Cost


@dataclass(frozen=True, slots=True)
class UsageReport:
    """One month in detail and every month in a line, the newest last.

    `budget` is US dollars a month and `counted` what counts against it in the month that runs.
    """

    month: str
    timezone: str
    whole: Line
    models: tuple[Line, ...]
    purposes: tuple[Line, ...]
    months: tuple[Line, ...]
    budget: Decimal | None
    counted: Cost

    @property
    def left(self) -> Decimal | None:
        """What the budget still has; None without one."""
        if self.budget is None:
            return None
        return max(self.budget - self.counted.cautious, Decimal(0))


def usage_report(spending: Spending, calls: Iterable[ModelCall], month: Month) -> UsageReport:
    """The report on `month`, from every request there was."""
    zone = spending.zone
    every = tuple(calls)
    of_month = [call for call in every if month.start <= call.at < month.end]

    def lines(calls: Iterable[ModelCall], name: Callable[[ModelCall], str]) -> tuple[Line, ...]:
        together: defaultdict[str, list[ModelCall]] = defaultdict(list)
        for call in calls:
            together[name(call)].append(call)
        return tuple(_line(name, group, spending) for name, group in sorted(together.items()))

    def dearest_first(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(sorted(lines, key=lambda line: line.cost.cautious, reverse=True))

    return UsageReport(
        month=month.name,
        timezone=str(zone),
        whole=_line(month.name, of_month, spending),
        models=dearest_first(lines(of_month, lambda call: f"{call.provider}:{call.model}")),
        purposes=dearest_first(lines(of_month, lambda call: call.purpose)),
        months=lines(every, lambda call: Month.of(call.at, zone).name),
        budget=spending.budget,
        counted=spending.this_month(),
    )


def _line(name: str, calls: list[ModelCall], spending: Spending) -> Line:
    return Line(
        name=name,
        requests=len(calls),
        tokens=sum((call.tokens for call in calls), Tokens()),
        cost=total(map(spending.cost, calls)),
    )
