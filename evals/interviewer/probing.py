"""Criteria of following up: probing, going deeper, hinting, bringing back, and answering."""

from __future__ import annotations

from collections.abc import Iterator

from evals.interviewer.criterion import each
from evals.interviewer.transcript import Transcript, Turn
from evals.interviewer.wording import probed, said_so_far
from learning.grading import PARTLY_FROM, RIGHT_FROM, Grade, grade_rubric
from learning.interview_clarifying import facts_asked_for
from learning.interview_follow_ups import is_off_topic
from learning.interview_replies import Reply, is_case, request_in
from roadmap.questions import InterviewQuestion

_FOLLOW_UPS = ("probe", "deeper", "hint")
_ROOM = 0.5
"""Shares of a question's time from which there is certainly time for a follow-up."""


def _grade(question: InterviewQuestion, text: str) -> Grade:
    return grade_rubric(question.question, question.rubric, text)


def _first_answers(
    held: Transcript, policies: tuple[str, ...] = ("missed",)
) -> Iterator[tuple[Turn, Turn, Grade]]:
    """First proper answers for which time and script allow a follow-up, what came after, and
    their grade."""
    for before, after in held.steps():
        policy = held.agenda.stages[held.stage_number(before)].policy
        open_to_more = policy.probe in policies and policy.most > 0
        if before.ask.kind not in ("question", "told") or not open_to_more:
            continue
        if held.reply(before) == "answer" and held.left_after(before) >= _ROOM * held.share(before):
            yield before, after, _grade(held.question(before), before.said.text)


def _stays(before: Turn, after: Turn) -> bool:
    return after.ask.question == before.ask.question


@each("probing", "Follows up an answer that is there in part.")
def probes_the_incomplete(held: Transcript) -> Iterator[bool]:
    for before, after, grade in _first_answers(held):
        if PARTLY_FROM <= grade.score < RIGHT_FROM:
            yield _stays(before, after) and after.ask.kind in _FOLLOW_UPS


@each("probing", "Gives a weak answer a second chance.")
def second_chance(held: Transcript) -> Iterator[bool]:
    for before, after, grade in _first_answers(held):
        if grade.score < PARTLY_FROM:
            yield _stays(before, after) and after.ask.kind in _FOLLOW_UPS


