"""What a start may load before the screen is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

# The learner's files are opened after the first paint: what is loaded by then was in its way.
_SCRIPT = """
import asyncio, json, sys
import cli.main
from base.errors import WaymarkError
from tui.app import WaymarkApp
from tui.backstage import Backstage

def open_study():
    print(json.dumps(sorted(sys.modules)))
    raise WaymarkError("that was enough")

async def main():
    backstage = Backstage(open_study, lambda study, conversation: None)
    app = WaymarkApp(backstage, first_time=True)
    async with app.run_test() as pilot:
        while app.return_value is None:
            await pilot.pause(0.01)
    backstage.close()

asyncio.run(main())
"""
_NOT_YET = {
    "typer",
    "langchain",
    "langchain_core",
    "langgraph",
    "pydantic",
    "sqlite3",
    "sqlite_utils",
    "yaml",
    "ortools",
    "memory",
    "roadmap",
    "tools",
    "prompts",
    "markdown_it",
}


def test_the_screen_is_painted_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    loaded = {name.partition(".")[0] for name in json.loads(run.stdout)}
    assert "textual" in loaded
    assert loaded & _NOT_YET == set()
