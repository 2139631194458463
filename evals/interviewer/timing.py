"""Criteria of keeping the time, of order, and of going on after a break."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from evals.interviewer.criterion import each
from evals.interviewer.transcript import Transcript

_BEGUN_WITH = 0.25
_NEARLY_OVER = 0.2
_SLACK = 1


@each("time", "Says at the start how many questions and minutes there are.")
def opens_with_the_frame(held: Transcript) -> Iterator[bool]:
    if held.turns:
        said = held.turns[0].ask.note
        yield str(len(held.agenda.questions)) in said and "minutes" in said


@each("time", "Announces a part that is about something else.")
def announces_parts(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        names = [held.agenda.stages[held.stage_number(turn)].name for turn in (before, after)]
        if names[0] != names[1]:
            yield names[1] in after.ask.note


@each("time", "Begins no question for which there is no time.")
def begins_nothing_late(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if after.ask.kind == "question" and held.stage_number(before) == held.stage_number(after):
            yield held.left_after(before) >= _BEGUN_WITH * held.share(after)


@each("time", "Moves on when a part's time is up.")
def moves_on(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if held.left_after(before) <= 0 and held.reply(before) != "silence":
            yield held.stage_number(after) > held.stage_number(before)


@each("time", "Says so when questions fall to the clock.")
def says_time_is_up(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        stage = held.agenda.stages[held.stage_number(before)]
        last = stage.questions[-1].id
        if held.stage_number(after) > held.stage_number(before) and before.ask.question != last:
            yield "time" in after.ask.note.casefold()


@each("time", "Warns before a part's time is up, where there is a moment to.")
def warns(held: Transcript) -> Iterator[bool]:
    for number, stage in enumerate(held.agenda.stages):
        for before, after in held.steps():
            if held.stage_number(before) == held.stage_number(after) == number:
                left = held.left_after(before)
                if 0 < left <= _NEARLY_OVER * stage.seconds and held.reply(before) != "silence":
                    said = [t.ask.note + t.ask.text for t in held.turns[: held.turns.index(after)]]
                    yield any("left for this part" in text for text in [*said, after.ask.note])


@each("time", "Warns once in a part, no more.")
def warns_once(held: Transcript) -> Iterator[bool]:
    for number in range(len(held.agenda.stages)):
        mine = [turn for turn in held.turns if held.stage_number(turn) == number]
        warned = sum("left for this part" in turn.ask.note for turn in mine)
        if mine:
            yield warned <= 1


@each("time", "Reaches every part, however long one took.")
def reaches_every_part(held: Transcript) -> Iterator[bool]:
    reached = {held.stage_number(turn) for turn in held.turns}
    yield from (number in reached for number, s in enumerate(held.agenda.stages) if s.questions)


@each("time", "Shows a time left that never grows and is never below nothing.")
def time_left_only_falls(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        yield 0 <= after.ask.remaining_minutes <= before.ask.remaining_minutes


@each("time", "Shows the time left as the clock has it.")
def time_left_is_true(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        number = held.stage_number(after)
        if number != held.stage_number(before):
            continue
        later = sum(stage.seconds for stage in held.agenda.stages[number + 1 :])
        true = (max(0.0, held.left_after(before)) + later) / 60
        yield abs(after.ask.remaining_minutes - true) <= _SLACK


@each("order", "Asks every question of a part in its place, forwards only.")
def in_order(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        yield after.ask.position >= before.ask.position


@each("order", "Puts the easier questions of a part first.")
def the_easier_first(held: Transcript) -> Iterator[bool]:
    for stage in held.agenda.stages:
        questions = [turn.ask.question for turn in held.turns if turn.ask.kind == "question"]
        here = [held.bank[name] for name in questions if held.bank[name] in stage.questions]
        asked = [question.difficulty for question in here]
        yield from (one <= two for one, two in pairwise(asked))


@each("order", "Asks no question twice.")
def no_question_twice(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if after.ask.kind == "question" and after.ask.question != before.ask.question:
            earlier = held.turns[: held.turns.index(after)]
            yield all(turn.ask.question != after.ask.question for turn in earlier)


@each("order", "Finds an end, with a report.")
def finds_an_end(held: Transcript) -> Iterator[bool]:
    yield held.report is not None


@each("order", "Goes on in another process where it stopped.")
def picks_up(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        if turn.picked_up is not None:
            same = turn.picked_up.question == turn.ask.question
            question = held.question(turn).question
            yield same and turn.picked_up.text in (turn.ask.text, question)
