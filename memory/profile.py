"""What the learner told us about how they study: one row."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from datetime import date, datetime

from memory.changes import note_or_let_go
from memory.database import Database
from memory.records import Change, Profile
from memory.times import moment, stamp


class ProfileStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> Profile:
        """The profile as it stands; every field None where nothing was said."""
        with self._database.reading() as connection:
            return load_profile(connection)[0]

    def save(
        self,
        profile: Profile,
        at: datetime,
        *,
        change: Change | None = None,
        undoes: Change | None = None,
    ) -> None:
        """Put `profile` in the place of what was known; `change` is noted, `undoes` let go."""
        with self._database.writing() as connection:
            put_profile(connection, profile, at)
            note_or_let_go(connection, change, undoes)


def load_profile(connection: sqlite3.Connection) -> tuple[Profile, datetime | None]:
    """The profile and when it was saved: None for never."""
    row = connection.execute("SELECT * FROM profile").fetchone()
    if row is None:
        return Profile(), None
    profile = Profile(
        timezone=row["timezone"],
        hours_per_week=row["hours_per_week"],
        availability=row["availability"],
        role=row["role"],
        deadline=None if row["deadline"] is None else date.fromisoformat(row["deadline"]),
        energy=row["energy"],
        block_minutes=row["block_minutes"],
        break_minutes=row["break_minutes"],
        slack_percent=row["slack_percent"],
        at_most=row["at_most"],
    )
    return profile, moment(row["saved_at"])


def put_profile(connection: sqlite3.Connection, profile: Profile, at: datetime) -> None:
    values = {**asdict(profile), "id": 1, "saved_at": stamp(at)}
    values["deadline"] = None if profile.deadline is None else profile.deadline.isoformat()
    places = ", ".join(f":{name}" for name in values)
    connection.execute(
        f"INSERT OR REPLACE INTO profile ({', '.join(values)}) VALUES ({places})",  # noqa: S608  # names of fields
        values,
    )
