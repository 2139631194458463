"""`waymark quiz`: questions at the terminal, or answered from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.command import JsonOption, command, opened_study

AnswersOption = Annotated[
    Path | None,
    typer.Option(
        "--answers",
        metavar="FILE",
        help="Answer from a YAML file: a list of answers, or a mapping from question id.",
    ),
]


def register(app: typer.Typer) -> None:
    @command(app, "quiz")
    def quiz(
        context: typer.Context,
        topic: Annotated[
            str | None,
            typer.Argument(help="Topic, section or phase; without one, a quiz begun goes on."),
        ] = None,
        count: Annotated[
            int, typer.Option("-n", "--count", min=1, max=20, help="How many questions.")
        ] = 5,
        answers: AnswersOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Test yourself on a topic. Each answer is kept at once, so you can stop at any time.

        While a question is open: “skip” leaves it out, “hint” helps and takes a quarter off,
        “back” reopens the last one and “change to C” answers it anew (for half, once the right
        answer was shown), “pause” leaves, “stop” ends. What you miss comes back as review.

        Unattended: --answers FILE is YAML, a list in the order of the questions (- B) or a mapping
        from question id; {answer: B, confidence: 80} says how sure you are, skip leaves one out.
        An answer that does not read as one is skipped, and named under “unread”. Run it again
        after an interruption and it goes on. With --json alone, the open question is printed.

        \b
        Examples:
          waymark quiz transformers -n 5
          waymark quiz                      (goes on with the one you left)
          waymark quiz rag -n 5 --answers a.yaml --json
        """
        from cli.answers_file import read_answers
        from cli.question_loop import run_questions

        given = read_answers(answers) if answers else None
        with opened_study(context) as study:
            first = study.quizzes.start(topic, count)
            run_questions(study.quizzes, first, given, as_json=as_json, again="waymark quiz")
