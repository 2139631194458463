"""How many questions a placement test needs for right decisions, against random choice.

    python -m benchmarks.placement [--learners N] [--json]

Simulated learners take the test of a phase of the roadmap, once with questions chosen by what they
settle and once with questions drawn at random, both read by the same belief. The learners come
from processes that the test does not know: one walks the roadmap and knows what is behind them,
one knows sections, one knows what is common and misses what is rare. What a learner has mastered
is fixed; they slip in 10 % of what they know, less on easy questions, and guess.
A decision is mastered or not, for every topic of the phase. The figure is the fewest questions
after which the mean share of right decisions is, and stays, at 90 %.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from learning.placement import Belief, belief_before, guess_of, next_item
from roadmap.catalogue import Roadmap
from roadmap.models import Topic
from roadmap.questions import QuizItem

AIM, MOST = 0.9, 80
"""Questions are chosen up to MOST; at random, up to all there are."""
Choose = Callable[[Belief, Sequence[QuizItem], set[str], random.Random], QuizItem]


@dataclass(frozen=True, slots=True)
class Learner:
    mastered: frozenset[str]

    def answers(self, item: QuizItem, chance: random.Random) -> bool:
        if item.topic in self.mastered:
            return chance.random() > 0.04 * item.difficulty - 0.02
        return chance.random() < guess_of(item) + 0.08 * (item.difficulty == 1)


def walker(topics: Sequence[Topic], chance: random.Random) -> Learner:
    """Knows the topics up to some point of the way, and forgets or leaps some."""
    reached = chance.random() * len(topics)
    known = {t.id for place, t in enumerate(topics) if place + chance.gauss(0, 1.5) < reached}
    return Learner(frozenset(known))


def specialist(topics: Sequence[Topic], chance: random.Random) -> Learner:
    """Knows some sections well and others hardly."""
    share = {name: chance.choice((0.05, 0.95)) for name in sorted({t.section for t in topics})}
    return Learner(frozenset(t.id for t in topics if chance.random() < share[t.section]))


def builder(topics: Sequence[Topic], chance: random.Random) -> Learner:
    """Knows a topic seldom without what it rests on."""
    ease, known, here = chance.uniform(0.35, 0.98), set[str](), {t.id for t in topics}
    for topic in topics:
        bases = [name for name in topic.prerequisites if name in here]
        ready = all(name in known for name in bases)
        if chance.random() < (ease if ready else 0.08):
            known.add(topic.id)
    return Learner(frozenset(known))


KINDS = (walker, specialist, builder)


def by_worth(
    belief: Belief, items: Sequence[QuizItem], asked: set[str], _chance: random.Random
) -> QuizItem:
    """As the test chooses; where all is sure, the question that would settle most."""
    chosen = next_item(belief, items, asked, "benchmark")
    return chosen or max((i for i in items if i.id not in asked), key=belief.worth)


def at_random(
    _belief: Belief, items: Sequence[QuizItem], asked: set[str], chance: random.Random
) -> QuizItem:
    return chance.choice([item for item in items if item.id not in asked])


def rights(
    topics: Sequence[Topic], items: Sequence[QuizItem], learner: Learner, choose: Choose, seed: int
) -> list[float]:
    """The share of right decisions after 1, 2 … questions."""
    chance, belief, asked = random.Random(seed), belief_before(topics), set[str]()  # noqa: S311  # a simulation
    shares = []
    for _ in range(len(items) if choose is at_random else min(MOST, len(items))):
        item = choose(belief, items, asked, chance)
        asked.add(item.id)
        belief = belief.after(item, float(learner.answers(item, chance)))
        right = sum((c >= 0.5) == (t in learner.mastered) for t, c in belief.chances.items())
        shares.append(right / len(topics))
    return shares


def needed(runs: Sequence[Sequence[float]]) -> int | None:
    """The fewest questions from which the mean of `runs` stays at the aim, or None."""
    means = [sum(shares) / len(runs) for shares in zip(*runs, strict=True)]
    below = [n for n, mean in enumerate(means) if mean < AIM]
    first = below[-1] + 1 if below else 0
    return first + 1 if first < len(means) else None


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.placement")
    parser.add_argument("--learners", type=int, default=30, help="of each kind, a phase")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    roadmap, chance = Roadmap.load(), random.Random(20)  # noqa: S311  # a simulation
    rows = []
    for phase in roadmap.phases:
        items = [item for topic in phase.topics for item in roadmap.quiz_items(topic.id)]
        people = [kind(phase.topics, chance) for kind in KINDS for _ in range(asked.learners)]
        print(f"{phase.title}: {len(people)} learners …", file=sys.stderr)
        chosen, drawn = (
            needed([rights(phase.topics, items, p, choose, n) for n, p in enumerate(people)])
            for choose in (by_worth, at_random)
        )
        ratio = round(chosen / drawn, 3) if chosen and drawn else None
        rows.append(
            {
                "phase": phase.id,
                "topics": len(phase.topics),
                "chosen": chosen,
                "random": drawn,
                "ratio": ratio,
            }
        )
    if asked.json:
        print(json.dumps({"aim": AIM, "most": MOST, "phases": rows}))
        return 0
    print(f"Questions for {AIM:.0%} right decisions (– where they are not reached)")
    for row in rows:
        told = [
            row[name] if row[name] is not None else "–" for name in ("chosen", "random", "ratio")
        ]
        print(
            f"{row['phase']}  {row['topics']:>3} topics  chosen {told[0]:>3}  random {told[1]:>3}"
            f"  ratio {told[2]}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
