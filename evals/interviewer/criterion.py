"""A criterion: a yes/no question about an interviewer, asked wherever there is a case for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from evals.interviewer.transcript import Transcript

Check = Callable[[Sequence[Transcript]], Iterator[tuple[bool, str]]]


@dataclass(frozen=True, slots=True)
class Criterion:
    """`check` yields, for each case met, whether it was kept and where that was."""

    id: str
    group: str
    says: str
    check: Check


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a criterion came out; `faults` are the first places where it was not kept."""

    criterion: Criterion
    kept: int
    cases: int
    faults: tuple[str, ...]

    @property
    def rate(self) -> float | None:
        """The share of cases in which it was kept, None where there was no case."""
        return self.kept / self.cases if self.cases else None

    @property
    def met(self) -> bool:
        return self.cases > 0 and self.kept == self.cases


CRITERIA: dict[str, Criterion] = {}

_FAULTS_NAMED = 3


def each(
    group: str, says: str
) -> Callable[[Callable[[Transcript], Iterator[bool]]], Callable[[Transcript], Iterator[bool]]]:
    """Make a criterion of a function that yields an outcome for each case in one interview."""

    def register(
        function: Callable[[Transcript], Iterator[bool]],
    ) -> Callable[[Transcript], Iterator[bool]]:
        def check(held: Sequence[Transcript]) -> Iterator[tuple[bool, str]]:
            for one in held:
                place = f"{one.candidate} in {one.script}, seed {one.seed}"
                yield from ((kept, place) for kept in function(one))

        _keep(function.__name__, group, says, check)
        return function

    return register


def across(group: str, says: str) -> Callable[[Check], Check]:
    """Make a criterion of a function that compares interviews with one another."""

    def register(function: Check) -> Check:
        _keep(function.__name__, group, says, function)
        return function

    return register


def _keep(name: str, group: str, says: str, check: Check) -> None:
    identity = name.strip("_").replace("_", "-")
    CRITERIA[identity] = Criterion(identity, group, says, check)


def judge(
    held: Sequence[Transcript], criteria: Iterable[Criterion] | None = None
) -> tuple[Outcome, ...]:
    """Every criterion's outcome over `held`."""
    outcomes = []
    for criterion in CRITERIA.values() if criteria is None else criteria:
        found = list(criterion.check(held))
        faults = dict.fromkeys(place for kept, place in found if not kept)
        outcomes.append(
            Outcome(
                criterion,
                sum(kept for kept, _ in found),
                len(found),
                tuple(faults)[:_FAULTS_NAMED],
            )
        )
    return tuple(outcomes)
