"""Reads the texts the agent is told. They are byte-stable: nothing is filled in."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load_prompt(name: str) -> str:
    """The prompt `name` (a Markdown file in this room, without its ending)."""
    return (files("prompts") / f"{name}.md").read_text(encoding="utf-8").strip()
