"""`waymark undo`, as a command."""

from __future__ import annotations

import json

from tests.conftest import RunWaymark


def test_the_last_change_is_shown_and_taken_back_only_on_yes(run_waymark: RunWaymark) -> None:
    nothing = run_waymark("undo")
    assert (nothing.returncode, "nothing to take back" in nothing.stderr) == (2, True)
    run_waymark("profile", "set", "--hours", "6")
    run_waymark("profile", "set", "--role", "ML engineer")
    shown = run_waymark("undo").stdout
    assert "the profile was updated: role" in shown
    assert "add --yes" in shown
    listed = json.loads(run_waymark("undo", "--list", "--json").stdout)
    assert [change["kind"] for change in listed] == ["profile", "profile"]
    undone = json.loads(run_waymark("undo", "2", "--yes", "--json").stdout)
    assert undone["undone"]
    profile = json.loads(run_waymark("profile", "show", "--json").stdout)
    assert (profile["hours_per_week"], profile["role"]) == (None, "ML engineer")
    assert "no change number 7" in run_waymark("undo", "7").stderr
