"""`waymark doctor`: whether everything that Waymark needs is there and works."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import typer

from base.errors import WaymarkError
from base.paths import Home, config_file
from cli.command import JsonOption, chosen, command, opened_study, print_json


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at."""

    what: str
    ok: bool
    detail: str


def register(app: typer.Typer) -> None:
    @command(app, "doctor")
    def doctor(
        context: typer.Context,
        as_json: JsonOption = False,
    ) -> None:
        """Check files, content and models, and say what to mend.

        Example: waymark doctor --home ~/other-learner
        """
        findings = list(_look(context))
        if as_json:
            print_json([asdict(finding) for finding in findings])
        else:
            for finding in findings:
                typer.echo(f"{'✓' if finding.ok else '✗'} {finding.what}: {finding.detail}")
        if not all(finding.ok for finding in findings):
            raise typer.Exit(WaymarkError.exit_code)


def _look(context: typer.Context) -> Iterator[Finding]:
    python = sys.version_info
    yield Finding("Python", python >= (3, 11), f"{python.major}.{python.minor}.{python.micro}")
    yield Finding("SQLite", True, sqlite3.sqlite_version)
    yield _look_at_content()
    yield from _look_at_files(context)
    yield _look_at_models(context)
    yield _look_at_telemetry()


def _look_at_content() -> Finding:
    from roadmap.catalogue import Roadmap

    try:
        roadmap = Roadmap.load()
    except WaymarkError as error:
        return Finding("Roadmap", False, error.message)
    return Finding("Roadmap", True, f"{len(roadmap.phases)} phases, {len(roadmap.topics)} topics")


def _look_at_files(context: typer.Context) -> Iterator[Finding]:
    home = Home.locate(chosen(context).home)
    try:
        with opened_study(context) as study:
            conversations = len(study.memory.transcripts.conversations())
            shelf = study.interviews.shelf()
            scripts, faults = len(shelf.found), [fault.message for fault in shelf.faults]
    except WaymarkError as error:
        yield Finding("Learner files", False, f"{error.message} {error.hint}")
        return
    yield Finding("Learner files", True, f"{home.root}, {conversations} recent conversations")
    yield Finding("Interview scripts", not faults, " ".join(faults) or f"{scripts} usable")
    where = config_file()
    yield Finding(
        "Settings file", True, f"{where}{'' if where.exists() else ' (not there, defaults apply)'}"
    )


def _look_at_models(context: typer.Context) -> Finding:
    from agent.models import choose_model
    from base.settings import Settings

    try:
        settings = Settings.load()
        choice = choose_model(chosen(context).model or settings.model, settings)
    except WaymarkError as error:
        return Finding("Model", False, f"{error.message} {error.hint}")
    return Finding("Model", True, f"{choice.spec}: {choice.reason}")


def _look_at_telemetry() -> Finding:
    from agent.telemetry import endpoint, why_not
    from base.settings import Settings

    try:
        url = endpoint(Settings.load())
    except WaymarkError as error:
        return Finding("OpenTelemetry", False, f"{error.message} {error.hint}")
    if not url:
        return Finding("OpenTelemetry", True, "off: no endpoint is set, or offline is")
    trouble = why_not(url)
    if trouble is not None:
        return Finding("OpenTelemetry", False, f"nothing is sent to {url}: {trouble}")
    return Finding("OpenTelemetry", True, f"spans of each turn, without its words, go to {url}")