@each("probing", "Probes what the answer left out.")
def probes_what_is_missing(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        question = held.question(turn)
        points = probed(question, turn.ask) if turn.ask.kind == "probe" else []
        if points:
            grade = _grade(question, said_so_far(held, turn))
            met = {point.id: point.met for point in grade.points}
            yield all(met[name] != "met" for name in points)


@each("probing", "Probes an essential point before the others.")
def the_essential_first(held: Transcript) -> Iterator[bool]:
    for before, after, grade in _first_answers(held):
        points = probed(held.question(after), after.ask) if _stays(before, after) else []
        missed_musts = {p.id for p in grade.points if p.must and p.met == "missed"}
        if points and missed_musts and not grade.red_flags and after.ask.kind == "probe":
            yield set(points) <= missed_musts


@each("probing", "Goes deeper after a strong answer where the bank has more to ask.")
def deeper_when_strong(held: Transcript) -> Iterator[bool]:
    for before, after, grade in _first_answers(held):
        if grade.score >= RIGHT_FROM and held.question(before).deeper and not grade.red_flags:
            yield _stays(before, after) and after.ask.kind == "deeper"


@each("probing", "Goes no deeper after a weak answer.")
def not_deeper_when_weak(held: Transcript) -> Iterator[bool]:
    for _, after, grade in _first_answers(held):
        if grade.score < PARTLY_FROM:
            yield after.ask.kind != "deeper"


@each("probing", "Leaves a complete answer alone, or goes deeper.")
def no_probe_of_the_complete(held: Transcript) -> Iterator[bool]:
    for before, after, grade in _first_answers(held):
        if all(point.met == "met" for point in grade.points) and not grade.red_flags:
            yield not _stays(before, after) or after.ask.kind == "deeper"


@each("probing", "Keeps to the number of follow-ups the script allows.")
def no_more_than_allowed(held: Transcript) -> Iterator[bool]:
    for stage in held.agenda.stages:
        for question in stage.questions:
            texts = {t.ask.text for t in held.on(question.id) if t.ask.kind in _FOLLOW_UPS}
            pleas = [one for one in texts if not _from_the_bank(question, one)]
            if texts:
                yield len(texts) - len(pleas) <= stage.policy.most + _asked_for(held, question)


def _from_the_bank(question: InterviewQuestion, text: str) -> bool:
    probes = [point.probe for point in question.rubric.points if point.probe]
    known = (*probes, *question.hints, *question.deeper, question.question)
    return any(words in text for words in known)


def _asked_for(held: Transcript, question: InterviewQuestion) -> int:
    """Hints that the candidate asked for come on top."""
    return sum(request_in(turn.said.text) == "hint" for turn in held.on(question.id))


@each("probing", "Has a misunderstanding looked at once more, without saying what is right.")
def challenges_the_wrong(held: Transcript) -> Iterator[bool]:
    for before, after, grade in _first_answers(held, ("missed", "musts")):
        if grade.red_flags:
            yield _stays(before, after) and not probed(held.question(after), after.ask)


@each("probing", "Gives who does not know one way in.")
def one_way_in(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        policy = held.agenda.stages[held.stage_number(before)].policy
        alone = before.ask.kind == "question" and policy.hints and policy.most > 0
        if alone and held.reply(before) == "gave-up":
            yield _stays(before, after) and after.ask.kind == "hint"


@each("probing", "Goes on when the way in did not help.")
def goes_on_after_a_hint(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if before.ask.kind == "hint" and held.reply(before) == "gave-up":
            yield not _stays(before, after)


@each("probing", "Goes on at once when the candidate passes.")
def a_pass_is_a_pass(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if held.reply(before) == "passed":
            yield not _stays(before, after)


@each("probing", "Brings who talks of something else back to the question.")
def brings_back(held: Transcript) -> Iterator[bool]:
    for before, after, grade in _first_answers(held):
        question = held.question(before)
        if is_off_topic(question, before.said.text, grade) and not grade.red_flags:
            yield _stays(before, after) and question.question in after.ask.text


def _asks_once(held: Transcript, kind: Reply, word: str) -> Iterator[bool]:
    """After the first reply of a kind the interviewer asks for a proper one; after the second,
    they go on."""
    for name in held.bank:
        turns = held.on(name)
        pairs = [
            (before, after)
            for before, after in held.steps()
            if before in turns and held.reply(before) == kind
        ]
        if pairs and held.left_after(pairs[0][0]) >= _ROOM * held.share(pairs[0][0]):
            yield _stays(*pairs[0]) and word in pairs[0][1].ask.text
            if len(pairs) > 1:
                yield not _stays(*pairs[1])


@each("probing", "Asks once for an own answer when the question comes back.")
def pasted_question(held: Transcript) -> Iterator[bool]:
    yield from _asks_once(held, "copied", "yourself")


@each("probing", "Asks once for sentences when keywords are thrown in a heap.")
def keyword_salad(held: Transcript) -> Iterator[bool]:
    yield from _asks_once(held, "salad", "sentences")


@each("probing", "Asks once for English when the answer is in another language.")
def another_language(held: Transcript) -> Iterator[bool]:
    yield from _asks_once(held, "foreign", "English")


@each("probing", "Waits when nothing is said: the same question, no reproach.")
def patience_with_silence(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if held.reply(before) == "silence":
            yield after.ask.text == before.ask.text and "time" in after.ask.note.casefold()


@each("asking back", "Answers a question instead of grading it.")
def a_question_is_answered(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if held.reply(before) == "asked" and held.left_after(before) > 0:
            yield _stays(before, after) and after.ask.kind in ("told", "hint")


@each("asking back", "Tells the facts of a case to who asks for them.")
def facts_are_told(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        facts = facts_asked_for(held.question(before), before.said.text)
        if held.reply(before) == "asked" and facts and held.left_after(before) > 0:
            yield all(fact.says in after.ask.text for fact in facts)


@each("asking back", "Tells no fact nobody asked for.")
def no_fact_unasked(held: Transcript) -> Iterator[bool]:
    for turn in held.turns:
        facts = held.question(turn).facts
        if facts:
            asked = "\n".join(one.said.text for one in held.until(turn)[:-1])
            known = facts_asked_for(held.question(turn), asked)
            told = [fact for fact in facts if fact.says in f"{turn.ask.note} {turn.ask.text}"]
            yield all(fact in known or _asked(held, turn, fact.asks) for fact in told)


def _asked(held: Transcript, turn: Turn, asks: tuple[str, ...]) -> bool:
    said = [one.said.text for one in held.until(turn)[:-1]]
    return any(ask in text for ask in asks for text in said)


@each("asking back", "Leaves what the case does not say to the candidate's assumption.")
def the_rest_is_assumed(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        question = held.question(before)
        asked = held.reply(before) == "asked" and request_in(before.said.text) is None
        if asked and is_case(question) and not facts_asked_for(question, before.said.text):
            yield "assum" in after.ask.text


@each("asking back", "Repeats the question to who asks for it, word for word.")
def repeats_the_question(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if request_in(before.said.text) == "repeat" and held.left_after(before) > 0:
            yield after.ask.text == held.question(before).question


@each("asking back", "Tells the time that is left to who asks for it.")
def tells_the_time(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        if request_in(before.said.text) == "time" and held.left_after(before) > 0:
            yield f"{max(1, round(held.left_after(before) / 60))} minute" in after.ask.text


@each("asking back", "Gives a hint to who asks for one, where the script allows it.")
def hints_on_request(held: Transcript) -> Iterator[bool]:
    for before, after in held.steps():
        policy = held.agenda.stages[held.stage_number(before)].policy
        if request_in(before.said.text) == "hint" and policy.hints and held.left_after(before) > 0:
            yield after.ask.kind == "hint"
