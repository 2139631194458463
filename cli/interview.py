"""`waymark interview`: rehearsals listed, held, reported on and ended."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.command import JsonOption, command, opened_study, print_json
from cli.report_file import see_that_it_can_be_written, write

if TYPE_CHECKING:
    from learning.interview_results import Report
    from learning.interview_scripts import Script
    from learning.study import Study

ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.md", help="Write the report there, in Markdown."),
]


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="Rehearse interviews with probes, a clock and a report.\n\n"
        "`list` shows the scripts, `run` holds one (and goes on with a paused one), `report`, "
        "`history` and `trend` look back.\n\n"
        "Your own scripts are YAML files in the folder “interviews” of your home folder; `show` "
        "prints one to begin from.\n\n"
        "Example: waymark interview run ml-fundamentals",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(family, name="interview")
    _register_list(family)
    _register_show(family)
    _register_run(family)
    _register_after(family)
    _register_looking_back(family)


def _register_list(app: typer.Typer) -> None:
    @command(app, "list")
    def list_(context: typer.Context, as_json: JsonOption = False) -> None:
        """List the interview scripts.

        Example: waymark interview list
        """
        with opened_study(context) as study:
            shelf = study.interviews.shelf()
        if as_json:
            scripts = [
                {**found.script.model_dump(mode="json"), "questions": found.script.questions}
                for found in shelf.found
            ]
            print_json({"scripts": scripts, "faults": [fault.message for fault in shelf.faults]})
            return
        for found in shelf.found:
            script = found.script
            typer.echo(
                f"{script.id:<18}{script.minutes:>4} min  {script.questions:>2} questions  "
                f"{script.title}"
            )
        for fault in shelf.faults:
            typer.echo(f"Not usable: {fault.message}", err=True)


def _register_run(app: typer.Typer) -> None:
    @command(app, "run")
    def run(
        context: typer.Context,
        script: Annotated[str, typer.Argument(help="Id or title of a script, or a YAML file.")],
        answers: Annotated[
            Path | None,
            typer.Option(
                "--answers",
                metavar="FILE",
                help="Run unattended on these answers: a YAML list in the order of what is asked, "
                "probes included, or a mapping from question ids to an answer or to a list of "
                "answers to what is asked on it.",
            ),
        ] = None,
        report: ReportOption = None,
        minutes: Annotated[
            int | None, typer.Option("--minutes", metavar="N", help="Hold it in this time.")
        ] = None,
        seed: Annotated[
            int | None,
            typer.Option(
                "--seed",
                metavar="N",
                min=0,
                max=2**63 - 1,
                help="The same seed asks the same questions. With --answers it is 0 by itself.",
            ),
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Hold an interview and report on it.

        An interview that was paused, or whose process was killed, goes on at the same question
        with the time that was left. What you say is graded at the end, not before; ask what you
        need to know meanwhile.

        Example: waymark interview run ml-fundamentals --report report.md
        """
        if report is not None:
            see_that_it_can_be_written(report)
        with opened_study(context) as study:
            if answers is not None:
                result = _unattended(study, script, answers, minutes, seed)
            else:
                from cli.interview_terminal import hold, pausing, read_any_bytes

                read_any_bytes(sys.stdin)
                screen = sys.stderr if as_json else sys.stdout
                with pausing(script, screen):
                    result = hold(study, script, minutes, seed, screen)
        _hand_over(result, report, as_json)


