"""Plans of weeks and the blocks in them. At most one plan of a week is committed."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from base.errors import NotFound
from memory.changes import let_go, note_or_let_go
from memory.database import Database
from memory.records import Change, PlanStatus, StoredBlock, StoredPlan
from memory.times import moment, moment_or_none, stamp, stamp_or_none

# A revised draft may carry blocks of the plan before it under the same ids. The committed plan is
# the one that is lived; failing that, the newest.
_PLAN_OF_BLOCK = """
    SELECT plans.id FROM plan_blocks JOIN plans ON plans.id = plan_blocks.plan
    WHERE plan_blocks.id = ?
    ORDER BY plans.status = 'committed' DESC, plans.created_at DESC, plans.rowid DESC
    LIMIT 1
"""


class PlanStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, plan: StoredPlan) -> None:
        """Keep `plan` with its blocks, in the place of an earlier state of it."""
        with self._database.writing() as connection:
            put_plan(connection, plan)

    def get(self, plan_id: str) -> StoredPlan | None:
        with self._database.reading() as connection:
            row = connection.execute("SELECT * FROM plans WHERE id = ?", (plan_id,)).fetchone()
            return None if row is None else plan_of(connection, row)

    def latest(self, week_start: date, status: PlanStatus | None = None) -> StoredPlan | None:
        """The newest plan of the week that begins on `week_start`, of one status or of any."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM plans WHERE week_start = ? AND (? IS NULL OR status = ?) "
                "ORDER BY created_at DESC, rowid DESC LIMIT 1",
                (week_start.isoformat(), status, status),
            ).fetchone()
            return None if row is None else plan_of(connection, row)

    def newest_draft(self, first_week: date) -> StoredPlan | None:
        """The draft drawn up last, of the week that begins on `first_week` or a later one. Of two
        of the same moment the one that was kept later counts."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT * FROM plans WHERE status = 'draft' AND week_start >= ? "
                "ORDER BY created_at DESC, rowid DESC LIMIT 1",
                (first_week.isoformat(),),
            ).fetchone()
            return None if row is None else plan_of(connection, row)

    def lived(self) -> tuple[StoredPlan, ...]:
        """The committed plans of all weeks, in order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT * FROM plans WHERE status = 'committed' ORDER BY week_start"
            ).fetchall()
            return tuple(plan_of(connection, row) for row in rows)

    def commit(
        self,
        plan_id: str,
        at: datetime,
        *,
        change: Change | None = None,
        undoes: Change | None = None,
    ) -> None:
        """Make the plan the one that is lived; the week's other committed plan is superseded.
        A plan that is committed already stays as it is. `change` is noted, `undoes` let go.

        Raises:
            NotFound: there is no such plan.
        """
        with self._database.writing() as connection:
            row = connection.execute("SELECT * FROM plans WHERE id = ?", (plan_id,)).fetchone()
            if row is None:
                raise NotFound(f"There is no plan “{plan_id}”.")
            if row["status"] == "committed":
                return
            _supersede(connection, row["week_start"], plan_id)
            connection.execute(
                "UPDATE plans SET status = 'committed', committed_at = ? WHERE id = ?",
                (stamp(at), plan_id),
            )
            note_or_let_go(connection, change, undoes)

    def withdraw(self, plan_id: str, undoes: Change) -> None:
        """Make a committed plan a draft again, and let go the change that committed it."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE plans SET status = 'draft', committed_at = NULL "
                "WHERE id = ? AND status = 'committed'",
                (plan_id,),
            )
            let_go(connection, undoes)

    def blocks(self, start: datetime, end: datetime) -> tuple[StoredBlock, ...]:
        """The blocks of committed plans that touch the time from `start` to `end`, in order."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT plan_blocks.* FROM plan_blocks JOIN plans ON plans.id = plan_blocks.plan "
                "WHERE plans.status = 'committed' AND plan_blocks.start < ? "
                'AND plan_blocks."end" > ? ORDER BY plan_blocks.start, plan_blocks.id',
                (stamp(end), stamp(start)),
            ).fetchall()
        return tuple(_block(row) for row in rows)

    def block(self, block_id: str) -> StoredBlock | None:
        """The block, from the committed plan where several plans have it."""
        with self._database.reading() as connection:
            row = connection.execute(
                f"SELECT * FROM plan_blocks WHERE id = ? AND plan = ({_PLAN_OF_BLOCK})",  # noqa: S608  # a constant of this file
                (block_id, block_id),
            ).fetchone()
        return None if row is None else _block(row)

    def plan_of_block(self, block_id: str) -> StoredPlan | None:
        """The plan that `block` reads the block from, or None where no plan has it."""
        with self._database.reading() as connection:
            row = connection.execute(
                f"SELECT * FROM plans WHERE id = ({_PLAN_OF_BLOCK})",  # noqa: S608  # a constant of this file
                (block_id,),
            ).fetchone()
            return None if row is None else plan_of(connection, row)

    def update_block(
        self,
        block: StoredBlock,
        *,
        detail: str | None = None,
        change: Change | None = None,
        undoes: Change | None = None,
    ) -> None:
        """Put `block` in the place of its earlier state, in the plan that `block()` reads it from;
        `detail`, where given, in the place of that plan's own. `change` is noted with it, and
        `undoes` let go.

        Raises:
            NotFound: no plan has such a block.
        """
        with self._database.writing() as connection:
            plan = connection.execute(_PLAN_OF_BLOCK, (block.id,)).fetchone()
            if plan is None:
                raise NotFound(f"There is no block “{block.id}” in your plans.")
            connection.execute(
                'UPDATE plan_blocks SET start = ?, "end" = ?, kind = ?, topic = ?, title = ?, '
                "reason = ?, status = ?, actual_minutes = ? WHERE plan = ? AND id = ?",
                (*_columns(block), plan["id"], block.id),
            )
            if detail is not None:
                connection.execute("UPDATE plans SET detail = ? WHERE id = ?", (detail, plan["id"]))
            note_or_let_go(connection, change, undoes)


