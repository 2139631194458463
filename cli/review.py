"""`waymark review`: the cards that are due."""

from __future__ import annotations

from typing import Annotated

import typer

from base.errors import NotNow
from cli.command import command, opened_study
from cli.quiz import AnswersOption, JsonOption


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
        as_json: JsonOption = False,
    ) -> None:
        """Go through the cards that are due: what you missed, and topics you have done.

        Answer a card, or rate yourself: again, hard, good or easy. With --json alone, the open
        card is printed.

        Example: waymark review --limit 5
        """
        from cli.answers_file import read_answers
        from cli.question_loop import run_questions, say_nothing_is_due

        given = read_answers(answers) if answers else None
        with opened_study(context) as study:
            try:
                first = study.reviews.start(limit)
            except NotNow as nothing_due:
                say_nothing_is_due(nothing_due, as_json=as_json)
                return
            run_questions(study.reviews, first, given, as_json=as_json, again="waymark review")
