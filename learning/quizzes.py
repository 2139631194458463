"""Running quizzes: chosen, asked one at a time, graded, kept, and gone on with in any process."""

from __future__ import annotations

from base.errors import InvalidInput
from learning.answer_controls import hint_for
from learning.evidence import mastery_from
from learning.given_answers import Asked, AtQuestion, attempt_at, told_of_aid
from learning.item_grading import grade_item, right_answer, why_tempting
from learning.open_run import moved_on, new_run_id, summarise, token_of
from learning.question_choice import choose_items
from learning.question_views import AnswerView, Missed, QuestionView, RunSummary, view_of_item
from learning.quiz_pool import place_called, pool_for_now, pool_on, title_of
from learning.review_cards import MISSED, card_for_missed, missed_card_id
from learning.run_service import RunService
from memory.quizzes import Answered
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

        A quiz on the same topic that is open or paused goes on. Without a topic, any such quiz
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
        while True:
            open_before = self._memory.quizzes.running()
            going_on = self._going_on(topic, conversation)
            begun = going_on or self._begin(topic, count, conversation, open_before)
            if begun is not None:
                return begun

    def resume(self, conversation: str | None = None) -> QuestionView | None:
        """Go on with the open quiz, or with the one paused last; None where there is neither."""
        run = self._running()
        if run is not None:
            return self._gone_on_with(run, conversation)
        paused = next(filter(None, map(self._without_the_gone, self._paused())), None)
        return None if paused is None else self._gone_on_with(paused, conversation)

    def is_paused(self) -> bool:
        """Whether a quiz waits to be gone on with."""
        return any(self._without_the_gone(run) for run in self._paused())

    def check(self, question: QuestionView, text: str) -> None:
        """See whether `text` reads as an answer to `question`. Keeps nothing, and tells nothing
        of the grade.

        Raises:
            InvalidInput: it does not.
        """
        grade_item(self._roadmap.quiz_item(question.item), text, question.run)

    def _going_on(self, topic: str | None, conversation: str | None) -> QuestionView | None:
        """The quiz to go on with: any without a topic, else one on `topic`, open or paused."""
        if topic is None:
            return self.resume(conversation)
        place = place_called(self._roadmap, topic).id
        for run in filter(None, (self._running(), *map(self._without_the_gone, self._paused()))):
            if run.topic == place:
                return self._gone_on_with(run, conversation)
        return None

    def _gone_on_with(self, run: QuizRun, conversation: str | None) -> QuestionView:
        notes: tuple[str, ...] = (f"Going on with your quiz on {self._title(run)}.",)
        if run.status == "paused":
            notes += self._paused_for_another()
        return self._view(self._opened_in(run, conversation), notes)

    def _begin(
        self,
        topic: str | None,
        count: int,
        conversation: str | None,
        open_before: QuizRun | None,
    ) -> QuestionView | None:
        """The first question of a quiz just begun; None where another process was first."""
        now = self._clock()
        place = None if topic is None else place_called(self._roadmap, topic)
        pool = (
            pool_for_now(self._roadmap, self._memory.topics.all(), count)
            if place is None
            else pool_on(self._roadmap, place, count)
        )
        attempts = self._memory.attempts.all()
        last_seen = {attempt.item: attempt.at for attempt in attempts}
        mastery = mastery_from(attempts, self._prerequisites, now)
        run_id = new_run_id(self._memory, "quiz", now)
        items = choose_items(pool.items, last_seen, mastery, count, run_id)
        notes = pool.notes
        if len(items) < count:
            notes += (f"There are only {len(items)} questions on this so far.",)
        notes += self._paused_for_another()
        run = QuizRun(
            id=run_id,
            topic=place.id if place else None,
            items=tuple(item.id for item in items),
            status="running",
            started_at=now,
            conversation=conversation,
        )
        begun = self._memory.quizzes.begin(run, open_before)
        return self._view(run, notes) if begun else None

    def _take(self, at: AtQuestion, text: str, confidence: int | None) -> AnswerView:
        question = self._view(at.run)
        item = self._roadmap.quiz_item(question.item)
        grade = grade_item(item, text, at.run.id, self._find_judge())
        now = self._clock()
        about = Asked(item.id, item.topic, item.skill, item.difficulty)
        attempt = attempt_at(at, about, grade, text, now, confidence)
        answered = self._with_card(at, item, attempt)
        upcoming, summary = self._onward(at.kept, moved_on(at.run, now), answered)
        return AnswerView(
            question=question,
            verdict=grade.verdict,
            score=attempt.score,
            comment=grade.comment,
            right_answer=right_answer(item, at.run.id),
            explanation=item.explanation,
            tempting=why_tempting(item, text),
            points=grade.points,
            red_flags=grade.red_flags,
            notes=told_of_aid(at, grade.score),
            next=upcoming,
            summary=summary,
        )

    def _with_card(self, at: AtQuestion, item: QuizItem, attempt: Attempt) -> Answered:
        """The answer with the card it calls for, or without the one it no longer does."""
        card_id = missed_card_id(item.id)
        standing = self._memory.reviews.get(card_id)
        if attempt.verdict in MISSED:
            if standing is not None:
                return Answered(attempt)
            return Answered(attempt, *card_for_missed(item, attempt.at))
        reviewed_at = [log.at for log in self._memory.reviews.logs(card_id)]
        if standing is not None and at.earlier is not None and reviewed_at == [at.earlier.at]:
            return Answered(attempt, withdrawn=card_id)
        return Answered(attempt)

    def _hint(self, run: QuizRun) -> str:
        return hint_for(self._roadmap.quiz_item(run.items[run.position]), run.id)

    def _paused(self) -> tuple[QuizRun, ...]:
        return self._memory.quizzes.paused("quiz")

    def _has(self, item: str) -> bool:
        return any(known.id == item for known in self._roadmap.quiz_items())

    def _view(self, run: QuizRun, notes: tuple[str, ...] = ()) -> QuestionView:
        item = self._roadmap.quiz_item(run.items[run.position])
        return view_of_item(
            item,
            run=run.id,
            kind="quiz",
            place=(run.position + 1, len(run.items)),
            topic_title=self._topic_title(item.topic),
            token=token_of(run),
            skipped=run.skipped,
            notes=notes,
        )

    def _summary(self, run: QuizRun) -> RunSummary:
        attempts = self._memory.attempts.of_run("quiz", run.id)
        stems = {item.id: item.stem for item in self._roadmap.quiz_items()}
        missed = tuple(
            Missed(a.item, a.topic, self._topic_title(a.topic), stems.get(a.item, a.item))
            for a in attempts
            if a.verdict != "right"
        )
        return summarise(run, self._title(run), attempts, missed, self._what_next(run, attempts))

    def _what_next(self, run: QuizRun, attempts: tuple[Attempt, ...]) -> tuple[str, ...]:
        notes: list[str] = []
        carded = sum(attempt.verdict in MISSED for attempt in attempts)
        if carded:
            which = {1: "It comes", 2: "Both come"}.get(carded, f"All {carded} come")
            notes.append(f"What you missed is kept for review. {which} back from tomorrow.")
        mean = sum(a.score for a in attempts) / len(attempts) if attempts else 0.0
        worst = min(attempts, key=lambda a: a.score, default=None)
        if worst is not None and mean < _WEAK:
            notes.append(f"Next: read up on {self._topic_title(worst.topic)}, then try again.")
        elif worst is not None and worst.score < _STRONG:
            notes.append(f"Next: one more look at {self._topic_title(worst.topic)}.")
        elif attempts:
            notes.append(self._what_comes_after(run))
        waiting = next((paused for paused in self._paused() if paused.id != run.id), None)
        if waiting is not None:
            notes.append(f"Your quiz on {self._title(waiting)} is paused and can go on.")
        return tuple(notes)

    def _what_comes_after(self, run: QuizRun) -> str:
        """What a learner who got it all right does next."""
        done = {name for name, state in self._memory.topics.all().items() if state.status == "done"}
        if run.topic in self._roadmap.topics and run.topic not in done:
            return (
                f"Next: if {self._title(run)} feels settled, set it to done; the roadmap goes on."
            )
        following = self._roadmap.next_topics(done, 1)
        if not following:
            return "Next: an interview rehearsal, to use what you know under questions."
        return f"Next on the roadmap: {following[0].title}."

    @property
    def _prerequisites(self) -> dict[str, tuple[str, ...]]:
        return {topic.id: tuple(topic.prerequisites) for topic in self._roadmap.topics.values()}

    def _topic_title(self, topic: str) -> str:
        return title_of(self._roadmap, topic)
