"""When the learner answered something: the moments, without what was asked or said."""

from __future__ import annotations

from datetime import datetime

from memory.database import Database
from memory.times import moment


class StudyTimes:
    def __init__(self, database: Database) -> None:
        self._database = database

    def answers(self) -> tuple[datetime, ...]:
        """The moments of all answers in quizzes, reviews and interviews, in order.

        An answer that was disputed is still one that was given.
        """
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT at FROM attempts UNION SELECT at FROM review_logs "
                "UNION SELECT answered_at FROM interview_exchanges WHERE answered_at IS NOT NULL "
                "ORDER BY 1"
            ).fetchall()
        return tuple(moment(row[0]) for row in rows)
