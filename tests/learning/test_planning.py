"""The planner's core: what it promises of every plan, and that no plan is better."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.intervals import Interval, merge
from learning.plan_goals import (
    BLOCK,
    FULL_DAY,
    HARD_IN_A_ROW,
    MISSING,
    SAME_DAY,
    TIRED,
    VALUE,
    tiredness,
    weight,
)
from learning.plan_model import Candidate, DayRoom, Demand, PlanRequest, WeekPlan
from learning.plan_programme import Share, canonical
from learning.plan_solver import allocate
from learning.plan_stretches import Stretch, follows_closely, stretches
from learning.planning import plan

MONDAY = date(2027, 3, 22)
MIDNIGHT = datetime(2027, 3, 22, tzinfo=UTC)
BREAK = timedelta(minutes=10)


def window(day: int, start: float, end: float) -> Interval:
    return Interval(
        MIDNIGHT + timedelta(days=day, hours=start), MIDNIGHT + timedelta(days=day, hours=end)
    )


def topic(name: str, minutes: int = 60, **changes: object) -> Candidate:
    usual = Candidate(
        f"learn:{name}", "learn", name, name.title(), "next", minutes, 90, shortest=45, longest=60
    )
    return dataclasses.replace(usual, **changes)  # type: ignore[arg-type]  # fields of Candidate


def request(free: list[Interval], candidates: list[Candidate], minutes: int = 360) -> PlanRequest:
    return PlanRequest(MONDAY, "UTC", tuple(free), minutes, tuple(candidates))


@st.composite
def requests(draw: st.DrawFn) -> PlanRequest:
    free = [
        Interval(start, start + timedelta(minutes=length))
        for start, length in draw(
            st.lists(
                st.tuples(
                    st.integers(0, 7 * 24 * 12).map(lambda n: MIDNIGHT + timedelta(minutes=5 * n)),
                    st.integers(5, 300),
                ),
                min_size=1,
                max_size=6,
            )
        )
    ]
    candidates: list[Candidate] = []
    for number in range(draw(st.integers(1, 6))):
        shortest = draw(st.integers(3, 12)) * 5
        before = [c.id for c in candidates]
        candidates.append(
            topic(
                f"t{number}",
                draw(st.integers(2, 40)) * 5,
                rate=draw(st.integers(20, 160)),
                shortest=shortest,
                longest=shortest + draw(st.integers(0, 4)) * 5,
                hard=draw(st.booleans()),
                after=tuple(draw(st.sets(st.sampled_from(before), max_size=2))) if before else (),
            )
        )
    return request(free, candidates, draw(st.integers(15, 600)))


def minutes_of(made: WeekPlan) -> Counter[str]:
    totals: Counter[str] = Counter()
    for block in made.blocks:
        totals[f"learn:{block.topic}"] += block.minutes
    return totals


@settings(max_examples=40)
@given(requests())
def test_every_plan_keeps_its_promises(asked: PlanRequest) -> None:
    made = plan(asked)
    candidates = {c.id: c for c in asked.candidates}
    given_minutes = minutes_of(made)
    for block in made.blocks:
        assert any(free.holds(block.interval) for free in merge(asked.free))
        candidate = candidates[f"learn:{block.topic}"]
        assert candidate.shortest <= block.minutes <= candidate.longest
        for before in candidate.after:
            assert given_minutes[before] == candidates[before].minutes // 5 * 5
            ends = [b.end for b in made.blocks if f"learn:{b.topic}" == before]
            assert max(ends) <= block.start
    for block, following in pairwise(made.blocks):
        assert block.end + BREAK <= following.start
    assert made.minutes <= asked.minutes
    for name, minutes in given_minutes.items():
        assert minutes <= candidates[name].minutes
    assert made.objective <= made.bound
    assert len({block.id for block in made.blocks}) == len(made.blocks)


@settings(max_examples=15)
@given(requests(), st.randoms(use_true_random=False))
def test_the_same_request_gives_the_same_plan(asked: PlanRequest, dice: random.Random) -> None:
    shuffled = list(asked.candidates)
    dice.shuffle(shuffled)
    free = list(asked.free)
    dice.shuffle(free)
    again = dataclasses.replace(asked, candidates=tuple(shuffled), free=tuple(free))
    assert plan(asked) == plan(again)


def demanding(
    minutes: int, free: list[Interval], candidates: list[Candidate], hours: int
) -> PlanRequest:
    last = Demand("focus", "a focus", (candidates[-1].id,), minutes)
    asked = request(free, candidates, hours)
    return dataclasses.replace(asked, demands=(last,) if minutes else ())


small_requests = st.builds(
    lambda lengths, kinds, minutes, demanded: demanding(
        demanded,
        [window(day, hour, hour + length / 60) for (day, hour), length in lengths],
        [
            topic(
                f"t{number}",
                most,
                rate=rate,
                shortest=shortest,
                longest=shortest + 5,
                hard=hard,
                after=("learn:t0",) if number and after else (),
            )
            for number, (most, shortest, rate, hard, after) in enumerate(kinds)
        ],
        minutes,
    ),
    st.lists(
        st.tuples(
            st.sampled_from([(0, 9), (0, 18), (0, 20), (2, 16)]), st.sampled_from([50, 100, 110])
        ),
        min_size=1,
        max_size=2,
        unique_by=lambda pair: pair[0],
    ),
    st.lists(
        st.tuples(
            st.sampled_from([45, 50, 95, 100]),
            st.sampled_from([30, 45]),
            st.integers(20, 160),
            st.booleans(),
            st.booleans(),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from([60, 95, 145, 200]),
    st.sampled_from([0, 45, 100]),
)


@settings(max_examples=150)
@given(small_requests)
def test_no_other_plan_is_better(asked: PlanRequest) -> None:
    found = allocate(asked)
    every = list(all_choices(asked))
    assert found.optimal
    assert found.objective == max(worth(asked, choice) for choice in every)
    best = [choice for choice in every if worth(asked, choice) == found.objective]
    assert found.penalty == min(penalty(asked, choice) for choice in best)
    equal = [choice for choice in best if penalty(asked, choice) <= found.penalty]
    assert dict(found.shares) == min(equal, key=mark)
    assert sum(mark(choice) == mark(dict(found.shares)) for choice in equal) == 1


bins = cache(stretches)
Choice = dict[tuple[str, int], Share]


def all_choices(asked: PlanRequest) -> Iterator[Choice]:
    """Every choice that keeps the constraints, by trying them all."""
    for contents in itertools.product(*(list(contents_of(asked, b)) for b in bins(asked))):
        choice = {
            (name, index): share
            for index, content in enumerate(contents)
            for name, share in content.items()
        }
        if possible(asked, choice):
            yield choice


def contents_of(asked: PlanRequest, stretch: Stretch) -> Iterator[dict[str, Share]]:
    """All that one stretch can hold."""
    options = [
        [Share(0, 0)]
        + [
            Share(blocks, units)
            for blocks in range(1, c.minutes // c.shortest + 1)
            for units in range(blocks * c.shortest // 5, blocks * c.longest // 5 + 1)
        ]
        for c in asked.candidates
    ]
    for shares in itertools.product(*options):
        if sum(share.units + 2 * share.blocks for share in shares) <= stretch.units + 2:
            named = zip(asked.candidates, shares, strict=True)
            yield {c.id: share for c, share in named if share.blocks}


def possible(asked: PlanRequest, choice: Choice) -> bool:
    if sum(share.units for share in choice.values()) > asked.minutes // 5:
        return False
    for candidate in asked.candidates:
        own = {at: share for (name, at), share in choice.items() if name == candidate.id}
        if sum(share.units for share in own.values()) > candidate.minutes // 5:
            return False
        for before in candidate.after:
            whole = next(c.minutes // 5 for c in asked.candidates if c.id == before)
            for at in own:
                done = sum(s.units for (n, a), s in choice.items() if n == before and a <= at)
                if done < whole:
                    return False
    return True


def worth(asked: PlanRequest, choice: Choice) -> int:
    rates = {c.id: c.rate for c in asked.candidates}
    total = sum(
        VALUE * rates[name] * share.units - BLOCK * share.blocks
        for (name, _), share in choice.items()
    )
    for demand in asked.demands:
        units = sum(s.units for (name, _), s in choice.items() if name in demand.candidates)
        wanted = -(-min(demand.minutes, asked.minutes) // 5)
        total -= MISSING * max(0, wanted - units)
    own = bins(asked)
    rows = [{index} for index in range(len(own))]
    rows += [{i, i + 1} for i in range(len(own) - 1) if follows_closely(own[i], own[i + 1])]
    hard = {c.id for c in asked.candidates if c.hard}
    for row in rows:
        signs = [s.blocks * (1 if n in hard else -1) for (n, i), s in choice.items() if i in row]
        total -= HARD_IN_A_ROW * max(0, sum(signs) - 1)
    return total


def penalty(asked: PlanRequest, choice: Choice) -> int:
    candidates = {c.id: c for c in asked.candidates}
    days = [stretch.day for stretch in bins(asked)]
    total = 0
    for day in set(days):
        counts: Counter[str] = Counter()
        for (name, index), share in choice.items():
            if days[index] == day:
                counts[name] += share.blocks
        total += SAME_DAY * sum(max(0, count - 1) for count in counts.values())
        total += FULL_DAY * sum(range(counts.total()))
    for (name, index), share in choice.items():
        total += candidates[name].rate * index * share.blocks
        if candidates[name].hard:
            total += TIRED * tiredness(asked, bins(asked))[index] * share.blocks
    return total


def mark(choice: Choice) -> int:
    return sum(
        weight("blocks", place) * share.blocks + weight("units", place) * share.units
        for place, share in choice.items()
    )


EVENINGS = [window(day, 19, 21) for day in range(5)]


def test_the_hours_asked_for_are_filled() -> None:
    made = plan(request(EVENINGS, [topic(name, 180) for name in "abc"], 360))
    assert (made.status, made.minutes) == ("optimal", 360)
    assert made.objective == made.bound


def test_a_long_topic_is_spread_over_days() -> None:
    made = plan(request(EVENINGS, [topic("a", 180)], 180))
    assert len({block.start.date() for block in made.blocks}) == len(made.blocks) == 3
    assert [block.reason for block in made.blocks] == [
        f"next (part {number} of 3)" for number in (1, 2, 3)
    ]


def test_what_is_worth_more_comes_first() -> None:
    made = plan(request(EVENINGS, [topic("later", rate=80), topic("sooner", rate=120)], 120))
    assert [block.topic for block in made.blocks] == ["sooner", "later"]


def test_prerequisites_are_finished_before_what_needs_them() -> None:
    needs = topic("b", rate=160, after=("learn:a",))
    made = plan(request(EVENINGS, [needs, topic("a", rate=20)], 120))
    assert [block.topic for block in made.blocks] == ["a", "b"]


def test_inside_one_window_too_the_prerequisite_comes_first() -> None:
    needs = topic("b", rate=160, after=("learn:a",))
    made = plan(request([EVENINGS[0]], [needs, topic("a", rate=20)], 120))
    assert [block.topic for block in made.blocks] == ["a", "b"]


def test_what_cannot_be_finished_in_the_week_holds_back_what_needs_it() -> None:
    needs = topic("b", after=("learn:a",))
    made = plan(request([EVENINGS[0]], [needs, topic("a", 300)], 600))
    assert {block.topic for block in made.blocks} == {"a"}
    (held,) = [item for item in made.dropped if item.topic == "b"]
    assert "waits for A" in held.reason


def test_hard_blocks_take_turns_with_easy_ones() -> None:
    long_day = [window(0, 9, 14)]
    candidates = [topic(name, hard=name in "ab") for name in "abcd"]
    made = plan(request(long_day, candidates, 240))
    hard = [block.topic in ("a", "b") for block in made.blocks]
    assert len(hard) == 4
    assert (True, True) not in list(pairwise(hard))


def test_hard_blocks_do_not_meet_across_a_short_pause() -> None:
    evening = [window(0, 18, 19), window(0, 19.5, 20.5)]
    candidates = [topic("a", hard=True), topic("b", hard=True, rate=89), topic("c", rate=80)]
    made = plan(request(evening, candidates, 120))
    assert {block.topic for block in made.blocks} == {"a", "c"}


def test_what_is_hard_lies_early_in_the_day_or_where_the_learner_says() -> None:
    day = [window(0, 7, 8), window(0, 13, 14), window(0, 20, 21)]
    asked = request(day, [topic("hard", hard=True), topic("b"), topic("c")], 180)

    def hour(asked: PlanRequest) -> int:
        return next(b.start.hour for b in plan(asked).blocks if b.topic == "hard")

    assert hour(asked) == 7
    assert hour(dataclasses.replace(asked, energy=(17, 24))) == 20
    assert hour(dataclasses.replace(asked, energy=(12, 17))) == 13


def test_a_long_day_has_a_morning_an_afternoon_and_an_evening() -> None:
    long_days = [window(day, 9, 21) for day in range(5)]
    asked = request(long_days, [topic("hard", 120, hard=True), topic("b")], 180)
    for energy, hours in (((12, 17), range(12, 17)), ((17, 24), range(17, 24)), (None, range(12))):
        made = plan(dataclasses.replace(asked, energy=energy))
        assert {b.start.hour for b in made.blocks if b.topic == "hard"} <= set(hours)


def test_no_day_takes_more_than_its_room() -> None:
    whole_days = [window(0, 0, 7 * 24)]
    rooms = (
        DayRoom(MONDAY, minutes=0),
        DayRoom(MONDAY + timedelta(days=1), minutes=50),
        DayRoom(MONDAY + timedelta(days=2), blocks=1),
    )
    asked = request(whole_days, [topic(name, 300) for name in "abcd"], 1200)
    made = plan(dataclasses.replace(asked, rooms=rooms))
    blocks = Counter(block.start.date().day for block in made.blocks)
    minutes = Counter(dict.fromkeys(blocks, 0))
    for block in made.blocks:
        minutes[block.start.date().day] += block.minutes
        assert block.start.date() == (block.end - timedelta(seconds=1)).date()
    assert 22 not in blocks
    assert minutes[23] <= 50
    assert blocks[24] == 1


def test_what_is_demanded_is_kept_though_other_things_are_worth_more() -> None:
    asked = demanding(60, EVENINGS, [topic("a", 120, rate=150), topic("b", rate=20)], 120)
    assert minutes_of(plan(asked)) == {"learn:a": 60, "learn:b": 60}


def test_nothing_lies_after_its_last_moment() -> None:
    wednesday = MIDNIGHT + timedelta(days=2, hours=20)
    made = plan(request(EVENINGS, [topic("a", 300, not_after=wednesday)], 300))
    assert made.blocks
    assert max(block.end for block in made.blocks) <= wednesday


def test_nothing_is_reviewed_before_it_is_due() -> None:
    wednesday = MIDNIGHT + timedelta(days=2)
    review = topic("review", 30, rate=150, shortest=10, longest=30, not_before=wednesday)
    made = plan(request(EVENINGS, [review, topic("a")], 120))
    (found,) = [block for block in made.blocks if block.topic == "review"]
    assert found.start >= wednesday


def test_windows_closer_than_a_break_are_kept_a_break_apart() -> None:
    free = [window(0, 18, 19), window(0, 19 + 1 / 12, 20 + 5 / 60)]
    made = plan(request(free, [topic("a", shortest=55), topic("b", shortest=50)], 120))
    for block, following in pairwise(made.blocks):
        assert following.start - block.end >= BREAK


def test_what_does_not_fit_is_told_with_the_reason() -> None:
    made = plan(request(EVENINGS, [topic("a", rate=100), topic("b")], 60))
    assert [(item.topic, item.minutes) for item in made.dropped] == [("b", 60)]
    assert "1 h of this week" in made.dropped[0].reason


def test_blocks_keep_their_ids_where_they_are_moved() -> None:
    before = plan(request(EVENINGS, [topic("a"), topic("b")], 120))
    later = [window(day, 17, 18) for day in (2, 4)]
    after = plan(request(later, [topic("a"), topic("b")], 120))
    assert {b.id: b.topic for b in before.blocks} == {b.id: b.topic for b in after.blocks}
    assert {b.start for b in before.blocks}.isdisjoint({b.start for b in after.blocks})


@pytest.mark.parametrize(
    ("asked", "wish", "says"),
    [
        (request([], [topic("a")]), "availability", "No free time"),
        (request([window(0, 19, 19.5)], [topic("a")]), "block length", "30 min"),
        (request(EVENINGS, [topic("a")], 30), "hours", "less than one block"),
        (request(EVENINGS, []), "topics", "nothing left"),
    ],
)
def test_where_nothing_fits_the_wishes_that_clash_are_named(
    asked: PlanRequest, wish: str, says: str
) -> None:
    made = plan(asked)
    assert (made.status, made.blocks) == ("infeasible", ())
    assert wish in made.conflicts[0].wishes
    assert says in made.conflicts[0].says
    assert made.conflicts[0].helps


def test_the_json_is_the_contracts() -> None:
    made = dataclasses.replace(
        plan(request([EVENINGS[0]], [topic("a"), topic("b")], 60)), timezone="Europe/Berlin"
    ).as_json()
    contract = {"status", "week_start", "timezone", "blocks", "dropped", "conflicts"}
    assert contract | {"objective", "bound"} <= made.keys()
    block = {"id", "start", "end", "minutes", "kind", "topic", "title", "reason"}
    assert block <= made["blocks"][0].keys()
    assert {"topic", "title", "minutes", "reason"} == made["dropped"][0].keys()
    assert made["blocks"][0]["start"] == "2027-03-22T20:00:00+01:00"


def test_the_order_of_the_model_does_not_follow_the_order_of_the_request() -> None:
    names = [topic(name, rate=rate) for name, rate in (("c", 90), ("a", 90), ("b", 120))]
    assert [c.topic for c in canonical(tuple(names))] == ["b", "a", "c"]
