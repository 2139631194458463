"""`waymark code`: coding problems begun, tried and handed in from the learner's own editor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.command import JsonOption, command, opened_study, print_json
from cli.editor import open_in_editor

if TYPE_CHECKING:
    from learning.code_trials import Trials
    from learning.coding import Draft
    from learning.study import Study

NameArgument = Annotated[
    str | None,
    typer.Argument(help="Id or title of a problem; else the one you are working on."),
]
FileOption = Annotated[
    Path | None,
    typer.Option("--file", metavar="FILE.py", help="Take the code from here, not from your draft."),
]


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="Solve coding problems in your own editor.\n\n"
        "`start` one, `test` it as often as you like, `submit` it for the hidden tests.\n\n"
        "Your code runs in a process of its own, with limits on time and memory and without "
        "network or files. In an interview (waymark interview run ml-coding) the same commands "
        "find the problem that is asked.\n\n"
        "Example: waymark code start k-means-step",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(family, name="code")
    _register_reading(family)
    _register_working(family)


def _register_reading(app: typer.Typer) -> None:
    @command(app, "list")
    def list_(
        context: typer.Context,
        pattern: Annotated[
            str | None, typer.Option("--pattern", help="Only those that rehearse it, such as heap.")
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """List the coding problems, the easier first.

        Example: waymark code list --pattern heap
        """
        with opened_study(context) as study:
            solved = study.coding.solved()
            found = [p for p in study.coding.problems() if pattern is None or pattern in p.patterns]
        if as_json:
            kept = {"id", "title", "topics", "patterns", "difficulty"}
            rows = [
                {**p.model_dump(mode="json", include=kept), "solved": p.id in solved} for p in found
            ]
            print_json({"problems": rows})
            return
        for problem in found:
            done = "✓" if problem.id in solved else " "
            typer.echo(
                f"{done} {problem.id.removeprefix('code.'):<24}{problem.difficulty}  "
                f"{problem.title:<46}{', '.join(problem.patterns)}"
            )
        if not found:
            typer.echo(
                "No problem rehearses that. `waymark code list` shows the patterns there are."
            )

    @command(app, "show")
    def show(
        context: typer.Context, name: NameArgument = None, as_json: JsonOption = False
    ) -> None:
        """Show a problem: what is asked, the constraints, the starter code, the visible tests.

        Example: waymark code show bpe-merges
        """
        from learning.coding_questions import statement_of

        with opened_study(context) as study:
            problem = study.coding.find(name) if name else study.coding.current().problem
        if as_json:
            told = {"id", "title", "topics", "patterns", "difficulty", "statement", "starter"}
            print_json(problem.model_dump(mode="json", include=told | {"constraints", "visible"}))
        else:
            typer.echo(statement_of(problem))

    @command(app, "hint")
    def hint(
        context: typer.Context,
        name: NameArgument = None,
        number: Annotated[int, typer.Option("-n", min=1, help="Which hint; 1 gives least.")] = 1,
    ) -> None:
        """Show a hint. In an interview, ask the interviewer instead.

        Example: waymark code hint beam-search -n 2
        """
        with opened_study(context) as study:
            problem = study.coding.find(name) if name else study.coding.current().problem
            _not_in_an_interview(study, problem.id)
        typer.echo(problem.hints[min(number, len(problem.hints)) - 1])

    @command(app, "solution")
    def solution(context: typer.Context, name: NameArgument = None) -> None:
        """Show a good solution with what it costs and why. Better tried first.

        Example: waymark code solution roc-auc
        """
        from learning.coding_questions import solution_of

        with opened_study(context) as study:
            problem = study.coding.find(name) if name else study.coding.current().problem
            _not_in_an_interview(study, problem.id)
        typer.echo(solution_of(problem))


def _register_working(app: typer.Typer) -> None:
    @command(app, "start")
    def start(
        context: typer.Context,
        name: NameArgument = None,
        edit: Annotated[
            bool, typer.Option("--edit/--no-edit", help="Open it in $VISUAL or $EDITOR.")
        ] = True,
    ) -> None:
        """Begin a problem, or go on with it: shows it and opens your draft in your editor.

        The draft is a file in the folder “code” of your home folder; it stays as you left it.

        Example: waymark code start lru-cache
        """
        from learning.coding_questions import statement_of

        with opened_study(context) as study:
            problem = study.coding.find(name) if name else study.coding.current().problem
            draft = study.coding.begin(problem)
        typer.echo(statement_of(problem))
        typer.echo(f"\nYour draft: {draft.path}")
        if edit and sys.stdin.isatty():
            open_in_editor(draft.path)
        typer.echo("Try it with `waymark code test`, hand it in with `waymark code submit`.")

    @command(app, "test")
    def test(
        context: typer.Context,
        name: NameArgument = None,
        file: FileOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Run the visible tests on your draft. Exit code 0 where all pass, else 1.

        Example: waymark code test
        """
        from learning.coding_wording import visible_in_words

        with opened_study(context) as study:
            draft = _draft(study, name)
            trials = study.coding.test(draft.problem, _code(study, draft, file))
        if as_json:
            print_json({"problem": draft.problem.id, **_visible_json(trials)})
        else:
            typer.echo(f"{draft.problem.title}: {visible_in_words(trials)}")
        if trials.fault or trials.failed:
            raise typer.Exit(1)

    @command(app, "submit")
    def submit(
        context: typer.Context,
        name: NameArgument = None,
        file: FileOption = None,
        cost: Annotated[
            str, typer.Option("--cost", help="What it takes: “O(n log n) time, O(n) space”.")
        ] = "",
        as_json: JsonOption = False,
    ) -> None:
        """Hand in your draft for practice: the hidden tests, and what failed by kind.

        It is kept as evidence of the problem's topic. Exit code 0 where all tests pass, else 1.

        Example: waymark code submit --cost "O(n) time and O(1) space"
        """
        from learning.coding_wording import submission_in_words

        with opened_study(context) as study:
            draft = _draft(study, name)
            came = study.coding.submit(draft.problem, _code(study, draft, file), cost)
        if as_json:
            failed = list(dict.fromkeys(trial.test.tries for trial in came.trials.failed))
            print_json(
                {
                    "problem": came.problem.id,
                    "fault": came.trials.fault,
                    "passed": came.trials.passed,
                    "hidden": len(came.trials.trials),
                    "failed": [] if came.trials.fault else failed,
                    "score": came.grade.score,
                    "verdict": came.grade.verdict,
                }
            )
        else:
            typer.echo(f"{came.problem.title}: {submission_in_words(came)}")
        if came.trials.fault or came.trials.failed:
            raise typer.Exit(1)


def _draft(study: Study, name: str | None) -> Draft:
    return study.coding.begin(study.coding.find(name)) if name else study.coding.current()


def _code(study: Study, draft: Draft, file: Path | None) -> str:
    from learning.coding import read_code

    return study.coding.code_of(draft) if file is None else read_code(file)


def _not_in_an_interview(study: Study, problem_id: str) -> None:
    asked = study.coding.asked_in_interview()
    if asked is not None and asked.id == problem_id:
        from base.errors import NotNow

        raise NotNow(
            "This problem is open in an interview.", hint="Ask the interviewer: say “hint” there."
        )


def _visible_json(trials: Trials) -> dict[str, Any]:
    return {
        "fault": trials.fault,
        "passed": trials.passed,
        "tests": [
            {
                "tries": trial.test.tries,
                "call": trial.test.call,
                "expected": trial.test.expect,
                "passed": trial.passed,
                "says": trial.says,
                "printed": trial.printed,
            }
            for trial in trials.trials
        ],
    }
