"""Make `learning/reference_weights.json` from the sample answers of our own content.

    python -m evals.fit_reference_grading [--check]

Three kinds of pairs come from each interview question. A whole sample against the rubric's points
as one reference; a weaker sample against the strong one; and single sentences: the sentence of the
strong sample that met a point against what the point says, with sentences that met other points
and sentences of the weak sample as wrong answers. Each kind counts as much as the others. The fit
is a ridge regression with weights at or above zero; what it reaches is measured on questions it
was not fitted on (five folds). `--check` measures without writing.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evals.external.scores import pearson
from learning.answer_matching import Answer
from learning.grading import grade_rubric
from learning.reference_grading import WEIGHTS, nearness
from roadmap.catalogue import Roadmap
from roadmap.questions import InterviewQuestion

_STRONG, _MIDDLING, _WEAK = 1.0, 0.5, 0.1
_OTHER_POINT, _UNRELATED = 0.25, 0.05
_OTHER_POINTS_SHARE = 0.4
_RIDGE = 1e-3
_FOLDS = 5
_SEED = 1
_FIGURES = 2
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_PLAIN_WORD = re.compile(r"[a-z][a-z0-9+#]*|[0-9]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer to grade against a reference, and the score a fair reader would give."""

    kind: str
    source: str
    question: str
    reference: str
    answer: str
    score: float


def main(arguments: Sequence[str]) -> int:
    roadmap = Roadmap.load()
    documents = list(texts(roadmap))
    held_by = Counter(word for text in documents for word in set(_PLAIN_WORD.findall(text.lower())))
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
    stored |= {
        "documents": len(documents),
        "held_by": {word: count for word, count in sorted(held_by.items()) if count > 1},
    }
    if "--check" not in arguments:
        stored.setdefault("intercept", 0.0)
        stored.setdefault("nearness", [1.0, 0.0])
        WEIGHTS.write_text(json.dumps(stored) + "\n", encoding="utf-8")
    pairs = [pair for question in roadmap.interview_questions() for pair in pairs_of(question)]
    figures = np.array([nearness(p.question, p.reference, Answer(p.answer)).values for p in pairs])
    report(pairs, figures)
    if "--check" not in arguments:
        intercept, weights = fit(pairs, figures, np.ones(len(pairs), dtype=bool))
        stored |= {"intercept": round(intercept, 4), "nearness": [round(w, 4) for w in weights]}
        WEIGHTS.write_text(json.dumps(stored) + "\n", encoding="utf-8")
        print(f"weights {stored['nearness']}, intercept {stored['intercept']}")
    return 0


def texts(roadmap: Roadmap) -> Iterator[str]:
    """Our content in pieces of a few sentences, by which words are weighed."""
    for question in roadmap.interview_questions():
        samples = question.samples
        yield from (question.question, samples.strong, samples.middling, samples.weak)
        yield from (point.says for point in question.rubric.points)
    for item in roadmap.quiz_items():
        yield from (item.stem, item.explanation)
    for name in roadmap.topics:
        card = roadmap.card(name)
        yield from (card.summary, card.why, *card.key_points)


def pairs_of(question: InterviewQuestion) -> Iterator[Pair]:
    samples, points = question.samples, question.rubric.points
    whole = " ".join(point.says for point in points)
    scored = ((samples.strong, _STRONG), (samples.middling, _MIDDLING), (samples.weak, _WEAK))
    for answer, score in scored:
        yield Pair("whole", question.id, question.question, whole, answer, score)
    for answer, score in scored[1:]:
        yield Pair("sample", question.id, question.question, samples.strong, answer, score)
    yield from _sentence_pairs(question)


def _sentence_pairs(question: InterviewQuestion) -> Iterator[Pair]:
    draw = random.Random(f"{_SEED}/{question.id}")  # noqa: S311  # which pairs, no secret
    strong = " ".join(question.samples.strong.split())
    weak = _SENTENCE.split(" ".join(question.samples.weak.split()))
    met: dict[str, str] = {}
    for graded in grade_rubric(question.question, question.rubric, strong).points:
        sentence = _sentence_with(strong, graded.quote) if graded.met == "met" else None
        if sentence:
            met[graded.id] = sentence
    for point in question.rubric.points:
        if point.id not in met:
            continue
        asked = point.probe or question.question
        for answer, score in (
            (met[point.id], _STRONG),
            *(
                (sentence, _OTHER_POINT)
                for sentence in met.values()
                if sentence != met[point.id] and draw.random() < _OTHER_POINTS_SHARE
            ),
            (draw.choice(weak), _UNRELATED),
        ):
            yield Pair("sentence", question.id, asked, point.says, answer, score)


def _sentence_with(text: str, quote: str) -> str | None:
    wanted = quote.rstrip("…")
    return next((part for part in _SENTENCE.split(text) if wanted and wanted in part), None)


def fit(
    pairs: Sequence[Pair], figures: NDArray[np.float64], taken: NDArray[np.bool_]
) -> tuple[float, list[float]]:
    """Intercept and weights; a weight that would fall below zero is left out."""
    kinds = Counter(pair.kind for pair, is_in in zip(pairs, taken, strict=True) if is_in)
    worth = np.array([1 / kinds[pair.kind] for pair in pairs])[taken]
    scores = np.array([pair.score for pair in pairs])[taken]
    free = list(range(_FIGURES))
    while True:
        rows = np.column_stack([figures[taken][:, free], np.ones(int(taken.sum()))])
        square = rows.T @ (rows * worth[:, None]) + _RIDGE * np.eye(rows.shape[1])
        found = np.linalg.solve(square, rows.T @ (worth * scores))
        below = [place for place, weight in zip(free, found, strict=False) if weight < 0]
        if not below:
            break
        free = [place for place in free if place not in below]
    weights = [0.0] * _FIGURES
    for place, weight in zip(free, found, strict=False):
        weights[place] = float(weight)
    return float(found[-1]), weights


def report(pairs: Sequence[Pair], figures: NDArray[np.float64]) -> None:
    """What the fit reaches on questions it was not made from, by kind of pair."""
    sources = sorted({pair.source for pair in pairs})
    random.Random(_SEED).shuffle(sources)  # noqa: S311  # folds, no secret
    told = np.zeros(len(pairs))
    for fold in range(_FOLDS):
        held_out = set(sources[fold::_FOLDS])
        outside = np.array([pair.source in held_out for pair in pairs])
        intercept, weights = fit(pairs, figures, ~outside)
        told[outside] = figures[outside] @ np.array(weights) + intercept
    for kind in sorted({pair.kind for pair in pairs}):
        places = [n for n, pair in enumerate(pairs) if pair.kind == kind]
        scores = [pairs[n].score for n in places]
        both = pearson(scores, [float(told[n]) for n in places]) or 0.0
        words_alone = pearson(scores, [float(figures[n][0]) for n in places]) or 0.0
        print(
            f"{kind:>8}: {len(places):5} pairs, correlation {both:.3f} "
            f"(words alone {words_alone:.3f})"
        )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
