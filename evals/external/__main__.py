"""`python -m evals.external NAME ...`: one yardstick on a file of yours."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from base.errors import WaymarkError


def _reviews(arguments: Sequence[str]) -> int:
    from evals.external.reviews import main

    return main(arguments)


def _grading(arguments: Sequence[str]) -> int:
    from evals.external.grading import main

    return main(arguments)


def _mastery(arguments: Sequence[str]) -> int:
    from evals.external.mastery import main

    return main(arguments)


YARDSTICKS: dict[str, Callable[[Sequence[str]], int]] = {
    "grading": _grading,
    "mastery": _mastery,
    "reviews": _reviews,
}


def main(arguments: Sequence[str]) -> int:
    """Run the yardstick that the first argument names; the exit code is the house's."""
    names = ", ".join(YARDSTICKS)
    if not arguments or arguments[0] not in YARDSTICKS:
        helped = bool(arguments) and arguments[0] in ("-h", "--help")
        print(
            f"usage: python -m evals.external NAME [OPTIONS]\n\nNAME is one of: {names}. "
            "`python -m evals.external NAME --help` says what it reads.",
            file=sys.stdout if helped else sys.stderr,
        )
        return 0 if helped else 2
    try:
        return YARDSTICKS[arguments[0]](arguments[1:])
    except WaymarkError as error:
        print(f"{error.title}: {error.message}", file=sys.stderr)
        if error.hint:
            print(error.hint, file=sys.stderr)
        return error.exit_code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
