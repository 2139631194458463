"""What every command shares: `--home` and `--model`, the opened study, printing and errors."""

from __future__ import annotations

import functools
import inspect
import json
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from base.errors import WaymarkError
from base.paths import Home

if TYPE_CHECKING:
    from learning.study import Study


@dataclass
class Chosen:
    """What the options that go with every command said."""

    home: str | None = None
    model: str | None = None


def chosen(context: typer.Context) -> Chosen:
    """The shared options of this run, whether they stood before or after the command."""
    return context.find_root().ensure_object(Chosen)


HomeOption = Annotated[
    str | None,
    typer.Option("--home", metavar="DIR", help="Folder of your learner files."),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="SPEC",
        help="auto, offline, openai:NAME, anthropic:NAME or ollama:NAME.",
    ),
]


def keep_shared(context: typer.Context, home: str | None, model: str | None) -> None:
    """Note what `--home` and `--model` said; the one nearest to the command wins."""
    shared = chosen(context)
    shared.home = home or shared.home
    shared.model = model or shared.model


def command(app: typer.Typer, name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as command `name` of `app`, with the shared options added to its own.

    The function takes the `typer.Context` as `context`.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def with_shared(**values: Any) -> None:
            keep_shared(values["context"], values.pop("home"), values.pop("model"))
            function(**values)

        signature = inspect.signature(function, eval_str=True)
        shared = [
            inspect.Parameter(
                option, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation
            )
            for option, annotation in (("home", HomeOption), ("model", ModelOption))
        ]
        parameters = [*signature.parameters.values(), *shared]
        with_shared.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # what inspect.signature reads
        with_shared.__annotations__ = {p.name: p.annotation for p in parameters}
        app.command(name)(with_shared)
        return function

    return register


@contextmanager
def opened_study(context: typer.Context) -> Iterator[Study]:
    """The learner's study, closed at the end.

    Raises:
        StorageError: the home folder or a file in it cannot be used.
    """
    from learning.study import Study

    study = Study.open(Home.locate(chosen(context).home))
    try:
        yield study
    finally:
        study.close()


def print_json(data: Any) -> None:
    """`data` (JSON types only) on standard output, indented, in UTF-8 as it stands."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def broken(error: Exception) -> WaymarkError:
    """An error nobody foresaw, in words; its traceback goes into the learner's log folder."""
    said = f"Waymark ran into a fault of its own ({type(error).__name__})."
    try:
        logs = Home.locate().ensure().logs
        logs.mkdir(exist_ok=True)
        log = logs / "fault.log"
        with log.open("a", encoding="utf-8") as out:
            out.write("".join(traceback.format_exception(error)))
    except (OSError, WaymarkError):
        return WaymarkError(said, hint="Its trace could not be written; what you said is kept.")
    return WaymarkError(said, hint=f"Its trace is in {log}; what you said is kept.")


def fail(error: WaymarkError) -> NoReturn:
    """Print the error and its hint on standard error and leave with its exit code."""
    sys.stderr.write(f"{error.title}: {error.message}\n")
    if error.hint:
        sys.stderr.write(f"{error.hint}\n")
    raise SystemExit(error.exit_code)
