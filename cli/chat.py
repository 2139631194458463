"""`waymark chat`: the interface. The bare `waymark` opens the same."""

from __future__ import annotations

import typer

from cli.command import chosen, command
from cli.main import open_the_chat


def register(app: typer.Typer) -> None:
    @command(app, "chat")
    def chat(context: typer.Context) -> None:
        """Talk with your mentor in the terminal. Example: waymark chat --model offline"""
        open_the_chat(chosen(context))
