"""Cards to be reviewed, and every review of them."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from base.errors import NotFound
from memory.database import Database
from memory.records import CardStatus, ReviewCard, ReviewFit, ReviewLog
from memory.times import moment, stamp


class ReviewStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, card_id: str) -> ReviewCard | None:
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM review_cards WHERE id = ?", (card_id,)
            ).fetchone()
        return None if row is None else card_of(row)

    def due(self, at: datetime, limit: int | None = None) -> tuple[ReviewCard, ...]:
        """The kept cards due at `at`, the longest overdue first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM review_cards WHERE status = 'kept' AND due <= ? "
                "ORDER BY due, id LIMIT ?",
                (stamp(at), -1 if limit is None else max(limit, 0)),
            ).fetchall()
        return tuple(card_of(row) for row in rows)

    def all(self, status: CardStatus | None = None) -> tuple[ReviewCard, ...]:
        """Every card, or those of one status, the soonest due first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM review_cards WHERE ? IS NULL OR status = ? ORDER BY due, id",
                (status, status),
            ).fetchall()
        return tuple(card_of(row) for row in rows)

    def add(self, card: ReviewCard, log: ReviewLog | None = None) -> bool:
        """Keep `card`, with its first review where it has one, unless there is a card with its id,
        whatever that one's status; False where there is."""
        with self._database.writing() as connection:
            known = connection.execute("SELECT 1 FROM review_cards WHERE id = ?", (card.id,))
            if known.fetchone() is not None:
                return False
            put_card(connection, card)
            if log is not None:
                put_log(connection, log)
            return True

    def set_status(self, card_id: str, status: CardStatus) -> None:
        """Move a card to `status`; its dates and logs stay.

        Raises:
            NotFound: there is no such card.
        """
        with self._database.writing() as connection:
            changed = connection.execute(
                "UPDATE review_cards SET status = ? WHERE id = ?", (status, card_id)
            )
            if not changed.rowcount:
                raise NotFound(f"There is no review card {card_id}.")

    def logs(self, card: str | None = None) -> tuple[ReviewLog, ...]:
        """The reviews of one card or of all, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM review_logs WHERE ? IS NULL OR card = ? ORDER BY at, id",
                (card, card),
            ).fetchall()
        return tuple(log_of(row) for row in rows)

    def add_fit(self, fit: ReviewFit) -> None:
        """Keep a fit of the scheduler, adopted or not."""
        with self._database.writing() as connection:
            put_fit(connection, fit)

    def fits(self) -> tuple[ReviewFit, ...]:
        """Every fit that was tried, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM review_fits ORDER BY id").fetchall()
        return tuple(fit_of(row) for row in rows)


def put_card(connection: sqlite3.Connection, card: ReviewCard) -> None:
    connection.execute(
        "INSERT INTO review_cards VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET "
        "topic = excluded.topic, item = excluded.item, front = excluded.front, "
        "back = excluded.back, state = excluded.state, due = excluded.due, "
        "created_at = excluded.created_at, status = excluded.status",
        (
            card.id,
            card.topic,
            card.item,
            card.front,
            card.back,
            card.state,
            stamp(card.due),
            stamp(card.created_at),
            card.status,
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
        status=row["status"],
    )


def log_of(row: sqlite3.Row) -> ReviewLog:
    return ReviewLog(row["card"], moment(row["at"]), row["rating"])


def put_fit(connection: sqlite3.Connection, fit: ReviewFit) -> None:
    connection.execute(
        "INSERT INTO review_fits (at, reviews, held_out, parameters, loss, loss_before, adopted) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            stamp(fit.at),
            fit.reviews,
            fit.held_out,
            json.dumps(fit.parameters),
            fit.loss,
            fit.loss_before,
            fit.adopted,
        ),
    )


def fit_of(row: sqlite3.Row) -> ReviewFit:
    return ReviewFit(
        at=moment(row["at"]),
        reviews=row["reviews"],
        held_out=row["held_out"],
        parameters=tuple(json.loads(row["parameters"])),
        loss=row["loss"],
        loss_before=row["loss_before"],
        adopted=bool(row["adopted"]),
    )
