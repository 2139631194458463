"""Running quizzes: chosen, asked one at a time, graded, kept, and gone on with in any process."""

from __future__ import annotations

from dataclasses import replace

from base.errors import InvalidInput
from base.text import clean
from learning.answer_controls import hint_for
from learning.evidence import mastery_from
from learning.item_grading import grade_item, right_answer, why_tempting
from learning.open_run import (
    begin_run,
    new_run_id,
    next_position,
    paused_run,
    summarise,
)
from learning.question_choice import choose_items
from learning.question_views import AnswerView, Missed, QuestionView, RunSummary, view_of_item
from learning.quiz_pool import place_called, pool_for_now, pool_on, title_of
from learning.review_cards import card_for_missed, missed_card_id
from learning.run_service import KEPT_CHARACTERS, RunService
from memory.records import Attempt, QuizRun
from roadmap.questions import QuizItem

MAX_QUESTIONS = 20
_STRONG, _WEAK = 0.8, 0.5


class QuizService(RunService):
    kind = "quiz"
    how_to_start = "Start one, for instance on a topic you are learning."

    def start(
        self, topic: str | None = None, count: int = 5, conversation: str | None = None
    ) -> QuestionView:
        """Begin a quiz and return its first question.

        An open quiz on the same topic goes on. Without a topic, any quiz that is open or paused
        goes on; where there is none, the questions come from what the learner is at. Another quiz
        or review that was open is paused.

        Raises:
            InvalidInput: `count` is not between 1 and 20.
            NotFound: the roadmap has no such topic, or no question on it or its section.
        """
        if not 1 <= count <= MAX_QUESTIONS:
            raise InvalidInput(
                f"A quiz has between 1 and {MAX_QUESTIONS} questions, not {count}.",
                hint="Ask for 5, for instance.",
            )
        going_on = self.resume() if topic is None else self._open_on(topic)
        if going_on is not None:
            return going_on
        now = self._clock()
        place = None if topic is None else place_called(self._roadmap, topic)
        pool = (
            pool_for_now(self._roadmap, self._memory.topics.all(), count)
            if place is None
            else pool_on(self._roadmap, place, count)
        )
        notes = pool.notes
        attempts = self._memory.attempts.all()
        last_seen = {attempt.item: attempt.at for attempt in attempts}
        mastery = mastery_from(attempts, self._prerequisites, now)
        seed = new_run_id(self._memory, "quiz", now)
        items = choose_items(pool.items, last_seen, mastery, count, seed)
        if len(items) < count:
            notes += (f"There are only {len(items)} questions on this so far.",)
        notes += self._set_aside()
        run = begin_run(
            self._memory,
            "quiz",
            place.id if place else None,
            [item.id for item in items],
            now,
            conversation,
        )
        return self._question(run, notes)

    def resume(self) -> QuestionView | None:
        """Go on with the open quiz, or with the one paused last; None where there is neither."""
        run = self._running()
        notes: tuple[str, ...] = ()
        if run is None:
            paused = paused_run(self._memory, "quiz")
            if paused is None:
                return None
            notes += self._set_aside()
            self._memory.quizzes.save(replace(paused, status="running"))
            run = self._running()
            if run is None:
                return None
        return self._question(run, (f"Going on with your quiz on {self._title(run)}.", *notes))

    def answer(self, text: str, confidence: int | None = None) -> AnswerView:
        """Grade `text` as the answer to the open question and keep the attempt.

        Raises:
            NotNow: no quiz is open.
            InvalidInput: `text` does not read as an answer to this question, or `confidence` is
                no percentage. Nothing is kept and the question stays open.
        """
        run = self._open()
        question = self._question(run)
        item = self._roadmap.quiz_item(question.item)
        if confidence is not None and not 0 <= confidence <= 100:
            raise InvalidInput(
                f"A confidence of {confidence} is not a percentage.", hint="Say 0 to 100."
            )
        grade = grade_item(item, text, run.id)
        now = self._clock()
        attempt = Attempt(
            id=None,
            at=now,
            source="quiz",
            run=run.id,
            position=question.number - 1,
            item=item.id,
            topic=item.topic,
            skill=item.skill,
            difficulty=item.difficulty,
            answer=clean(text)[:KEPT_CHARACTERS],
            score=grade.score,
            correct=grade.verdict == "right",
            verdict=grade.verdict,
            confidence=confidence,
        )
        self._memory.attempts.add(attempt)
        if grade.verdict in ("wrong", "partly"):
            self._draft_card(item, attempt)
        upcoming, summary = self._onward(run)
        return AnswerView(
            question=question,
            verdict=grade.verdict,
            score=grade.score,
            comment=grade.comment,
            right_answer=right_answer(item, run.id),
            explanation=item.explanation,
            tempting=why_tempting(item, text),
            points=grade.points,
            red_flags=grade.red_flags,
            next=upcoming,
            summary=summary,
        )

    def hint(self) -> str:
        """A small help with the open question.

        Raises:
            NotNow: no quiz is open.
        """
        run = self._open()
        item = self._roadmap.quiz_item(run.items[next_position(self._memory, run)])
        return hint_for(item, run.id)

    def check(self, question: QuestionView, text: str) -> None:
        """See whether `text` reads as an answer to `question`. Keeps nothing, and tells nothing
        of the grade.

        Raises:
            InvalidInput: it does not.
        """
        grade_item(self._roadmap.quiz_item(question.item), text, question.run)

    def _open_on(self, topic: str) -> QuestionView | None:
        """The open quiz, where it is on `topic` already."""
        run = self._running()
        if run is None or run.topic != place_called(self._roadmap, topic).id:
            return None
        return self._question(run, (f"Going on with your quiz on {self._title(run)}.",))

    def _has(self, item: str) -> bool:
        return any(known.id == item for known in self._roadmap.quiz_items())

    def _view(self, run: QuizRun, position: int, notes: tuple[str, ...] = ()) -> QuestionView:
        item = self._roadmap.quiz_item(run.items[position])
        return view_of_item(
            item,
            run=run.id,
            kind="quiz",
            place=(position + 1, len(run.items)),
            topic_title=self._topic_title(item.topic),
            notes=notes,
        )

    def _draft_card(self, item: QuizItem, attempt: Attempt) -> None:
        if self._memory.reviews.get(missed_card_id(item.id)) is None:
            self._memory.reviews.log(*card_for_missed(item, attempt.at))

    def _summary(self, run: QuizRun) -> RunSummary:
        attempts = self._memory.attempts.of_run("quiz", run.id)
        stems = {item.id: item.stem for item in self._roadmap.quiz_items()}
        missed = tuple(
            Missed(a.item, a.topic, self._topic_title(a.topic), stems.get(a.item, a.item))
            for a in attempts
            if not a.correct
        )
        return summarise(run, self._title(run), attempts, missed, self._what_next(run, attempts))

    def _what_next(self, run: QuizRun, attempts: tuple[Attempt, ...]) -> tuple[str, ...]:
        notes: list[str] = []
        carded = sum(attempt.verdict in ("wrong", "partly") for attempt in attempts)
        if carded:
            which = {1: "It comes", 2: "Both come"}.get(carded, f"All {carded} come")
            notes.append(f"What you missed is kept for review. {which} back from tomorrow.")
        mean = sum(a.score for a in attempts) / len(attempts) if attempts else 0.0
        worst = min(attempts, key=lambda a: a.score, default=None)
        if worst is not None and mean < _WEAK:
            notes.append(f"Next: read up on {self._topic_title(worst.topic)}, then try again.")
        elif worst is not None and worst.score < _STRONG:
            notes.append(f"Next: one more look at {self._topic_title(worst.topic)}.")
        waiting = paused_run(self._memory, "quiz")
        if waiting is not None and waiting.id != run.id:
            notes.append(f"Your quiz on {self._title(waiting)} is paused and can go on.")
        return tuple(notes)

    @property
    def _prerequisites(self) -> dict[str, tuple[str, ...]]:
        return {topic.id: tuple(topic.prerequisites) for topic in self._roadmap.topics.values()}

    def _topic_title(self, topic: str) -> str:
        return title_of(self._roadmap, topic)
