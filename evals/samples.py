"""Are the samples of the interview bank graded in their order? `python -m evals.samples`.

Of each question, the strong sample should score above the middling one, and that above the weak.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from learning.grading import grade_rubric
from roadmap.catalogue import Roadmap
from roadmap.questions import InterviewQuestion

AIM = 0.97


@dataclass(frozen=True, slots=True)
class Graded:
    """The scores, 0 to 1, of the three samples of a question."""

    question: str
    area: str
    strong: float
    middling: float
    weak: float

    @property
    def pairs(self) -> tuple[bool, bool]:
        """Whether each pair of neighbours came out in order."""
        return (self.strong > self.middling, self.middling > self.weak)


def graded(questions: Iterable[InterviewQuestion]) -> Iterator[Graded]:
    for one in questions:
        strong, middling, weak = (
            grade_rubric(one.question, one.rubric, sample).score
            for sample in (one.samples.strong, one.samples.middling, one.samples.weak)
        )
        yield Graded(one.id, one.area, strong, middling, weak)


def share_in_order(grades: Iterable[Graded]) -> float:
    """The share, 0 to 1, of pairs of neighbours that came out in order."""
    pairs = [pair for grade in grades for pair in grade.pairs]
    return sum(pairs) / len(pairs)


def main() -> int:
    grades = list(graded(Roadmap.load().interview_questions()))
    areas: defaultdict[str, list[Graded]] = defaultdict(list)
    for grade in grades:
        areas[grade.area].append(grade)
    for area, own in sorted(areas.items()):
        print(f"{area:>16}: {len(own):3} questions, {share_in_order(own):.1%} of pairs in order")
    whole = share_in_order(grades)
    print(f"{'all':>16}: {len(grades):3} questions, {whole:.1%} (aim {AIM:.0%})")
    for grade in grades:
        if not all(grade.pairs):
            scores = f"{grade.strong:.2f}, {grade.middling:.2f}, {grade.weak:.2f}"
            print(f"  out of order: {grade.question} ({scores})")
    return 0 if whole >= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
