"""Criteria of manner: one thing at a time, in few and neutral words; and nothing given away."""

from __future__ import annotations

from collections.abc import Iterator

from base.text import fold
from evals.interviewer.criterion import each
from evals.interviewer.transcript import Transcript
from evals.interviewer.wording import (
    BLAME,
    PRAISE,
    bank_words,
    gives_away,
    own_words,
    shingles,
    tells_a_score,
)
from learning.interview_replies import request_in

_FOLLOW_UPS = ("probe", "deeper", "hint")
_SHORT = 60


@each("manner", "Says something every time.")
def always_says_something(held: Transcript) -> Iterator[bool]:
    yield from (bool(turn.ask.text.strip()) for turn in held.turns)


@each("manner", "Asks one thing at a time.")
def one_thing_at_a_time(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        asked = [words for words in bank_words(held.question(turn)) if words in turn.ask.text]
        facts = {fact.says for fact in held.question(turn).facts}
        yield len([words for words in asked if words not in facts]) <= 1


@each("manner", "Puts a question in the bank's own words.")
def question_word_for_word(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        if turn.ask.kind == "question":
            yield turn.ask.text == held.question(turn).question


@each("manner", "Follows up in a few words.")
def short_follow_ups(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        if turn.ask.kind in _FOLLOW_UPS:
            text = turn.ask.text.replace(held.question(turn).question, "")
            yield len(text.split()) <= _SHORT


@each("manner", "Never asks the same follow-up twice.")
def never_the_same_twice(held: Transcript) -> Iterator[bool]:
    for name in held.bank:
        asked = [turn.ask.text for turn in held.on(name) if turn.ask.kind in _FOLLOW_UPS]
        if asked:
            yield len(asked) == len(set(asked))


@each("manner", "Does not praise a wrong answer.")
def no_praise_for_a_wrong_answer(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        result = held.result(before.ask.question)
        if result is not None and (result.red_flags or not result.score):
            yield PRAISE.search(own_words(held, after)) is None


@each("manner", "Stays neutral: no praise in the middle of the interview.")
def no_praise_meanwhile(held: Transcript) -> Iterator[bool]:
    yield from (PRAISE.search(own_words(held, turn)) is None for turn in held.turns)


@each("manner", "Blames nobody.")
def no_blame(held: Transcript) -> Iterator[bool]:
    yield from (BLAME.search(own_words(held, turn)) is None for turn in held.turns)


@each("manner", "Meets “I don't know” kindly.")
def kind_to_not_knowing(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if held.reply(before) == "gave-up":
            yield "all right" in after.ask.note


@each("leaks", "Tells no score before the end.")
def no_score_before_the_end(held: Transcript) -> Iterator[bool]:
    yield from (not tells_a_score(own_words(held, turn)) for turn in held.turns)


@each("leaks", "Quotes nothing of the rubric.")
def no_rubric_quoted(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        said = fold(f"{turn.ask.note} {turn.ask.text}")
        points = held.question(turn).rubric.points
        yield not any(fold(point.says) in said for point in points)


@each("leaks", "A follow-up tells no point that was not said yet.")
def no_point_told_by_a_follow_up(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        if turn.ask.kind in ("probe", "deeper"):
            yield not gives_away(held, turn, turn.ask.text)


@each("leaks", "A hint tells no point that was not said yet.")
def no_point_told_by_a_hint(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        if turn.ask.kind == "hint":
            yield not gives_away(held, turn, turn.ask.text)


@each("leaks", "What is told to a question gives no point away.")
def no_point_told_to_a_question(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        if turn.ask.kind == "told":
            yield not gives_away(held, turn, turn.ask.text)


@each("leaks", "The interviewer's own words give no point away.")
def no_point_in_passing(held: Transcript) -> Iterator[bool]:
    yield from (not gives_away(held, turn, turn.ask.note) for turn in held.turns if turn.ask.note)


@each("leaks", "Names no misunderstanding before the end.")
def no_misunderstanding_named(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        flags = held.question(turn).rubric.red_flags
        if flags:
            said = fold(f"{turn.ask.note} {turn.ask.text}")
            yield not any(fold(flag.says) in said for flag in flags)


@each("leaks", "Reads nothing out of the model answer.")
def no_model_answer(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        question = held.question(turn)
        secret = shingles(question.samples.strong) - shingles(question.question)
        yield not (shingles(f"{turn.ask.note} {turn.ask.text}") & secret)


@each("leaks", "Does not tell the answer to who asks for it, and leaves the question open.")
def the_answer_stays_untold(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if request_in(before.said.text) == "the answer":
            same = after.ask.question == before.ask.question
            yield same and not gives_away(held, after, f"{after.ask.note} {after.ask.text}")


@each("leaks", "Keeps the verdict for the end when asked how it goes.")
def feedback_waits(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if request_in(before.said.text) == "feedback":
            own = own_words(held, after)
            yield "end" in own and not tells_a_score(own) and not PRAISE.search(own)
