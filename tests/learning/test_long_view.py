"""The long view: all that is left, poured into weeks that hold no more than they can."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.availability import Availability
from learning.course import Course
from learning.deadline_ways import HOURS, LEAVE_OUT, shortfall
from learning.intervals import Interval
from learning.long_view import LongView, SetWeek
from learning.review_ahead import ReviewLoad, card_curve, cards_a_topic, recall_rate
from learning.week_candidates import FAR_ENOUGH, PROJECT_A_WEEK, REVIEWS_AT_MOST
from learning.week_room import Life, holds, rooms
from learning.week_topics import BlockLength
from learning.work_ahead import work_left
from roadmap.catalogue import SHIPPED, Roadmap

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
"""A Wednesday."""
MONDAY = date(2026, 11, 23)
ROADMAP = Roadmap(SHIPPED)
ZONE = ZoneInfo("Europe/Berlin")
EVENINGS = "mon-fri 19:00-21:00; sat-sun 10:00-13:00"
LOAD = ReviewLoad((4.0,) * 10, card_curve(520, 0.9), 2.0)
PROJECTS = {project.id: project for project in ROADMAP.projects}


def life(
    a_week: int = 600,
    free: str = EVENINGS,
    busy: tuple[Interval, ...] = (),
    zone: ZoneInfo = ZONE,
) -> Life:
    return Life(Availability.parse(free), zone, NOW, a_week, busy)


def course(
    closed: frozenset[str] = frozenset(),
    lived: Life | None = None,
    deadline: date | None = None,
    load: ReviewLoad = LOAD,
    plans: dict[date, SetWeek] | None = None,
) -> Course:
    work = work_left(ROADMAP, closed, {})
    goal = frozenset(item.id for item in work)
    return Course(ROADMAP.phases, work, lived or life(), load, plans or {}, deadline, goal)


def placed(view: LongView) -> dict[str, int]:
    minutes: dict[str, int] = {}
    for week in view.weeks:
        for name, taken in week.minutes.items():
            minutes[name] = minutes.get(name, 0) + taken
    return minutes


def days(begin: date, number: int) -> Interval:
    start = datetime(begin.year, begin.month, begin.day, tzinfo=ZONE).astimezone(UTC)
    return Interval(start, start + timedelta(days=number))


hours = st.integers(30, 2_400)
names = st.sets(st.sampled_from([*ROADMAP.order, *PROJECTS]), max_size=40).map(frozenset)
calendars = st.lists(
    st.builds(days, st.integers(-5, 300).map(lambda n: MONDAY + timedelta(n)), st.integers(1, 25)),
    max_size=5,
).map(tuple)
frees = st.sampled_from([EVENINGS, "sat 9-12", "daily 18:00-18:50", "fri 22:00-01:00; sun 8-20"])
zones = st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"]).map(ZoneInfo)
plans = st.dictionaries(
    st.sampled_from([MONDAY, MONDAY + timedelta(weeks=1)]),
    st.builds(
        SetWeek,
        st.dictionaries(st.sampled_from([*ROADMAP.order[:9], *PROJECTS]), st.integers(0, 20_000)),
        st.integers(0, 300),
    ),
)
deadlines = st.none() | st.integers(0, 500).map(lambda n: NOW.date() + timedelta(days=n))


@settings(max_examples=25)
@given(
    a_week=hours,
    closed=names,
    busy=calendars,
    free=frees,
    zone=zones,
    deadline=deadlines,
    plans=plans,
)
def test_every_minute_is_in_a_week_or_cut_and_no_week_holds_more_than_it_can(
    a_week: int,
    closed: frozenset[str],
    busy: tuple[Interval, ...],
    free: str,
    zone: ZoneInfo,
    deadline: date | None,
    plans: dict[date, SetWeek],
) -> None:
    asked = course(closed, life(a_week, free, busy, zone), deadline, plans=plans)
    view = asked.view()
    cut = sum(minutes for _, minutes in view.cut)
    assert sum(placed(view).values()) + cut == asked.minutes_left
    for week, room in zip(view.weeks, rooms(asked.life, deadline), strict=False):
        assert week.start == room.start
        if week.start in plans:
            continue
        assert week.total <= min(a_week, week.free)
        assert week.reviews <= REVIEWS_AT_MOST * min(a_week, week.free)
    assert asked.view() == view


@settings(max_examples=20)
@given(a_week=hours, closed=names)
def test_nothing_begins_before_what_it_builds_on_is_done(
    a_week: int, closed: frozenset[str]
) -> None:
    asked = course(closed, life(a_week))
    ends: dict[str, int] = {}
    begins: dict[str, int] = {}
    for number, week in enumerate(asked.view().weeks):
        for name in week.minutes:
            begins.setdefault(name, number)
            ends[name] = number
    for item in asked.work:
        for before in item.after if item.id in begins else ():
            assert ends[before] <= begins[item.id]
        if item.kind == "project" and item.id in begins:
            topics = PROJECTS[item.of].topics
            done = sum(t in closed or ends.get(t, 10**6) <= begins[item.id] for t in topics)
            assert done >= FAR_ENOUGH * len(topics)
        elif item.kind == "learn":
            assert not closed & {item.of}


def test_a_project_goes_by_its_milestones_and_takes_a_share_of_a_week() -> None:
    asked = course()
    brief = ROADMAP.briefs["house-price-prediction"]
    own = [item for item in asked.work if item.of == brief.id]
    assert [item.part for item in own] == [m.title for m in brief.milestones]
    assert sum(item.minutes for item in own) == 60 * brief.hours
    kinds = {item.id: item.kind for item in asked.work}
    for week in asked.view().weeks[:100]:
        projects = sum(m for name, m in week.minutes.items() if kinds[name] == "project")
        assert projects <= PROJECT_A_WEEK


def test_hours_that_went_into_a_project_are_taken_off_its_first_milestones() -> None:
    brief = ROADMAP.briefs["house-price-prediction"]
    first = round(brief.milestones[0].hours * 60)
    work = work_left(ROADMAP, (), {f"project:{brief.id}": first + 30})
    own = [item for item in work if item.of == brief.id]
    assert own[0].part == brief.milestones[1].title
    assert own[0].minutes == round(brief.milestones[1].hours * 60) - 30


def test_a_topic_that_has_had_its_hours_takes_a_block_more_until_it_is_marked() -> None:
    hours = round(ROADMAP.topics["python"].hours.expected * 60)
    for spent, left in ((hours - 100, 100), (hours, 45), (hours + 300, 45)):
        work = {item.id: item for item in work_left(ROADMAP, (), {"learn:python": spent})}
        assert work["python"].minutes == left
    assert "python" not in {item.id for item in work_left(ROADMAP, {"python"}, {})}


def test_when_no_topic_is_left_projects_fill_the_week() -> None:
    asked = course(frozenset(ROADMAP.order))
    first_whole = asked.view().weeks[1]
    assert first_whole.study == first_whole.total - first_whole.reviews > PROJECT_A_WEEK


def test_what_the_deadline_asks_for_comes_first_with_all_it_builds_on() -> None:
    first = {"transformers", *(t.id for t in ROADMAP.prerequisites("transformers"))}
    line = [item.of for item in work_left(ROADMAP, (), {}, first=first) if item.kind == "learn"]
    assert set(line[: len(first)]) == first


def test_of_a_phase_that_lets_choose_what_was_chosen_is_taken() -> None:
    phase = next(p for p in ROADMAP.phases if p.choose is not None)
    section = phase.sections[-1]
    chosen = {item.of for item in work_left(ROADMAP, (), {}, {section.id})}
    assert {topic.id for topic in section.topics} <= chosen
    assert not set(ROADMAP.order) <= chosen


def test_a_holiday_leaves_its_week_empty_and_a_short_one_makes_it_shorter() -> None:
    away = days(date(2026, 12, 7), 7)
    weekend = days(date(2026, 12, 19), 2)
    view = course(lived=life(busy=(away, weekend)), load=ReviewLoad()).view()
    totals = {week.start: week.total for week in view.weeks}
    assert totals[date(2026, 11, 30)] == 600
    assert totals[date(2026, 12, 7)] == 0
    assert totals[date(2026, 12, 14)] < 600
    assert totals[date(2026, 12, 21)] == 600


@pytest.mark.parametrize(
    ("free", "minutes"), [(44, 0), (45, 45), (60, 60), (99, 60), (100, 90), (120, 110), (180, 160)]
)
def test_free_time_holds_whole_blocks_with_breaks_between_them(free: int, minutes: int) -> None:
    stretch = Interval(NOW, NOW + timedelta(minutes=free))
    assert holds([stretch], BlockLength(45, 60), 10) == minutes


def test_only_what_is_left_of_this_week_counts() -> None:
    this, following = rooms(life(840), None)[:2]
    assert this.start == MONDAY
    assert this.minutes < following.minutes == 840


def test_before_a_deadline_interviews_are_rehearsed_as_the_week_planner_has_it() -> None:
    found = rooms(life(), NOW.date() + timedelta(weeks=20), 22)
    assert [room.rehearsals for room in found[:8]] == [0] * 8
    assert found[10].rehearsals == 45
    assert found[18].rehearsals == 90
    assert found[21].rehearsals == 0


def test_a_week_that_has_a_plan_holds_what_its_plan_says() -> None:
    plan = SetWeek({"python": 120, "house-price-prediction": 90}, reviews=20, practice=45)
    view = course(plans={MONDAY: plan}).view()
    first = view.weeks[0]
    assert first.planned
    assert (first.study, first.reviews, first.practice) == (210, 20, 45)
    assert sum(placed(view).values()) == course().minutes_left


def test_reviews_follow_what_was_learned_and_fade() -> None:
    curve = card_curve(200, 0.9)
    assert sum(curve[:4]) > sum(curve[26:52])
    assert 6 < sum(curve[:52]) < 12
    assert sum(card_curve(200, 0.7)) > sum(curve)
    without = sum(week.reviews for week in course(load=ReviewLoad()).view().weeks)
    assert without == 0
    many = ReviewLoad((), curve, 4.0)
    few = ReviewLoad((), curve, 1.0)
    reviews = [sum(w.reviews for w in course(load=load).view().weeks[:100]) for load in (few, many)]
    assert 0 < reviews[0] < reviews[1]


def test_a_backlog_of_reviews_takes_half_of_a_week_at_most_and_the_rest_waits() -> None:
    view = course(load=ReviewLoad((400.0,))).view()
    assert [week.reviews for week in view.weeks[:4]] == [
        view.weeks[0].total // 2,
        300,
        800 - 300 - view.weeks[0].reviews,
        0,
    ]


def test_few_reviews_say_little_of_how_often_a_card_is_recalled() -> None:
    assert recall_rate(0, 0) == pytest.approx(0.9)
    assert 0.8 < recall_rate(2, 5) < 0.9
    assert recall_rate(700, 1_000) == pytest.approx(0.71, abs=0.01)
    assert cards_a_topic(0, 0) == 2.0
    assert cards_a_topic(200, 50) > 3.0


@pytest.mark.parametrize("weeks", [40, 90])
def test_what_is_late_for_a_deadline_has_ways_out_that_are_enough_and_no_more(weeks: int) -> None:
    closed = frozenset(t.id for p in ROADMAP.phases[:3] for t in p.topics)
    asked = course(closed, deadline=NOW.date() + timedelta(weeks=weeks - 30))
    late = shortfall(asked)
    assert late is not None
    assert 0 < late.minutes <= asked.minutes_left
    hours, later, less = late.ways
    assert hours.change == HOURS
    assert hours.minutes is not None
    enough = 600 + hours.minutes
    if "free time" not in hours.says:
        assert not asked.with_minutes(enough).late()
    assert asked.with_minutes(enough - 15).late()
    day = next(
        day
        for n in range(1, 2_000)
        if not asked.until(day := asked.life.today + timedelta(days=n)).late()
    )
    assert f"{day.day} {day:%b} {day.year}" in later.says
    assert less.change == LEAVE_OUT
    assert less.minutes is not None
    assert less.minutes >= late.minutes


def test_what_is_in_time_needs_no_way_out() -> None:
    assert shortfall(course(deadline=NOW.date() + timedelta(weeks=500))) is None
    assert shortfall(course()) is None


def test_a_deadline_of_today_can_only_be_moved_or_given_up() -> None:
    late = shortfall(course(deadline=NOW.date()))
    assert late is not None
    assert [way.change for way in late.ways] == ["deadline"]
