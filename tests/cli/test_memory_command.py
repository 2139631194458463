"""`waymark memory` as the shell sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from base.paths import Home
from cli.app import build_app
from learning.study import Study
from memory.summaries import Summary
from tests.conftest import RunWaymark


@pytest.fixture
def known(study: Study) -> Study:
    """Two facts and a conversation."""
    for kind, text in (("goal", "Wants to join Initech"), ("other", "Works night shifts")):
        study.memory.facts.remember(kind, text, "said", 1.0, study.clock())
    study.memory.transcripts.append("c1", "learner", "I work night shifts", study.clock())
    study.memory.transcripts.append("c1", "mentor", "Noted: Initech.", study.clock())
    return study


def test_alone_it_teaches_what_it_can_do(run_waymark: RunWaymark) -> None:
    shown = run_waymark("memory")
    assert shown.returncode == 0
    for name in ("list", "search", "forget", "export", "import", "Example: waymark memory"):
        assert name in shown.stdout


@pytest.mark.parametrize("name", ["list", "search", "summaries", "forget", "export", "import"])
def test_every_command_has_an_example(name: str) -> None:
    shown = CliRunner().invoke(build_app(), ["memory", name, "--help"])
    assert f"Example: waymark memory {name}" in shown.output


class TestSummaries:
    def test_they_are_shown_under_the_conversation_they_stand_for(
        self, known: Study, run_waymark: RunWaymark
    ) -> None:
        known.memory.summaries.replace(Summary("c1"), Summary("c1", 2, 2, "- Works at night."))
        shown = run_waymark("memory", "summaries")
        assert shown.stdout == "“I work night shifts” (c1)\n- Works at night.\n"
        as_json = json.loads(run_waymark("memory", "summaries", "--json").stdout)
        assert as_json == {
            "summaries": [
                {"conversation": "c1", "title": "I work night shifts", "text": "- Works at night."}
            ]
        }

    def test_forgetting_empties_them(self, known: Study, run_waymark: RunWaymark) -> None:
        known.memory.summaries.replace(Summary("c1"), Summary("c1", 2, 2, "- Works at night."))
        assert run_waymark("memory", "forget", "2", "--yes").returncode == 0
        assert "No conversation is so long" in run_waymark("memory", "summaries").stdout


class TestList:
    def test_it_shows_each_fact_with_its_number(
        self, known: Study, run_waymark: RunWaymark
    ) -> None:
        shown = run_waymark("memory", "list")
        assert shown.stdout.splitlines() == [
            "   1  Wants to join Initech  (goal, Mon 23 Nov 2026)",
            "   2  Works night shifts  (other, Mon 23 Nov 2026)",
        ]

    def test_as_json_it_can_be_narrowed_to_a_kind(
        self, known: Study, run_waymark: RunWaymark
    ) -> None:
        shown = json.loads(run_waymark("memory", "list", "--kind", "goal", "--json").stdout)
        assert shown == {
            "facts": [
                {
                    "id": 1,
                    "kind": "goal",
                    "text": "Wants to join Initech",
                    "trust": "said",
                    "confidence": 1.0,
                    "valid_from": "2026-11-23T09:00:00+00:00",
                    "source_message": None,
                }
            ]
        }

    def test_with_nothing_known_it_says_how_to_begin(self, run_waymark: RunWaymark) -> None:
        assert "remember that" in run_waymark("memory", "list").stdout


class TestSearch:
    def test_it_finds_facts_and_what_was_said(self, known: Study, run_waymark: RunWaymark) -> None:
        shown = run_waymark("memory", "search", "night", "shift").stdout
        assert "   2  Works night shifts" in shown
        assert "Mon 23 Nov 2026, you: I work night shifts  [c1]" in shown

    def test_as_json_both_are_there(self, known: Study, run_waymark: RunWaymark) -> None:
        shown = json.loads(run_waymark("memory", "search", "initech", "--json").stdout)
        assert [fact["text"] for fact in shown["facts"]] == ["Wants to join Initech"]
        (message,) = shown["messages"]
        assert (message["id"], message["conversation"], message["role"], message["text"]) == (
            2,
            "c1",
            "mentor",
            "Noted: Initech.",
        )

    def test_a_hostile_query_finds_nothing(self, known: Study, run_waymark: RunWaymark) -> None:
        shown = run_waymark("memory", "search", 'text:"* AND')
        assert (shown.returncode, shown.stderr) == (0, "")
        assert "Nothing is remembered" in shown.stdout


class TestForget:
    def test_without_a_terminal_it_needs_a_yes(self, known: Study, run_waymark: RunWaymark) -> None:
        refused = run_waymark("memory", "forget", "initech")
        assert refused.returncode == 2
        assert "Wants to join Initech" in refused.stdout
        assert "--yes" in refused.stderr
        assert len(known.memory.facts.current()) == 2

    def test_with_a_yes_it_is_done(self, known: Study, run_waymark: RunWaymark) -> None:
        done = run_waymark("memory", "forget", "night shifts", "--yes")
        assert done.returncode == 0
        assert "Works night shifts" in done.stdout
        assert "waymark memory forget c1" in done.stdout  # the transcript still says it
        assert [fact.id for fact in known.memory.facts.current()] == [1]

    def test_a_number_or_everything_will_do(self, known: Study, run_waymark: RunWaymark) -> None:
        known.profile.update(hours=8)
        assert run_waymark("memory", "forget", "1", "--yes").returncode == 0
        assert [fact.id for fact in known.memory.facts.current()] == [2]
        assert "hours per week" in run_waymark("memory", "forget", "everything", "-y").stdout
        assert known.memory.facts.current() == ()
        assert known.memory.profile.load().hours_per_week is None

    def test_a_conversation_goes_by_its_id(self, known: Study, run_waymark: RunWaymark) -> None:
        done = run_waymark("memory", "forget", "c1", "--yes")
        assert "“I work night shifts” with its 2 messages" in done.stdout
        assert known.memory.transcripts.conversations() == ()
        assert len(known.memory.facts.current()) == 2

    def test_what_is_unclear_is_named_and_kept(self, known: Study, run_waymark: RunWaymark) -> None:
        refused = run_waymark("memory", "forget", "shifts at Initech", "--yes")
        assert refused.returncode == 2
        assert "  1  Wants to join Initech" in refused.stderr
        assert "  2  Works night shifts" in refused.stderr
        assert len(known.memory.facts.current()) == 2

    @pytest.mark.parametrize(("answer", "left"), [("y", [2]), ("n", [1, 2]), ("", [1, 2])])
    def test_at_a_terminal_it_asks(
        self, known: Study, answer: str, left: list[int], run_waymark: RunWaymark
    ) -> None:
        shown = run_waymark("memory", "forget", "initech", typed=answer)
        assert shown.returncode == 0
        assert "Delete it?" in shown.stdout + shown.stderr
        assert [fact.id for fact in known.memory.facts.current()] == left


class TestExportAndImport:
    def test_a_memory_moves_to_another_home(
        self, known: Study, run_waymark: RunWaymark, tmp_path: Path
    ) -> None:
        file, other = tmp_path / "out.json", str(tmp_path / "other")
        assert run_waymark("memory", "export", str(file)).returncode == 0
        assert file.stat().st_mode & 0o077 == 0
        told = run_waymark("memory", "import", str(file), "--home", other)
        assert "2 messages, 2 facts" in told.stdout
        assert run_waymark("memory", "export", "-", "--home", other).stdout == file.read_text()

    def test_what_is_there_is_replaced_only_on_request_and_copied_first(
        self, known: Study, run_waymark: RunWaymark, home: Home
    ) -> None:
        empty = json.dumps({"format": "waymark-learner", "version": 1})
        refused = run_waymark("memory", "import", "-", input=empty)
        assert refused.returncode == 3
        assert "--replace" in refused.stderr
        assert len(known.memory.facts.current()) == 2
        done = run_waymark("memory", "import", "-", "--replace", input=empty)
        assert done.returncode == 0
        assert known.memory.facts.current() == ()
        (copy,) = home.backups.iterdir()
        assert str(copy) in done.stdout

    def test_a_broken_file_is_named_and_nothing_is_lost(
        self, known: Study, run_waymark: RunWaymark
    ) -> None:
        broken = '{"messages": [{"id": 1, "conversation": "c", "role": "learner"}]}'
        refused = run_waymark("memory", "import", "-", "--replace", input=broken)
        assert refused.returncode == 2
        assert "messages.0.text" in refused.stderr
        assert len(known.memory.facts.current()) == 2

    def test_an_export_replaces_an_export_and_no_other_file(
        self, known: Study, run_waymark: RunWaymark, tmp_path: Path
    ) -> None:
        file, dear = tmp_path / "out.json", tmp_path / "thesis.json"
        dear.write_text("{}")
        assert run_waymark("memory", "export", str(file)).returncode == 0
        assert run_waymark("memory", "export", str(file)).returncode == 0
        refused = run_waymark("memory", "export", str(dear))
        assert refused.returncode == 2
        assert "thesis.json" in refused.stderr
        assert dear.read_text() == "{}"

    def test_a_place_that_cannot_be_written_or_read_is_named(
        self, run_waymark: RunWaymark, tmp_path: Path
    ) -> None:
        for command in ("export", "import"):
            refused = run_waymark("memory", command, str(tmp_path / "nowhere" / "out.json"))
            assert refused.returncode in (2, 5)
            assert "out.json" in refused.stderr
            assert "Traceback" not in refused.stderr


def test_a_newer_learner_file_is_refused_with_a_hint(
    known: Study, run_waymark: RunWaymark, home: Home
) -> None:
    with known.memory._database.writing() as connection:
        connection.execute("PRAGMA user_version = 99")
    refused = run_waymark("memory", "list")
    assert refused.returncode == 5
    assert "newer Waymark" in refused.stderr
    assert "Update Waymark" in refused.stderr
