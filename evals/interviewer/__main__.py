"""`python -m evals.interviewer [--json] [--seeds N] [--script ID]...`: the criteria, each with
the share of cases in which it was kept. Exits with 1 where one was not kept everywhere."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from itertools import groupby

from evals.interviewer import manner, probing, reporting, timing
from evals.interviewer.candidates import CANDIDATES
from evals.interviewer.criterion import Outcome, judge
from evals.interviewer.holding import SCRIPTS, hold_all
from evals.interviewer.transcript import Transcript

GROUPS = (manner, probing, timing, reporting)
"""The modules that hold criteria; importing one makes them known."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    scripts = tuple(options.script or SCRIPTS)
    held: list[Transcript] = []
    total = len(scripts) * options.seeds * len(CANDIDATES)
    for one in hold_all(scripts=scripts, seeds=range(1, options.seeds + 1)):
        held.append(one)
        if sys.stderr.isatty():
            print(f"\r{len(held)} of {total} interviews", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    outcomes = judge(held)
    if options.json:
        print(json.dumps(_as_json(outcomes, held), ensure_ascii=False, indent=2))
    else:
        _show(outcomes, held)
    return 0 if all(one.met or not one.cases for one in outcomes) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.interviewer",
        description="Hold interviews with simulated candidates through the real service, and ask "
        f"yes/no questions about the interviewer. The candidates: {', '.join(CANDIDATES)}.",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--seeds", type=int, default=1, metavar="N", help="interviews a script and candidate"
    )
    parser.add_argument(
        "--script", action="append", metavar="ID", help=f"instead of {', '.join(SCRIPTS)}"
    )
    return parser


def _show(outcomes: Sequence[Outcome], held: Sequence[Transcript]) -> None:
    for group, mine in groupby(outcomes, key=lambda one: one.criterion.group):
        print(f"\n{group}")
        for one in mine:
            rate = "no case" if one.rate is None else f"{100 * one.rate:.1f} %"
            counted = f"{one.kept}/{one.cases}"
            print(f"  {rate:>8} {counted:>12}  {one.criterion.says}")
            for fault in one.faults:
                print(f"{'':>24}not in: {fault}")
    met = sum(one.met for one in outcomes)
    print(f"\n{met} of {len(outcomes)} criteria kept in every case, in {len(held)} interviews")


def _as_json(outcomes: Sequence[Outcome], held: Sequence[Transcript]) -> dict[str, object]:
    return {
        "interviews": len(held),
        "met": sum(one.met for one in outcomes),
        "of": len(outcomes),
        "criteria": [
            {
                "id": one.criterion.id,
                "group": one.criterion.group,
                "says": one.criterion.says,
                "kept": one.kept,
                "cases": one.cases,
                "rate": one.rate,
                "faults": list(one.faults),
            }
            for one in outcomes
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
