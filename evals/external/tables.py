"""CSV files of a known form, read with errors that name file and line."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from base.errors import ContentError, InvalidInput

_LARGEST_FIELD = 10_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. A column that is not there reads as empty."""

    path: Path
    line: int
    cells: dict[str, str]
    hint: str

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def number(self, column: str) -> float:
        """The number in a column.

        Raises:
            ContentError: there is none.
        """
        try:
            value = float(self[column])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.error(f"“{self[column][:60]}” is no number for {column}")
        return value

    def error(self, message: str) -> ContentError:
        return ContentError(message, path=self.path, line=self.line, hint=self.hint)


def read_table(path: Path, columns: Sequence[str], hint: str) -> Iterator[Row]:
    """The lines of the CSV file at `path`, which has at least `columns`.

    Raises:
        InvalidInput: it cannot be read, is no CSV, or lacks a column.
    """
    csv.field_size_limit(_LARGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            names = [name.strip() for name in rows.fieldnames or ()]
            missing = [name for name in columns if name not in names]
            if missing:
                raise InvalidInput(f"{path} has no column {' and no '.join(missing)}.", hint=hint)
            rows.fieldnames = names
            for row in rows:
                cells = {k: (v or "").strip() for k, v in row.items() if isinstance(v, str)}
                yield Row(path, rows.line_num, cells, hint)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read ({error.strerror or error}).") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(f"{path} is not CSV in UTF-8 ({error}).", hint=hint) from error
