"""Criteria of the report: fair, in order, and with the candidate's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from evals.interviewer.criterion import across, each
from evals.interviewer.transcript import Transcript

_PASSING = ("strong", "on the bar")


def _by_interview(
    held: Sequence[Transcript],
) -> Iterator[tuple[str, dict[str, Transcript]]]:
    """The candidates that were asked the same questions, by name."""
    for (script, seed), group in groupby(held, key=lambda one: (one.script, one.seed)):
        yield f"{script}, seed {seed}", {one.candidate: one for one in group}


def _score(held: Transcript) -> float:
    return held.report.score if held.report is not None else -1.0


@across("report", "Puts the expert before the middling, and the middling before the wrong.")
def candidates_in_order(held: Sequence[Transcript]) -> Iterator[tuple[bool, str]]:
    for place, by_name in _by_interview(held):
        for better, worse in (("expert", "middling"), ("middling", "wrong-and-sure")):
            if better in by_name and worse in by_name:
                kept = _score(by_name[better]) > _score(by_name[worse])
                yield kept, f"{better} and {worse} in {place}"


@across("report", "Takes nothing off for clarifying questions.")
def asking_costs_nothing(held: Sequence[Transcript]) -> Iterator[tuple[bool, str]]:
    for place, by_name in _by_interview(held):
        if "clarifying" in by_name and "middling" in by_name:
            yield _score(by_name["clarifying"]) >= _score(by_name["middling"]) - 1e-9, place


@across("report", "Counts what came after a probe, but not in full.")
def probes_count_in_part(held: Sequence[Transcript]) -> Iterator[tuple[bool, str]]:
    for place, by_name in _by_interview(held):
        if {"middling", "improving", "expert"} <= set(by_name):
            between = _score(by_name["middling"]), _score(by_name["expert"])
            yield between[0] < _score(by_name["improving"]) < between[1], place


@each("report", "Finds the expert at or above the bar.")
def the_expert_passes(held: Transcript) -> Iterator[bool]:
    if held.candidate == "expert" and held.report is not None:
        yield held.report.verdict in _PASSING


@each("report", "Lets nobody pass who said nothing to the point.")
def nothing_said_does_not_pass(held: Transcript) -> Iterator[bool]:
    nothing = ("silent", "off-topic", "parrot", "salad", "foreign", "unknowing", "passing")
    if held.candidate in (*nothing, "wrong-and-sure") and held.report is not None:
        yield held.report.verdict not in _PASSING


@each("report", "Quotes the candidate's own words and no others.")
def own_words_quoted(held: Transcript) -> Iterator[bool]:
    for result in held.report.questions if held.report is not None else ():
        said = " ".join(" ".join(t.said.text for t in held.on(result.id)).split())
        for point in result.points:
            if point.quote:
                yield point.quote.rstrip("…") in said


@each("report", "Says of every point met which words met it.")
def every_point_has_its_words(held: Transcript) -> Iterator[bool]:
    for result in held.report.questions if held.report is not None else ():
        yield from (bool(point.quote) for point in result.points if point.met == "met")


@each("report", "Names what was missed, with a model answer to read.")
def missed_points_and_model_answer(held: Transcript) -> Iterator[bool]:
    for result in held.report.questions if held.report is not None else ():
        if result.status != "not reached":
            whole = {point.says for point in held.bank[result.id].rubric.points}
            yield bool(result.model_answer) and {point.says for point in result.points} == whole


@each("report", "Shows no model answer to a question that was not reached.")
def unreached_stays_closed(held: Transcript) -> Iterator[bool]:
    for result in held.report.questions if held.report is not None else ():
        if result.status == "not reached":
            yield not result.model_answer and not result.points


@each("report", "Shows the time each question took.")
def times_are_true(held: Transcript) -> Iterator[bool]:
    for result in held.report.questions if held.report is not None else ():
        if result.seconds is not None:
            # What was said after a break counts from the break, and a pause is nobody's time.
            yield abs(result.seconds - held.used(result.id)) <= 1


@each("report", "Gives reasons for the verdict.")
def verdict_with_reasons(held: Transcript) -> Iterator[bool]:
    if held.report is not None:
        yield bool(held.report.reasons)


@each("report", "Says what to do next.")
def next_steps(held: Transcript) -> Iterator[bool]:
    if held.report is not None and held.report.verdict != "not judged":
        yield bool(held.report.next_steps)


@each("report", "Drafts a card for each weak answer on a topic.")
def misses_become_cards(held: Transcript) -> Iterator[bool]:
    if held.report is None:
        return
    drafted = {card.source for card in held.report.cards}
    for result in held.report.questions:
        if result.topics and result.score is not None and result.score < 0.5:
            yield f"interview-{result.id}" in drafted


@each("report", "Marks what needed a probe or a hint.")
def help_is_marked(held: Transcript) -> Iterator[bool]:
    if held.candidate == "improving" and held.report is not None:
        followed = any(turn.ask.kind == "probe" for turn in held.turns)
        points = [point for result in held.report.questions for point in result.points]
        if followed:
            yield any(point.prompted for point in points)


@each("report", "Keeps what the candidate asked, with what they were told.")
def asides_are_kept(held: Transcript) -> Iterator[bool]:
    if held.report is None:
        return
    for result in held.report.questions:
        asked = [t for t, _ in held.steps() if t.ask.question == result.id]
        asked = [turn for turn in asked if held.reply(turn) == "asked"]
        if asked and held.left_after(asked[-1]) > 0:
            yield {turn.said.text for turn in asked} <= {aside.asked for aside in result.asides}
