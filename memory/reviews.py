"""Cards to be reviewed, and every review of them."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from memory.database import Database
from memory.records import ReviewCard, ReviewLog
from memory.times import moment, stamp


class ReviewStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, card: ReviewCard) -> None:
        """Keep `card`, in the place of an earlier state of it; its logs stay."""
        with self._database.writing() as connection:
            put_card(connection, card)

    def get(self, card_id: str) -> ReviewCard | None:
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM review_cards WHERE id = ?", (card_id,)
            ).fetchone()
        return None if row is None else card_of(row)

    def due(self, at: datetime, limit: int | None = None) -> tuple[ReviewCard, ...]:
        """The cards due at `at`, the longest overdue first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM review_cards WHERE due <= ? ORDER BY due, id LIMIT ?",
                (stamp(at), -1 if limit is None else max(limit, 0)),
            ).fetchall()
        return tuple(card_of(row) for row in rows)

    def all(self) -> tuple[ReviewCard, ...]:
        """Every card, the soonest due first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM review_cards ORDER BY due, id").fetchall()
        return tuple(card_of(row) for row in rows)

    def log(self, card: ReviewCard, log: ReviewLog) -> None:
        """Keep the card as the review left it, and the review: both or neither."""
        with self._database.writing() as connection:
            put_card(connection, card)
            put_log(connection, log)

    def logs(self, card: str | None = None) -> tuple[ReviewLog, ...]:
        """The reviews of one card or of all, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM review_logs WHERE ? IS NULL OR card = ? ORDER BY at, id",
                (card, card),
            ).fetchall()
        return tuple(log_of(row) for row in rows)


def put_card(connection: sqlite3.Connection, card: ReviewCard) -> None:
    connection.execute(
        "INSERT INTO review_cards VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "topic = excluded.topic, item = excluded.item, front = excluded.front, "
        "back = excluded.back, state = excluded.state, due = excluded.due, "
        "created_at = excluded.created_at",
        (
            card.id,
            card.topic,
            card.item,
            card.front,
            card.back,
            card.state,
            stamp(card.due),
            stamp(card.created_at),
        ),
    )


def put_log(connection: sqlite3.Connection, log: ReviewLog) -> None:
    connection.execute(
        "INSERT INTO review_logs (card, at, rating) VALUES (?, ?, ?)",
        (log.card, stamp(log.at), log.rating),
    )


def card_of(row: sqlite3.Row) -> ReviewCard:
    return ReviewCard(
        id=row["id"],
        topic=row["topic"],
        item=row["item"],
        front=row["front"],
        back=row["back"],
        state=row["state"],
        due=moment(row["due"]),
        created_at=moment(row["created_at"]),
    )


def log_of(row: sqlite3.Row) -> ReviewLog:
    return ReviewLog(row["card"], moment(row["at"]), row["rating"])
