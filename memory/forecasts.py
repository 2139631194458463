"""Forecasts of when something will be done, kept to be scored against what happened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date

from memory.database import Database
from memory.records import StoredForecast


class ForecastStore:
    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, forecasts: Iterable[StoredForecast]) -> None:
        """Keep `forecasts`: one a target and day, the latest of it."""
        with self._database.writing() as connection:
            for forecast in forecasts:
                put_forecast(connection, forecast)

    def all(self) -> tuple[StoredForecast, ...]:
        """Every forecast, the oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM forecasts ORDER BY made_on, target").fetchall()
        return tuple(forecast_of(row) for row in rows)


def put_forecast(connection: sqlite3.Connection, forecast: StoredForecast) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO forecasts VALUES (?, ?, ?, ?, ?, ?)",
        (
            forecast.target,
            forecast.made_on.isoformat(),
            forecast.earliest.isoformat(),
            forecast.middle.isoformat(),
            forecast.latest.isoformat(),
            forecast.weeks_known,
        ),
    )


def forecast_of(row: sqlite3.Row) -> StoredForecast:
    return StoredForecast(
        target=row["target"],
        made_on=date.fromisoformat(row["made_on"]),
        earliest=date.fromisoformat(row["earliest"]),
        middle=date.fromisoformat(row["middle"]),
        latest=date.fromisoformat(row["latest"]),
        weeks_known=row["weeks_known"],
    )
