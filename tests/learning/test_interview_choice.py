"""Which questions an interview asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from learning.interview_agenda import lay_out, shortened
from learning.interview_choice import Past, choose_questions
from learning.interview_scripts import Round, Script
from roadmap.catalogue import Roadmap
from tests.learning.interview_moments import question

BANK = Roadmap.load().interview_questions()
ROC, STORY = "ml.roc-auc", "behavioural.failure"

ROUNDS = (
    Round(area="behavioural", count=2, difficulty=(1, 2), minutes=8),
    Round(area="ml-fundamentals", count=4, difficulty=(2, 4), minutes=20),
)


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_questions_fit_their_rounds_and_none_comes_twice(seed: int) -> None:
    chosen = choose_questions(ROUNDS, BANK, seed)
    assert len({q.id for q in chosen}) == 6
    assert all(ROUNDS[0].takes(q) for q in chosen[:2])
    assert all(ROUNDS[1].takes(q) for q in chosen[2:])
    assert [q.difficulty for q in chosen[2:]] == sorted(q.difficulty for q in chosen[2:])


@given(st.integers(min_value=0, max_value=10_000))
def test_a_seed_always_chooses_the_same_in_whatever_order_the_bank_stands(seed: int) -> None:
    assert choose_questions(ROUNDS, BANK, seed) == choose_questions(ROUNDS, BANK[::-1], seed)


def test_seeds_differ() -> None:
    asked = {tuple(q.id for q in choose_questions(ROUNDS, BANK, n)) for n in range(20)}
    assert len(asked) >= 18


def test_questions_are_spread_over_topics() -> None:
    rounds = (Round(area="ml-fundamentals", count=4, minutes=20),)
    for seed in range(20):
        topics = [t for q in choose_questions(rounds, BANK, seed) for t in q.topics]
        assert len(topics) == len(set(topics))


def test_less_time_means_fewer_questions_and_more_time_none_more() -> None:
    script = Script(id="s", title="S", minutes=28, rounds=ROUNDS)
    assert [part.count for part in shortened(script, 14)] == [1, 2]
    assert [part.count for part in shortened(script, 5)] == [1, 1]
    assert [part.count for part in shortened(script, 90)] == [2, 4]


def test_a_fresh_round_asks_first_what_was_never_asked() -> None:
    rounds = (Round(area="llm-rag", count=5, minutes=20, choose="fresh"),)
    asked: dict[str, int] = {}
    for _ in range(2):
        for chosen in choose_questions(rounds, BANK, 3, Past(asked)):
            asked[chosen.id] = asked.get(chosen.id, 0) + 1
    assert len(asked) == 10


def test_a_weak_round_asks_first_about_what_went_badly() -> None:
    rounds = (Round(area="ml-fundamentals", count=1, minutes=5, choose="weak"),)
    topic = question(ROC).topics[0]
    past = Past(scores={t: 0.9 for q in BANK for t in q.topics} | {topic: 0.1})
    for seed in range(10):
        [chosen] = choose_questions(rounds, BANK, seed, past)
        assert topic in chosen.topics


def test_a_round_can_be_narrowed_to_topics_or_to_named_questions() -> None:
    rounds = (
        Round(area="ml-fundamentals", count=2, minutes=5),
        Round(area="ml-fundamentals", count=1, minutes=5, questions=(ROC,)),
        Round(area="ml-fundamentals", count=1, minutes=5, topics=("overfitting-regularization",)),
    )
    for seed in range(20):
        chosen = choose_questions(rounds, BANK, seed)
        assert chosen[2].id == ROC
        assert "overfitting-regularization" in chosen[3].topics
        assert len(set(chosen)) == 4


def test_an_interview_whose_script_is_gone_is_laid_out_in_one_part() -> None:
    held = lay_out(None, 12, [question(ROC), question(STORY)])
    assert [(len(s.questions), s.seconds) for s in held.stages] == [(2, 720.0)]
