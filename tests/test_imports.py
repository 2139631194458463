"""What a start may load. A mentor that takes two seconds to say hello is not asked twice."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("langchain", "langchain_core", "langgraph", "textual", "ortools", "sqlite_utils")


def loaded_by(code: str) -> set[str]:
    """Top-level modules loaded after `code` ran in a fresh interpreter."""
    report = "import sys; print('\\n'.join({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_craft_is_reachable_without_an_agent_framework_or_an_interface() -> None:
    modules = loaded_by("import base, roadmap, memory, learning")
    assert not modules & set(HEAVY)


@pytest.mark.parametrize(
    "services",
    [
        "learning.grading, learning.mastery, learning.quizzes, learning.reviews",
        "learning.week, learning.profile, learning.progress",
        "learning.interviews, learning.research, learning.study",
        "roadmap.catalogue, memory.learner",
    ],
)
def test_no_service_loads_them_either(services: str) -> None:
    assert not loaded_by(f"import {services}") & set(HEAVY)


def test_the_help_page_loads_neither_langchain_nor_textual() -> None:
    code = (
        "import sys; sys.argv = ['waymark', '--help']\n"
        "from cli.main import main\n"
        "try: main()\n"
        "except SystemExit: pass"
    )
    assert not loaded_by(code) & {*HEAVY, "pydantic_settings", "openai", "anthropic"}
