"""`waymark interview`: rehearsals listed, held, reported on and ended."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from base.errors import InvalidInput, NotNow
from cli.command import command, opened_study, print_json

if TYPE_CHECKING:
    from learning.interview_results import Report
    from learning.interviews import InterviewService
    from learning.open_interview import Ask
    from learning.study import Study

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_PAUSED = 130
"""The exit code of a command that was interrupted."""
_HOW_TO = (
    "Answer in as many lines as you like; an empty line ends it. “pause” alone, or Ctrl-C, pauses."
)
_LEAVING = frozenset({"pause", "quit", "stop"})


def register(app: typer.Typer) -> None:
    family = typer.Typer(
        help="Rehearse interviews: scripted questions with probes and a clock, then a report.\n\n"
        "Your own scripts lie in the folder “interviews” of your home folder.\n\n"
        "Example: waymark interview run ml-fundamentals",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    app.add_typer(family, name="interview")
    _register_list(family)
    _register_run(family)
    _register_after(family)


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
                "probes included, or a mapping from question ids.",
            ),
        ] = None,
        report: Annotated[
            Path | None,
            typer.Option("--report", metavar="FILE.md", help="Write the report there."),
        ] = None,
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

        An interview that was paused goes on where it stopped.

        Example: waymark interview run ml-fundamentals --report report.md
        """
        if report is not None:
            _see_that_it_can_be_written(report)
        with opened_study(context) as study:
            if answers is not None:
                result = _unattended(study, script, answers, minutes, seed)
            else:
                _read_any_bytes(sys.stdin)
                screen = sys.stderr if as_json else sys.stdout
                with _pausing(script, screen):
                    result = _hold(study.interviews, script, minutes, seed, screen)
        _hand_over(result, report, as_json)


def _register_after(app: typer.Typer) -> None:
    @command(app, "report")
    def report(
        context: typer.Context,
        run: Annotated[
            str | None, typer.Argument(help="Which interview; the last one by itself.")
        ] = None,
        as_json: JsonOption = False,
    ) -> None:
        """Show the report of a finished interview.

        Example: waymark interview report
        """
        with opened_study(context) as study:
            found = study.interviews.report(run)
        _hand_over(found, None, as_json)

    @command(app, "end")
    def end(context: typer.Context, as_json: JsonOption = False) -> None:
        """End the open interview here and report on what was asked so far.

        Example: waymark interview end
        """
        with opened_study(context) as study:
            result = study.interviews.end()
        _hand_over(result, None, as_json)


def _unattended(
    study: Study, script: str, answers: Path, minutes: int | None, seed: int | None
) -> Report:
    from learning.interview_answers import read_answers

    known = {question.id for question in study.roadmap.interview_questions()}
    sheet = read_answers(answers, known)
    return study.interviews.rehearse(script, sheet, minutes, seed or 0)


def _hold(
    service: InterviewService, script: str, minutes: int | None, seed: int | None, screen: TextIO
) -> Report:
    from learning.open_interview import Ask

    said: Ask | Report = _begin(service, script, minutes, seed)
    print(_HOW_TO, file=screen)
    while isinstance(said, Ask):
        _show(said, screen)
        said = service.answer(_listen(sys.stdin))
    print(file=screen)
    return said


def _listen(source: TextIO) -> str:
    """The next answer.

    Raises:
        KeyboardInterrupt: the learner leaves, or there is no more to read.
    """
    text = _read_answer(source)
    word = "" if text is None else text.strip().strip("/.!?").casefold()
    if text is None or word in _LEAVING:
        raise KeyboardInterrupt
    return text


def _begin(service: InterviewService, script: str, minutes: int | None, seed: int | None) -> Ask:
    """Start the script, or go on with it where it is the one that is open."""
    current = service.current()
    if current is None or not service.is_of(current, script):
        return service.start(script, minutes, seed)
    if minutes is not None or seed is not None:
        raise NotNow(
            f"“{current.title}” is open, with its length and questions fixed.",
            hint="Go on without --minutes and --seed, or end it: waymark interview end",
        )
    return service.resume()


def _show(ask: Ask, screen: TextIO) -> None:
    place = f"{ask.title} · question {ask.position} of {ask.of} · {ask.remaining_minutes} min left"
    parts = ["", f"— {place} —", ask.note, ask.text, ""]
    print("\n".join(part for n, part in enumerate(parts) if part or n in (0, 4)), file=screen)
    screen.flush()


def _read_answer(source: TextIO) -> str | None:
    """Lines up to an empty one, a lone “.” or the end of input; None where there are no more."""
    lines: list[str] = []
    while True:
        line = source.readline()
        if not line:
            return "\n".join(lines) if lines else None
        text = line.strip()
        if text in ("", "."):
            if lines:
                return "\n".join(lines)
            continue
        lines.append(line.rstrip("\r\n"))


def _read_any_bytes(source: TextIO) -> None:
    """A stray byte in what is typed or piped in is no reason to fall over."""
    import io

    if isinstance(source, io.TextIOWrapper):
        source.reconfigure(errors="replace")


@contextmanager
def _pausing(script: str, screen: TextIO) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        print(
            "\nPaused. Every answer you finished is kept. Go on with: "
            f"waymark interview run {script}\nOr see how it stands: waymark interview end",
            file=screen,
        )
        raise SystemExit(_PAUSED) from None


def _hand_over(result: Report, to: Path | None, as_json: bool) -> None:
    from learning.interview_markdown import report_markdown

    text = report_markdown(result)
    if to is not None:
        _write(to, text)
    if as_json:
        print_json(result.model_dump(mode="json"))
    elif to is not None:
        from learning.interview_results import percent

        typer.echo(f"{percent(result.score)}: {result.verdict}. The report is in {to}.")
    else:
        typer.echo(text)


def _see_that_it_can_be_written(to: Path) -> None:
    """Find out before the first question, so that no answer is given in vain."""
    if to.is_dir():
        raise InvalidInput(f"{to} is a folder.", hint="Name a file, such as report.md.")
    try:
        if to.exists():
            with to.open("a"):
                pass
        unfinished = _unfinished(to)
        unfinished.touch()
        unfinished.unlink()
    except OSError as error:
        raise _cannot_write(to, error) from error


def _write(to: Path, text: str) -> None:
    unfinished = _unfinished(to)
    try:
        try:
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(to)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise _cannot_write(to, error) from error


def _unfinished(to: Path) -> Path:
    return to.with_name(f".{to.name}.{os.getpid()}")


def _cannot_write(to: Path, error: OSError) -> InvalidInput:
    return InvalidInput(
        f"{to} cannot be written ({error.strerror or error}).",
        hint="Name another file. A finished report can be shown again: waymark interview report",
    )