def _register_after(app: typer.Typer) -> None:
    @command(app, "report")
    def report(
        context: typer.Context,
        run: Annotated[
            str | None,
            typer.Argument(help="Id of an interview, or a script for its last; else the last."),
        ] = None,
        to: ReportOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Show the report of a finished interview: scores with your words, what was missed with an
        answer to read, the time each question took, and what comes next.

        Example: waymark interview report behavioural --report behavioural.md
        """
        if to is not None:
            see_that_it_can_be_written(to)
        with opened_study(context) as study:
            found = study.interviews.report(run)
        _hand_over(found, to, as_json)

    @command(app, "end")
    def end(context: typer.Context, as_json: JsonOption = False) -> None:
        """End the open interview here and report on what was asked so far.

        Example: waymark interview end
        """
        with opened_study(context) as study:
            result = study.interviews.end()
        _hand_over(result, None, as_json)


def _register_show(app: typer.Typer) -> None:
    @command(app, "show")
    def show(
        context: typer.Context,
        script: Annotated[str, typer.Argument(help="Id or title of a script, or a YAML file.")],
        as_json: JsonOption = False,
    ) -> None:
        """Print a script as YAML, to see its rounds or to begin one of your own. A file with an
        error is told by line.

        Save it in the folder “interviews” of your home folder under another id. A round takes:
        area, count, minutes, title, difficulty [low, high], choose (spread, any, fresh, weak),
        topics, questions (ids), probe (missed, musts, never), follow_ups, deeper, hints, weight.

        Example: waymark interview show phone-screen > mine.yaml
        """
        with opened_study(context) as study:
            found = study.interviews.script(script)
        if as_json:
            print_json({**found.model_dump(mode="json"), "questions": found.questions})
        else:
            typer.echo(_as_yaml(found))


def _register_looking_back(app: typer.Typer) -> None:
    @command(app, "history")
    def history(context: typer.Context, as_json: JsonOption = False) -> None:
        """List the interviews you held, the newest first.

        Example: waymark interview history
        """
        with opened_study(context) as study:
            past = study.interviews.history()[::-1]
        if as_json:
            kept = {"script", "title", "date", "minutes", "score", "verdict", "areas"}
            rows = [{"id": p.id, **p.report.model_dump(mode="json", include=kept)} for p in past]
            print_json({"interviews": rows})
            return
        if not past:
            typer.echo("None was finished so far. Begin one: waymark interview run phone-screen")
        for one in past:
            report = one.report
            typer.echo(
                f"{one.id:<30} {report.date}  {round(report.score * 100):>3} %  "
                f"{report.verdict:<14} {report.title}"
            )

    @command(app, "trend")
    def trend(
        context: typer.Context,
        area: Annotated[
            str | None, typer.Argument(help="An area, such as llm-rag; all by itself.")
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Show how each area came out over time, the oldest interview first.

        Example: waymark interview trend system-design
        """
        from dataclasses import asdict

        with opened_study(context) as study:
            found = study.interviews.trend(area)
        if as_json:
            print_json(
                {
                    "areas": [
                        {
                            "area": one.area,
                            "title": one.title,
                            "change": one.change,
                            "points": [{**asdict(p), "on": str(p.on)} for p in one.points],
                        }
                        for one in found
                    ]
                }
            )
            return
        if not found:
            typer.echo("None was finished so far. Begin one: waymark interview run phone-screen")
        for one in found:
            scores = ", ".join(f"{round(p.score * 100)} %" for p in one.points)
            change = round(one.change * 100)
            moved = f" ({change:+d} points)" if len(one.points) > 1 else ""
            typer.echo(f"{one.title:<22} {one.bars}  {scores}{moved}")


def _as_yaml(script: Script) -> str:
    import yaml

    data = script.model_dump(mode="json", exclude_defaults=True)
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=96)).rstrip()


def _unattended(
    study: Study, script: str, answers: Path, minutes: int | None, seed: int | None
) -> Report:
    from learning.coding_questions import bank
    from learning.interview_answers import read_answers

    known = {question.id for question in bank(study.roadmap)}
    sheet = read_answers(answers, known)
    return study.interviews.rehearse(script, sheet, minutes, seed or 0)


def _hand_over(result: Report, to: Path | None, as_json: bool) -> None:
    from learning.interview_markdown import report_markdown

    text = report_markdown(result)
    if to is not None:
        write(to, text)
    if as_json:
        print_json(result.model_dump(mode="json"))
    elif to is not None:
        from learning.interview_results import percent

        typer.echo(f"{percent(result.score)}: {result.verdict}. The report is in {to}.")
    else:
        typer.echo(text)
