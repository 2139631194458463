"""What is known of the learner in words: superseded, never overwritten, and really forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from base.errors import InvalidInput, NotFound, NotNow
from base.text import clean, one_line
from memory.database import Database, mark_for_scrub
from memory.records import Fact, Trust
from memory.summaries import let_go
from memory.times import moment, moment_or_none, stamp
from memory.wording import digest, match_expression

# A fact and the wordings it took the place of, however many steps back.
_WITH_ANCESTORS = """
    WITH RECURSIVE line (id) AS (
        SELECT id FROM facts WHERE id = ?
        UNION SELECT facts.id FROM facts JOIN line ON facts.superseded_by = line.id
    )
"""


class FactStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(
        self,
        kind: str,
        text: str,
        trust: Trust,
        confidence: float,
        at: datetime,
        source_message: int | None = None,
    ) -> Fact:
        """Keep a fact. The same text again (case, accents and spacing aside) changes nothing and
        returns the fact that stands.

        Raises:
            NotNow: the learner had it forgotten, and it is not the learner who says it again.
            InvalidInput: there is no text.
        """
        words = _words(text)
        with self._database.writing() as connection:
            standing = _standing(connection, words)
            if standing is not None:
                return standing
            _pass_tombstone(connection, words, trust)
            return _add(
                connection, one_line(kind, 40), words, trust, confidence, at, source_message
            )

    def supersede(self, fact_id: int, text: str, at: datetime) -> Fact:
        """Put a newer wording in the place of a fact that stands, of the same kind, trust and
        confidence. The old one stays in the history.

        Raises:
            NotFound: there is no such fact, or it does not stand any more.
            NotNow: the learner had the new wording forgotten, and did not say the old one.
        """
        words = _words(text)
        with self._database.writing() as connection:
            old = _fact(connection, fact_id)
            if old is None or old.valid_to is not None:
                raise _no_fact(fact_id)
            standing = _standing(connection, words)
            if standing is not None and standing.id == old.id:
                return old
            # Closed first: two facts never stand with the same text.
            connection.execute("UPDATE facts SET valid_to = ? WHERE id = ?", (stamp(at), fact_id))
            if standing is None:
                _pass_tombstone(connection, words, old.trust)
                standing = _add(connection, old.kind, words, old.trust, old.confidence, at, None)
            connection.execute(
                "UPDATE facts SET superseded_by = ? WHERE id = ?", (standing.id, fact_id)
            )
            return standing

    def get(self, fact_id: int) -> Fact | None:
        """The fact, whether it stands or was superseded."""
        with self._database.reading() as connection:
            return _fact(connection, fact_id)

    def current(self, kind: str | None = None) -> tuple[Fact, ...]:
        """The facts that stand, of one kind or of all, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM facts WHERE valid_to IS NULL AND (? IS NULL OR kind = ?) "
                "ORDER BY id",
                (kind, kind),
            ).fetchall()
        return tuple(fact_of(row) for row in rows)

    def search(self, query: str, limit: int = 10) -> tuple[Fact, ...]:
        """The facts that stand and match any word of `query`, the best first (bm25)."""
        expression = match_expression(query)
        if not expression or limit < 1:
            return ()
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT facts.* FROM facts_index JOIN facts ON facts.id = facts_index.rowid "
                "WHERE facts_index MATCH ? AND facts.valid_to IS NULL "
                "ORDER BY bm25(facts_index), facts.id DESC LIMIT ?",
                (expression, limit),
            ).fetchall()
        return tuple(fact_of(row) for row in rows)

    def forget(self, fact_id: int, at: datetime) -> None:
        """Really delete the fact and the wordings it took the place of: rows, index, and what is
        left of them in the file's bytes. Hashes stay, so that they are not derived again; the
        summaries of conversations go, as any of them may say it in other words.

        Raises:
            NotFound: there is no such fact.
        """
        self.forget_all((fact_id,), at)

    def forget_all(self, fact_ids: Iterable[int], at: datetime) -> None:
        """`forget` for several facts: all of them or, where one is not there, none."""
        with self._database.writing() as connection:
            for fact_id in fact_ids:
                _forget(connection, fact_id, at)
            let_go(connection)
            mark_for_scrub(connection)
        self._database.scrub()


