"""The `waymark` command: the families of commands, put together.

Modules of commands are light; what is heavy is imported inside the command that needs it.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence

import typer

from base.errors import WaymarkError
from cli.command import HomeOption, ModelOption, broken, fail, keep_shared

COMMAND_MODULES: Sequence[str] = (
    "cli.chat",
    "cli.ask",
    "cli.profile",
    "cli.busy",
    "cli.plan",
    "cli.quiz",
    "cli.review",
    "cli.interview",
    "cli.roadmap",
    "cli.search",
    "cli.memory",
    "cli.evals",
    "cli.models",
)
"""Each has `register(app: typer.Typer) -> None`; their order is the order in `--help`."""


def build_app() -> typer.Typer:
    app = typer.Typer(
        name="waymark",
        help="A mentor in your terminal for the AI-engineer roadmap. Without a command: the chat.",
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def waymark(context: typer.Context, home: HomeOption = None, model: ModelOption = None) -> None:
        keep_shared(context, home, model)
        if context.invoked_subcommand is None:
            from cli.chat import open_chat

            open_chat(context)

    for module in COMMAND_MODULES:
        importlib.import_module(module).register(app)
    return app


def main() -> None:
    """Run the command line; every error ends in a message and an exit code, no traceback."""
    try:
        build_app()()
    except WaymarkError as error:
        fail(error)
    except BrokenPipeError:  # whoever read our output has gone; there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:  # a fault of ours: a sentence for the learner, the trace for us
        fail(broken(error))


if __name__ == "__main__":
    main()
