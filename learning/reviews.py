"""Reviews: what is due, asked one card at a time, rated by the grade, put off by FSRS."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from base.errors import InvalidInput, NotFound, NotNow
from base.text import clean, fold
from learning.answer_controls import hint_for
from learning.due_reviews import DueReviews, draw_up_cards, list_due
from learning.evidence import SELF_GRADED
from learning.grading import Grade, grade_rubric
from learning.item_grading import grade_item, right_answer, why_tempting
from learning.learner_days import Period, bounds, on_day
from learning.non_answers import is_giving_up, reads_as_question
from learning.open_run import (
    begin_run,
    next_position,
    summarise,
)
from learning.question_views import (
    HOW_TO_ANSWER,
    AnswerView,
    Missed,
    QuestionView,
    RunSummary,
    view_of_item,
)
from learning.quiz_pool import title_of
from learning.review_cards import (
    EARNED,
    RATINGS,
    RatingName,
    key_point_rubric,
    review,
)
from learning.run_service import KEPT_CHARACTERS, RunService
from memory.records import Attempt, QuizRun, ReviewCard
from roadmap.questions import QuizItem

MAX_CARDS = 50
_RECALL_DIFFICULTY = 3
_RATED: dict[RatingName, tuple[float, Literal["right", "partly", "wrong"]]] = {
    "again": (0.0, "wrong"),
    "hard": (0.5, "partly"),
    "good": (1.0, "right"),
    "easy": (1.0, "right"),
}


class ReviewService(RunService):
    kind = "review"
    how_to_start = "Start one with: waymark review"

    def due(self, period: Period = "today") -> DueReviews:
        """What is due today, tomorrow, this week or next week, in the learner's days.

        Raises:
            InvalidInput: another period.
        """
        if period not in get_args(Period):
            raise InvalidInput(
                f"“{period}” is not a period of reviews.", hint="Use today, tomorrow, week or next."
            )
        self.draw_up_cards()
        return list_due(self._memory, self._roadmap, period, self._clock())

    def draw_up_cards(self) -> int:
        """Make the cards that are called for and missing; how many were made."""
        return draw_up_cards(self._memory, self._roadmap)

    def start(self, limit: int = 10, conversation: str | None = None) -> QuestionView:
        """Begin a review of up to `limit` cards due by the end of the day, the oldest due first.

        A review that is open goes on. A quiz that was open is paused.

        Raises:
            InvalidInput: `limit` is not between 1 and 50.
            NotNow: nothing is due today.
        """
        if not 1 <= limit <= MAX_CARDS:
            raise InvalidInput(f"A review has between 1 and {MAX_CARDS} cards, not {limit}.")
        running = self._running()
        if running is not None:
            return self._question(running, ("Going on with your review.",))
        self.draw_up_cards()
        now = self._clock()
        _, midnight = bounds("today", now, self._memory.profile.load().timezone)
        cards = self._memory.reviews.due(midnight - timedelta(microseconds=1), limit)
        if not cards:
            raise NotNow("Nothing is due for review today.", hint=self._when_next())
        notes = self._set_aside()
        ids = [card.id for card in cards]
        run = begin_run(self._memory, "review", None, ids, now, conversation)
        return self._question(run, notes)

    def answer(self, text: str, confidence: int | None = None) -> AnswerView:
        """Grade `text` as the answer to the open card, or take it as the learner's own rating
        (again, hard, good or easy), and put the card off accordingly.

        Raises:
            NotNow: no review is open.
            InvalidInput: `text` does not read as an answer to this card; nothing is kept.
        """
        run = self._open()
        card = self._card(run)
        item = self._item(card)
        question = self._question(run)
        rated = _own_rating(text)
        grade = _grade_of(rated) if rated else self._grade(card, item, text, run.id)
        now = self._clock()
        attempt = Attempt(
            id=None,
            at=now,
            source="review",
            run=run.id,
            position=question.number - 1,
            item=card.item or card.id,
            topic=card.topic,
            skill=item.skill if item else card.topic,
            difficulty=item.difficulty if item else _RECALL_DIFFICULTY,
            answer=clean(text)[:KEPT_CHARACTERS],
            score=grade.score,
            correct=grade.verdict == "right",
            verdict=grade.verdict,
            confidence=confidence,
            grader=SELF_GRADED if rated else "rules",
        )
        self._memory.attempts.add(attempt)
        put_off, log = review(card, RATINGS[rated or EARNED[grade.verdict]], now)
        self._memory.reviews.log(put_off, log)
        upcoming, summary = self._onward(run)
        return AnswerView(
            question=question,
            verdict=grade.verdict,
            score=grade.score,
            comment=grade.comment,
            right_answer=right_answer(item, run.id) if item else card.back,
            explanation=item.explanation if item else "",
            tempting=() if item is None or rated else why_tempting(item, text),
            points=grade.points,
            red_flags=grade.red_flags,
            notes=(f"This card comes back {self._on_day(put_off.due)}.",),
            next=upcoming,
            summary=summary,
        )

    def check(self, question: QuestionView, text: str) -> None:
        """See whether `text` reads as an answer to `question`. Keeps nothing, and tells nothing
        of the grade.

        Raises:
            InvalidInput: it does not.
        """
        if question.answer_kind != "recall" and _own_rating(text) is None:
            grade_item(self._roadmap.quiz_item(question.item), text, question.run)

    def hint(self) -> str:
        """A small help with the open card.

        Raises:
            NotNow: no review is open.
        """
        run = self._open()
        card = self._card(run)
        item = self._item(card)
        if item is not None:
            return hint_for(item, run.id)
        return f"There are {len(key_point_rubric(card).points)} points. What is it for?"

    def _has(self, item: str) -> bool:
        return self._memory.reviews.get(item) is not None

    def _card(self, run: QuizRun, position: int | None = None) -> ReviewCard:
        place = next_position(self._memory, run) if position is None else position
        card_id = run.items[place]
        card = self._memory.reviews.get(card_id)
        if card is None:
            raise NotFound(f"The review card {card_id} is gone.")
        return card

    def _item(self, card: ReviewCard) -> QuizItem | None:
        """The quiz item behind the card; None for a card of key points, or if it is gone."""
        try:
            return self._roadmap.quiz_item(card.item) if card.item else None
        except NotFound:
            return None

    def _grade(self, card: ReviewCard, item: QuizItem | None, text: str, seed: str) -> Grade:
        if item is not None:
            return grade_item(item, text, seed)
        return _grade_recall(card, text)

    def _view(self, run: QuizRun, position: int, notes: tuple[str, ...] = ()) -> QuestionView:
        card = self._card(run, position)
        item = self._item(card)
        place = (position + 1, len(run.items))
        title = title_of(self._roadmap, card.topic)
        if item is not None:
            return view_of_item(
                item, run=run.id, kind="review", place=place, topic_title=title, notes=notes
            )
        return QuestionView(
            run=run.id,
            kind="review",
            number=place[0],
            total=place[1],
            item=card.id,
            topic=card.topic,
            topic_title=title,
            answer_kind="recall",
            stem=card.front,
            how=HOW_TO_ANSWER["recall"],
            notes=notes,
        )

    def _summary(self, run: QuizRun) -> RunSummary:
        attempts = self._memory.attempts.of_run("review", run.id)
        fronts = {card.item or card.id: card.front for card in self._memory.reviews.all()}
        missed = tuple(
            Missed(a.item, a.topic, title_of(self._roadmap, a.topic), fronts.get(a.item, a.item))
            for a in attempts
            if not a.correct
        )
        return summarise(run, "what is due", attempts, missed, (self._when_next(),))

    def _when_next(self) -> str:
        cards = self._memory.reviews.all()
        if not cards:
            return "Cards come from quiz questions you miss and from topics you set to done."
        _, midnight = bounds("today", self._clock(), self._memory.profile.load().timezone)
        waiting = sum(card.due < midnight for card in cards)
        if waiting:
            return f"Still due today: {waiting}."
        return f"The next card is due {self._on_day(cards[0].due)}."

    def _on_day(self, moment: datetime) -> str:
        return on_day(moment, self._clock(), self._memory.profile.load().timezone)


def _own_rating(text: str) -> RatingName | None:
    said = fold(clean(text[:40])).strip(" .!")
    return next((name for name in RATINGS if name == said), None)


def _grade_of(rating: RatingName) -> Grade:
    score, verdict = _RATED[rating]
    return Grade(score, (), verdict, 1.0, comment=f"You rated yourself: {rating}.")


def _grade_recall(card: ReviewCard, text: str) -> Grade:
    """Key points are whole thoughts, which matching words often fails to find in other words: a
    real attempt that it cannot place is unsure, never wrong.

    Raises:
        InvalidInput: `text` asks something instead of answering.
    """
    if reads_as_question(text):
        raise InvalidInput(
            "This reads as a question, not as what you remember.",
            hint="Say what you remember, or rate yourself: again, hard, good or easy.",
        )
    grade = grade_rubric(card.front, key_point_rubric(card), text)
    if grade.verdict != "wrong" or is_giving_up(text) or not text.strip():
        return grade
    return replace(
        grade, verdict="unsure", confidence=0.3, comment="Compare your words with these points."
    )
