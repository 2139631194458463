"""`waymark review`: the cards that are due, and which cards there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from base.errors import NotNow
from cli.command import JsonOption, command, opened_study, print_json
from cli.quiz import AnswersOption

if TYPE_CHECKING:
    from learning.study import Study


def register(app: typer.Typer) -> None:
    @command(app, "review")
    def review(
        context: typer.Context,
        limit: Annotated[
            int | None,
            typer.Option(
                "--limit",
                min=1,
                max=50,
                help="This many cards, even beyond the day's share.",
                show_default="10, within the day's share of 30",
            ),
        ] = None,
        answers: AnswersOption = None,
        show: Annotated[
            bool, typer.Option("--list", help="List what is due, leeches and drafts.")
        ] = False,
        confirm: Annotated[
            list[str] | None,
            typer.Option("--confirm", metavar="ID", help="Keep a drafted card, or: all."),
        ] = None,
        decline: Annotated[
            list[str] | None,
            typer.Option("--decline", metavar="ID", help="Turn a drafted card down, or: all."),
        ] = None,
        aside: Annotated[
            str | None, typer.Option("--aside", metavar="ID", help="Put a card aside.")
        ] = None,
        back: Annotated[
            str | None,
            typer.Option("--back", metavar="ID", help="Bring back a card that was put aside."),
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Go through the cards that are due.

        They come from what you missed and from topics you have done.

        Answer a card in your own words, or rate yourself: again, hard, good or easy. When it comes
        back follows from how well you did, and, once there are reviews enough, from how well you
        remember in general. A day is asked to hold 30 cards: a backlog is spread over the days
        that follow, and --limit goes beyond.

        Cards that an interview put forward wait as drafts for --confirm or --decline. A leech is a
        card missed again and again: read its topic up, or put it --aside.

        Unattended: --answers FILE as for `waymark quiz`. With --json alone, the open card is
        printed.

        \b
        Examples:
          waymark review
          waymark review --list
          waymark review --limit 5 --answers a.yaml --json
        """
        from cli.answers_file import read_answers
        from cli.question_loop import run_questions, say_nothing_is_due

        given = read_answers(answers) if answers else None
        with opened_study(context) as study:
            if _keep_cards(study, confirm, decline, aside, back, as_json=as_json):
                return
            if show:
                _list(study, as_json=as_json)
                return
            try:
                first = study.reviews.start(limit)
            except NotNow as nothing_due:
                say_nothing_is_due(nothing_due, as_json=as_json)
                return
            run_questions(study.reviews, first, given, as_json=as_json, again="waymark review")


def _keep_cards(
    study: Study,
    confirm: list[str] | None,
    decline: list[str] | None,
    aside: str | None,
    back: str | None,
    *,
    as_json: bool,
) -> bool:
    """Do what the options say about cards; False where they say nothing."""
    done: dict[str, int] = {}
    if confirm:
        done["confirmed"] = study.cards.confirm(_named(confirm))
    if decline:
        done["declined"] = study.cards.decline(_named(decline))
    if aside:
        study.cards.put_aside(aside)
        done["put_aside"] = 1
    if back:
        study.cards.bring_back(back)
        done["brought_back"] = 1
    if done and as_json:
        print_json(done)
    elif done:
        parts = (f"{count} {name.replace('_', ' ')}" for name, count in done.items())
        typer.echo(f"Cards: {', '.join(parts)}.")
    return bool(done)


def _named(cards: list[str]) -> list[str] | None:
    return None if "all" in cards else cards


def _list(study: Study, *, as_json: bool) -> None:
    """What is due today, what is put off, leeches, drafts, and how the schedule is fitted."""
    from learning.review_wording import due_in_words, due_json, fit_in_words

    due, fit = study.reviews.due("today"), study.reviews.fit()
    if as_json:
        print_json(due_json(due, fit))
        return
    now, timezone = study.clock(), study.memory.profile.load().timezone
    typer.echo(due_in_words(due, now, timezone, ids=True).replace("**", ""))
    typer.echo(f"\n{fit_in_words(fit)}")
