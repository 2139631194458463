"""The families of commands, put together.

Modules of commands are light; what is heavy is imported inside the command that needs it.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import typer

from cli.command import HomeOption, ModelOption, keep_shared

COMMAND_MODULES: Sequence[str] = (
    "cli.chat",
    "cli.ask",
    "cli.profile",
    "cli.busy",
    "cli.plan",
    "cli.week",
    "cli.block",
    "cli.repair",
    "cli.undo",
    "cli.outlook",
    "cli.quiz",
    "cli.review",
    "cli.place",
    "cli.evidence",
    "cli.calibration",
    "cli.interview",
    "cli.code",
    "cli.roadmap",
    "cli.search",
    "cli.memory",
    "cli.evals",
    "cli.models",
    "cli.doctor",
    "cli.usage",
    "cli.trace",
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

    for module in COMMAND_MODULES:
        importlib.import_module(module).register(app)
    return app
