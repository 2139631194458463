"""The clock and the home folder."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from base.clock import system_clock
from base.errors import InvalidInput, StorageError
from base.paths import Home


def test_the_clock_is_aware_and_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYMARK_NOW")
    assert system_clock().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("setting", "moment"),
    [
        ("2027-03-22T08:00:00+02:00", datetime(2027, 3, 22, 6, tzinfo=UTC)),
        ("2027-03-22T08:00:00", datetime(2027, 3, 22, 8, tzinfo=UTC)),
        ("2027-03-22T08:00:00Z", datetime(2027, 3, 22, 8, tzinfo=UTC)),
    ],
)
def test_a_setting_stops_the_clock(
    setting: str, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYMARK_NOW", setting)
    assert system_clock() == moment


def test_a_time_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_NOW", "next Tuesday")
    with pytest.raises(InvalidInput, match="next Tuesday"):
        system_clock()


def test_the_folder_chosen_goes_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAYMARK_HOME", str(tmp_path / "named"))
    assert Home.locate().root == tmp_path / "named"
    assert Home.locate(tmp_path / "chosen").root == tmp_path / "chosen"


def test_a_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "home").ensure()
    assert home.root.stat().st_mode & 0o777 == 0o700
    assert list(home.root.iterdir()) == []


def test_a_home_that_cannot_be_written_is_named_with_a_way_out(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    with pytest.raises(StorageError, match="file") as caught:
        Home(in_the_way / "home").ensure()
    assert "--home" in caught.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_home_is_refused(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(StorageError, match="locked"):
        Home(locked).ensure()
