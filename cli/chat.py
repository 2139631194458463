"""`waymark chat`: the interface. The bare `waymark` opens the same."""

from __future__ import annotations

import typer

from base.paths import Home
from cli.command import chosen, command


def register(app: typer.Typer) -> None:
    @command(app, "chat")
    def chat(context: typer.Context) -> None:
        """Talk with your mentor in the terminal. Example: waymark chat --model offline"""
        open_chat(context)


def open_chat(context: typer.Context) -> None:
    """Open the interface and stay until the learner leaves.

    Raises:
        StorageError: the learner's files cannot be used.
        InvalidInput: the file of keys cannot be read.
    """
    from tui.opening import open_chat as open_interface

    shared = chosen(context)
    open_interface(Home.locate(shared.home), shared.model)