def insert_fact(connection: sqlite3.Connection, fact: Fact) -> None:
    """Add a row for `fact` under its own id."""
    connection.execute(
        "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            fact.id,
            fact.kind,
            fact.text,
            digest(fact.text),
            fact.trust,
            fact.confidence,
            stamp(fact.valid_from),
            None if fact.valid_to is None else stamp(fact.valid_to),
            fact.superseded_by,
            fact.source_message,
        ),
    )


def fact_of(row: sqlite3.Row) -> Fact:
    return Fact(
        id=row["id"],
        kind=row["kind"],
        text=row["text"],
        trust=row["trust"],
        confidence=row["confidence"],
        valid_from=moment(row["valid_from"]),
        valid_to=moment_or_none(row["valid_to"]),
        superseded_by=row["superseded_by"],
        source_message=row["source_message"],
    )


def _words(text: str) -> str:
    words = clean(text).strip()
    if not words:
        raise InvalidInput("There is nothing to remember in that.", hint="Say it in words.")
    return words


def _fact(connection: sqlite3.Connection, fact_id: int) -> Fact | None:
    row = connection.execute("SELECT * FROM facts WHERE id = ?", (fact_id,)).fetchone()
    return None if row is None else fact_of(row)


def _standing(connection: sqlite3.Connection, words: str) -> Fact | None:
    row = connection.execute(
        "SELECT * FROM facts WHERE digest = ? AND valid_to IS NULL", (digest(words),)
    ).fetchone()
    return None if row is None else fact_of(row)


def _pass_tombstone(connection: sqlite3.Connection, words: str, trust: Trust) -> None:
    """Only the learner brings back what the learner had forgotten; that lifts the tombstone."""
    covered = connection.execute(
        "SELECT 1 FROM forgotten_facts WHERE digest = ?", (digest(words),)
    ).fetchone()
    if covered is None:
        return
    if trust != "said":
        raise NotNow(
            f"“{one_line(words, 80)}” was forgotten at the learner's wish and is not kept again.",
            hint="Only the learner can bring it back, by saying it.",
        )
    connection.execute("DELETE FROM forgotten_facts WHERE digest = ?", (digest(words),))


def _add(
    connection: sqlite3.Connection,
    kind: str,
    words: str,
    trust: Trust,
    confidence: float,
    at: datetime,
    source_message: int | None,
) -> Fact:
    added = connection.execute(
        "INSERT INTO facts (kind, text, digest, trust, confidence, valid_from, source_message) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (kind, words, digest(words), trust, confidence, stamp(at), source_message),
    )
    return Fact(
        id=int(added.lastrowid or 0),
        kind=kind,
        text=words,
        trust=trust,
        confidence=confidence,
        valid_from=moment(stamp(at)),
        source_message=source_message,
    )


def _forget(connection: sqlite3.Connection, fact_id: int, at: datetime) -> None:
    line = connection.execute(
        f"{_WITH_ANCESTORS} SELECT id, digest FROM facts WHERE id IN line",  # noqa: S608  # a constant of this file
        (fact_id,),
    ).fetchall()
    if not line:
        raise _no_fact(fact_id)
    connection.executemany(
        "INSERT OR REPLACE INTO forgotten_facts VALUES (?, ?)",
        [(row["digest"], stamp(at)) for row in line],
    )
    connection.executemany("DELETE FROM facts WHERE id = ?", [(row["id"],) for row in line])


def _no_fact(fact_id: int) -> NotFound:
    return NotFound(
        f"No fact {fact_id} stands in your memory.", hint="List them with: waymark memory list"
    )
