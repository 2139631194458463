"""`waymark calibration`: how sure you were, against how often you were right."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from cli.command import JsonOption, command, opened_study, print_json

if TYPE_CHECKING:
    from learning.calibration import Calibration
    from learning.progress import AreaCalibration


def register(app: typer.Typer) -> None:
    @command(app, "calibration")
    def calibration(context: typer.Context, as_json: JsonOption = False) -> None:
        """Compare how sure you were with how often you were right.

        Confidence is given with an answer: in a chat (“B, 80 % sure”), or in a file of answers
        ({answer: B, confidence: 80}). The Brier score is 0 when it is always exact, 0.25 for who
        always says 50 %.

        Example: waymark calibration --json
        """
        with opened_study(context) as study:
            whole, areas = study.progress.calibration()
        if as_json:
            print_json(
                {
                    "overall": None if whole is None else _json(whole),
                    "areas": [
                        {"id": a.id, "title": a.title, **_json(a.calibration)} for a in areas
                    ],
                }
            )
        elif whole is None:
            typer.echo(
                "No answer carried a confidence yet. Say it with one, for instance “B, 80 % sure”."
            )
        else:
            typer.echo("\n".join(_lines(whole, areas)))


def _lines(whole: Calibration, areas: tuple[AreaCalibration, ...]) -> list[str]:
    from learning.calibration import plot

    lines = [
        f"Brier score {whole.brier:.3f} over {whole.answers} answers "
        f"({whole.sure:.0%} sure on average, right in {whole.right:.0%}).",
        "",
        *plot(whole),
        "(# is how often you were right; | is where the bar would end if you were exact)",
    ]
    if whole.lesson:
        lines += ["", whole.lesson]
    lines += [""] + [
        f"{area.title}: Brier {area.calibration.brier:.3f}, {area.calibration.sure:.0%} sure, "
        f"right in {area.calibration.right:.0%}, {area.calibration.answers} answers"
        for area in areas
    ]
    return lines


def _json(calibration: Calibration) -> dict[str, Any]:
    return {
        **asdict(calibration),
        "lean": calibration.lean,
        "lesson": calibration.lesson,
    }
