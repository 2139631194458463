"""Reviews: what is due, asked one card at a time, rated by the grade, put off by FSRS."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import get_args

from base.errors import InvalidInput, NotFound, NotNow
from learning.answer_controls import hint_for
from learning.due_reviews import DueReviews, draw_up_cards, list_due, reviewed_today
from learning.given_answers import Asked, AtQuestion, attempt_at, told_of_aid
from learning.grading import Grade
from learning.item_grading import grade_item, right_answer, why_tempting
from learning.learner_days import Period, bounds, on_day
from learning.open_run import moved_on, new_run_id, summarise, token_of
from learning.question_views import (
    HOW_TO_ANSWER,
    AnswerView,
    Missed,
    QuestionView,
    RunSummary,
    view_of_item,
)
from learning.quiz_pool import title_of
from learning.recall_grading import grade_of, grade_recall, own_rating
from learning.review_cards import (
    EARNED,
    RATINGS,
    is_leech,
    key_point_rubric,
    lapses,
    review,
)
from learning.review_fit import fit_in_use, refit
from learning.review_load import CARDS_A_DAY
from learning.run_service import RunService
from memory.quizzes import Answered
from memory.records import QuizRun, ReviewCard, ReviewFit, ReviewLog
from roadmap.questions import QuizItem

MAX_CARDS = 50
CARDS_A_SITTING = 10
_RECALL_DIFFICULTY = 3


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

    def start(self, limit: int | None = None, conversation: str | None = None) -> QuestionView:
        """Begin a review of cards due by the end of the day, the longest due first: `limit` of
        them, or a sitting of ten within what the day is asked to hold.

        A review that is open goes on. A quiz that was open is paused.

        Raises:
            InvalidInput: `limit` is not between 1 and 50.
            NotNow: nothing is due today, or the day's share is done and no `limit` asks for more.
        """
        if limit is not None and not 1 <= limit <= MAX_CARDS:
            raise InvalidInput(f"A review has between 1 and {MAX_CARDS} cards, not {limit}.")
        self.draw_up_cards()
        now = self._clock()
        refit(self._memory, now)
        while True:
            open_before = self._memory.quizzes.running()
            running = self._running()
            if running is not None:
                going_on = ("Going on with your review.",)
                return self._view(self._opened_in(running, conversation), going_on)
            cards = self._due_now(now, limit)
            run = QuizRun(
                id=new_run_id(self._memory, "review", now),
                topic=None,
                items=tuple(card.id for card in cards),
                status="running",
                started_at=now,
                conversation=conversation,
            )
            notes = self._paused_for_another()
            if self._memory.quizzes.begin(run, open_before):
                return self._view(run, notes)

    def fit(self) -> ReviewFit | None:
        """The fit of the schedule to the learner's own reviews that is in use; None for FSRS's
        own parameters."""
        return fit_in_use(self._memory)

    def _due_now(self, now: datetime, limit: int | None) -> tuple[ReviewCard, ...]:
        _, midnight = bounds("today", now, self._memory.profile.load().timezone)
        due = self._memory.reviews.due(midnight - timedelta(microseconds=1))
        if not due:
            raise NotNow("Nothing is due for review today.", hint=self._when_next())
        if limit is not None:
            return due[:limit]
        room = CARDS_A_DAY - reviewed_today(self._memory, now)
        if room <= 0:
            raise NotNow(
                f"Today's share of {CARDS_A_DAY} cards is done; {len(due)} more come on the days "
                "after.",
                hint="To go on all the same, say how many: 10 more, for instance.",
            )
        return due[: min(room, CARDS_A_SITTING)]

    def _take(self, at: AtQuestion, text: str, confidence: int | None) -> AnswerView:
        """Grade `text` as the answer to the card, or take it as the learner's own rating (again,
        hard, good or easy), and put the card off accordingly."""
        card = self._card(at.run)
        item = self._item(card)
        question = self._view(at.run)
        rated = own_rating(text)
        grade = grade_of(rated) if rated else self._grade(card, item, text, at.run.id)
        now = self._clock()
        about = Asked(
            item=card.item or card.id,
            topic=card.topic,
            skill=item.skill if item else card.topic,
            difficulty=item.difficulty if item else _RECALL_DIFFICULTY,
        )
        attempt = attempt_at(at, about, grade, text, now, confidence)
        history, undone = self._history(card, at)
        earned = EARNED[grade.verdict]
        if earned == "good" and attempt.score < grade.score:
            earned = "hard"
        fitted = fit_in_use(self._memory)
        parameters = None if fitted is None else fitted.parameters
        put_off, log = review(card, history, RATINGS[rated or earned], now, parameters)
        answered = Answered(attempt, put_off, log, undone)
        upcoming, summary = self._onward(at.kept, moved_on(at.run, now), answered)
        return AnswerView(
            question=question,
            verdict=grade.verdict,
            score=attempt.score,
            comment=grade.comment,
            right_answer=right_answer(item, at.run.id) if item else card.back,
            explanation=item.explanation if item else "",
            tempting=() if item is None or rated else why_tempting(item, text),
            points=grade.points,
            red_flags=grade.red_flags,
            notes=(
                *told_of_aid(at, grade.score),
                f"This card comes back {self._on_day(put_off.due)}.",
                *self._told_of_leech(put_off, (*history, log)),
            ),
            next=upcoming,
            summary=summary,
        )

    def _history(
        self, card: ReviewCard, at: AtQuestion
    ) -> tuple[tuple[ReviewLog, ...], ReviewLog | None]:
        """The reviews of `card` before this one, and the one that an earlier answer here was."""
        logs = self._memory.reviews.logs(card.id)
        undone = next((log for log in logs if at.earlier and log.at == at.earlier.at), None)
        return tuple(log for log in logs if log is not undone), undone

    def _told_of_leech(self, card: ReviewCard, history: tuple[ReviewLog, ...]) -> tuple[str, ...]:
        if history[-1].rating != RATINGS["again"] or not is_leech(history):
            return ()
        return (
            f"You have missed this card {lapses(history)} times since you met it. Reading up on "
            f"{title_of(self._roadmap, card.topic)} helps more than another review; to put the "
            f"card aside: waymark review --aside {card.id}",
        )

    def check(self, question: QuestionView, text: str) -> None:
        """See whether `text` reads as an answer to `question`. Keeps nothing, and tells nothing
        of the grade.

        Raises:
            InvalidInput: it does not.
        """
        if question.answer_kind != "recall" and own_rating(text) is None:
            grade_item(self._roadmap.quiz_item(question.item), text, question.run)

    def _hint(self, run: QuizRun) -> str:
        card = self._card(run)
        item = self._item(card)
        if item is not None:
            return hint_for(item, run.id)
        return f"There are {len(key_point_rubric(card).points)} points. What is it for?"

    def _has(self, item: str) -> bool:
        return self._memory.reviews.get(item) is not None

    def _card(self, run: QuizRun) -> ReviewCard:
        card_id = run.items[run.position]
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
            return grade_item(item, text, seed, self._find_judge())
        return grade_recall(card, text)

    def _view(self, run: QuizRun, notes: tuple[str, ...] = ()) -> QuestionView:
        card = self._card(run)
        item = self._item(card)
        place = (run.position + 1, len(run.items))
        title = title_of(self._roadmap, card.topic)
        if item is not None:
            return view_of_item(
                item,
                run=run.id,
                kind="review",
                place=place,
                topic_title=title,
                token=token_of(run),
                skipped=run.skipped,
                notes=notes,
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
            token=token_of(run),
            skipped=run.skipped,
        )

    def _summary(self, run: QuizRun) -> RunSummary:
        attempts = self._memory.attempts.of_run("review", run.id)
        fronts = {card.item or card.id: card.front for card in self._memory.reviews.all()}
        missed = tuple(
            Missed(a.item, a.topic, title_of(self._roadmap, a.topic), fronts.get(a.item, a.item))
            for a in attempts
            if a.verdict != "right"
        )
        return summarise(run, "what is due", attempts, missed, (self._when_next(),))

    def _when_next(self) -> str:
        cards = self._memory.reviews.all("kept")
        if not cards:
            return "Cards come from quiz questions you miss and from topics you set to done."
        now = self._clock()
        _, midnight = bounds("today", now, self._memory.profile.load().timezone)
        waiting = sum(card.due < midnight for card in cards)
        room = max(CARDS_A_DAY - reviewed_today(self._memory, now), 0)
        if waiting > room:
            later = f"{waiting - room} more are spread over the days after."
            return (
                f"Still due today: {room}; {later}" if room else f"Today's share is done; {later}"
            )
        if waiting:
            return f"Still due today: {waiting}."
        return f"The next card is due {self._on_day(cards[0].due)}."

    def _on_day(self, moment: datetime) -> str:
        return on_day(moment, self._clock(), self._memory.profile.load().timezone)