def put_plan(connection: sqlite3.Connection, plan: StoredPlan) -> None:
    week = plan.week_start.isoformat()
    if plan.status == "committed":
        _supersede(connection, week, plan.id)
    connection.execute(
        "INSERT INTO plans VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
        "week_start = excluded.week_start, timezone = excluded.timezone, "
        "status = excluded.status, created_at = excluded.created_at, "
        "detail = excluded.detail, committed_at = excluded.committed_at",
        (
            plan.id,
            week,
            plan.timezone,
            plan.status,
            stamp(plan.created_at),
            plan.detail,
            stamp_or_none(plan.committed_at),
        ),
    )
    connection.execute("DELETE FROM plan_blocks WHERE plan = ?", (plan.id,))
    connection.executemany(
        "INSERT INTO plan_blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (plan.id, position, block.id, *_columns(block))
            for position, block in enumerate(plan.blocks)
        ],
    )


def plan_of(connection: sqlite3.Connection, row: sqlite3.Row) -> StoredPlan:
    blocks = connection.execute(
        "SELECT * FROM plan_blocks WHERE plan = ? ORDER BY position", (row["id"],)
    ).fetchall()
    return StoredPlan(
        id=row["id"],
        week_start=date.fromisoformat(row["week_start"]),
        timezone=row["timezone"],
        status=row["status"],
        created_at=moment(row["created_at"]),
        blocks=tuple(_block(block) for block in blocks),
        detail=row["detail"],
        committed_at=moment_or_none(row["committed_at"]),
    )


def _supersede(connection: sqlite3.Connection, week: str, by: str) -> None:
    connection.execute(
        "UPDATE plans SET status = 'superseded' "
        "WHERE week_start = ? AND status = 'committed' AND id <> ?",
        (week, by),
    )


def _columns(block: StoredBlock) -> tuple[str | int | None, ...]:
    return (
        stamp(block.start),
        stamp(block.end),
        block.kind,
        block.topic,
        block.title,
        block.reason,
        block.status,
        block.actual_minutes,
    )


def _block(row: sqlite3.Row) -> StoredBlock:
    return StoredBlock(
        id=row["id"],
        start=moment(row["start"]),
        end=moment(row["end"]),
        kind=row["kind"],
        topic=row["topic"],
        title=row["title"],
        reason=row["reason"],
        status=row["status"],
        actual_minutes=row["actual_minutes"],
    )
