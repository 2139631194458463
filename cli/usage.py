"""`waymark usage`: what was asked of models, what it cost, and what the budget is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.command import JsonOption, command, opened_study, print_json

if TYPE_CHECKING:
    from agent.usage_report import Line, UsageReport


def register(app: typer.Typer) -> None:
    @command(app, "usage")
    def usage(
        context: typer.Context,
        month: Annotated[
            str | None,
            typer.Option(
                "--month", metavar="YYYY-MM", help="Of which month; the one that runs by default."
            ),
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Show what was asked of models, and about what it cost.

        Costs are estimates from a table of prices that ships with Waymark; your provider's bill is
        what counts. The settings file takes a budget in US dollars a month, and prices of your own:

        budget = 5

        [prices."openai:my-model"]

        input = 0.5

        output = 1.5

        At 80 % of the budget you are warned; once it is used up, no request goes out and the
        offline mentor answers. WAYMARK_BUDGET=10 sets it for one command.

        Example: waymark usage --month 2026-11
        """
        from agent.spending import Month, Spending
        from agent.usage_report import usage_report
        from base.settings import Settings

        settings = Settings.load()
        with opened_study(context) as study:
            spending = Spending(study.memory, study.clock, settings)
            asked = Month.named(month, spending.zone) if month else spending.month()
            report = usage_report(spending, study.memory.usage.all(), asked)
        if as_json:
            print_json(_as_json(report))
        else:
            typer.echo("\n".join(_in_words(report)))


def _in_words(report: UsageReport) -> Iterator[str]:
    from agent.prices import in_dollars

    if not report.months:
        yield "No model was asked yet; the offline mentor costs nothing."
    else:
        yield f"{report.month}: {in_dollars(report.whole.cost)} for {_counts(report.whole)}"
        for title, lines in (("by model", report.models), ("by purpose", report.purposes)):
            yield from _table(title, lines)
        if [line.name for line in report.months] != [report.month]:
            yield from _table("by month", report.months)
    yield ""
    yield _budget_in_words(report)
    yield (
        "Costs are estimates by the prices Waymark knows, months are those of "
        f"{report.timezone}. See: waymark usage --help"
    )


def _table(title: str, lines: Sequence[Line]) -> Iterator[str]:
    from agent.prices import in_dollars

    if not lines:
        return
    yield f"\n{title}"
    names = max(len(line.name) for line in lines)
    costs = max(len(in_dollars(line.cost)) for line in lines)
    for line in lines:
        yield f"  {line.name:<{names}}  {in_dollars(line.cost):>{costs}}  {_counts(line)}"


def _counts(line: Line) -> str:
    tokens = line.tokens
    return (
        f"{line.requests:,} request{'s' if line.requests != 1 else ''}, {tokens.input:,} tokens in "
        f"({tokens.cached:,} cached), {tokens.output:,} out"
    )


def _budget_in_words(report: UsageReport) -> str:
    from agent.prices import money

    if report.budget is None:
        return "No budget is set (budget in the settings file, or WAYMARK_BUDGET)."
    counted = report.counted
    cautiously = (
        f"; {counted.unpriced:,} tokens of no known price are counted as dear as the dearest models"
        if counted.unpriced
        else ""
    )
    left = money(report.left or Decimal(0))
    return f"Budget: {money(report.budget)} a month, {left} of it left this month{cautiously}."


def _as_json(report: UsageReport) -> dict[str, Any]:
    from agent.prices import as_number

    budget = {
        "dollars": as_number(report.budget),
        "counted": as_number(report.counted.cautious),
        "left": as_number(report.left),
    }
    return {
        "month": report.month,
        "timezone": report.timezone,
        "total": _line_json(report.whole),
        "models": [_line_json(line) for line in report.models],
        "purposes": [_line_json(line) for line in report.purposes],
        "months": [_line_json(line) for line in report.months],
        "budget": None if report.budget is None else budget,
    }


def _line_json(line: Line) -> dict[str, Any]:
    from agent.prices import as_number

    return {
        "name": line.name,
        "requests": line.requests,
        **{f"{kind}_tokens": count for kind, count in asdict(line.tokens).items()},
        "cost": as_number(line.cost.known),
        "known_cost": as_number(line.cost.dollars),
        "unpriced_tokens": line.cost.unpriced,
        "rough": line.cost.rough,
    }
