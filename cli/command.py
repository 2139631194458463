"""What every command shares: `--home` and `--model`, the opened study, and printing JSON."""

from __future__ import annotations

import functools
import inspect
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from base.paths import Home
from cli.shared import Chosen

if TYPE_CHECKING:
    from learning.study import Study


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
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def keep_shared(context: typer.Context, home: str | None, model: str | None) -> None:
    """Note what `--home` and `--model` said; the one nearest to the command wins."""
    shared = chosen(context)
    shared.home = home or shared.home
    shared.model = model or shared.model


def command(
    app: typer.Typer, name: str, *, more_words: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as command `name` of `app`, with the shared options added to its own.

    The function takes the `typer.Context` as `context`; with `more_words`, words beyond its own
    arguments are no error and stand in `context.args`.
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
        app.command(name, context_settings={"allow_extra_args": more_words})(with_shared)
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
