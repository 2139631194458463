"""How long the roadmap takes to open and to answer: `python -m benchmarks.catalogue`.

Titles only is what a start reads; everything is what a search, a quiz and an interview need
together. The baseline of both is reading the same files as plain YAML, in the same run; that of
the search is scanning the same text for the words of the query.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import yaml

from roadmap.cards import cards_of
from roadmap.catalogue import SHIPPED, Roadmap
from roadmap.check import LISTS

ROUNDS = 5
SEARCHES = 300


def main() -> int:
    phases = [SHIPPED / "roadmap.yaml", *(SHIPPED / "phases").glob("*.yaml")]
    titles = median_ms(lambda: Roadmap(SHIPPED))
    titles_raw = median_ms(lambda: read_plain(phases))
    everything = median_ms(load_everything)
    everything_raw = median_ms(lambda: read_plain(SHIPPED.rglob("*.yaml")))
    report("titles only", titles, "the same files as plain YAML", titles_raw)
    report("everything", everything, "the same files as plain YAML", everything_raw)
    report_search()
    return 0


def load_everything() -> None:
    roadmap = Roadmap(SHIPPED)
    for name in LISTS:
        getattr(roadmap, name)
    roadmap.quiz_items()
    roadmap.interview_questions()
    roadmap.coding_problems()
    _ = roadmap.briefs, roadmap.subtopics, roadmap.renames
    roadmap.find("attention")


def read_plain(paths: Iterable[Path]) -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in paths:
        yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  # a safe loader


def report_search() -> None:
    roadmap = Roadmap(SHIPPED)
    queries = queries_of(roadmap)
    roadmap.find("attention")  # the index is made by the first search
    found = [timed_ms(partial(roadmap.find, query)) for query in queries]
    texts = [f"{card.title} {card.summary}\n{card.text}".lower() for card in cards_of(roadmap)]
    scanned = [timed_ms(partial(scan, texts, query)) for query in queries]
    middle = statistics.median(found)
    print(f"search over {len(texts)} entries, {len(queries)} queries")
    print(f"  median {middle:.2f} ms, 95th percentile {percentile(found, 95):.2f} ms (aim: 5 ms)")
    ratio = middle / statistics.median(scanned)
    print(f"  {ratio:.1f} times a plain scan of the same text")


def queries_of(roadmap: Roadmap) -> list[str]:
    """Titles as they are, their first words, and words with a slip of the pen."""
    titles = [card.title for card in cards_of(roadmap)]
    asked = [*titles, *(" ".join(title.split()[:2]) for title in titles)]
    asked += [f"what is {title.lower()}" for title in titles]
    asked += [title[:3] + title[4:] for title in titles if len(title) > 6]
    step = max(1, len(asked) // SEARCHES)
    return asked[::step][:SEARCHES]


def scan(texts: Iterable[str], query: str) -> int:
    words = query.lower().split()
    return sum(all(word in text for word in words) for text in texts)


def report(what: str, ours: float, than: str, baseline: float) -> None:
    print(f"{what}: {ours:.0f} ms, {ours / baseline:.2f} times {than} ({baseline:.0f} ms)")


def median_ms(work: Callable[[], object]) -> float:
    return statistics.median(timed_ms(work) for _ in range(ROUNDS))


def timed_ms(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def percentile(values: list[float], part: int) -> float:
    return statistics.quantiles(values, n=100)[part - 1]


if __name__ == "__main__":
    sys.exit(main())
