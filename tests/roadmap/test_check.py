"""`python -m roadmap.check` finds what was spoiled, and says where."""

from __future__ import annotations

from pathlib import Path

import pytest

from base.errors import ContentError
from roadmap.check import faults, main
from tests.roadmap.conftest import spoil


def only_fault(content: Path) -> ContentError:
    (fault,) = faults(content)
    return fault


def test_a_resource_that_does_not_exist(content: Path) -> None:
    spoil(content / "phases" / "phase-3.yaml", "langchain-docs", "langchain-dox")
    fault = only_fault(content)
    assert "phase-3.yaml:1:" in fault.message
    assert "langchain-dox" in fault.message


def test_a_tool_that_teaches_an_unknown_topic(content: Path) -> None:
    line = spoil(content / "tools.yaml", "topics: [git]", "topics: [gitt]")
    fault = only_fault(content)
    assert fault.path == content / "tools.yaml"
    assert fault.line is not None
    assert 0 < line - fault.line < 8


def test_an_hour_too_many(content: Path) -> None:
    path = content / "phases" / "phase-4.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("id: azure")
    hours = text[text.index("hours:", start) :].split("\n", 1)[0]
    spoil(path, hours, hours.replace("high: ", "high: 1"))
    fault = only_fault(content)
    assert "high hours of “phase-4”" in fault.message
    assert "180" in fault.message


def test_an_id_used_for_two_things(content: Path) -> None:
    spoil(content / "skills.yaml", "id: communication\n", "id: calculus\n")
    fault = only_fault(content)
    assert "skills.yaml:1:" in fault.message
    assert "calculus" in fault.message


def test_a_quiz_item_about_nothing(content: Path) -> None:
    path = min((content / "quiz").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    topic = next(line for line in text.split("\n") if line.startswith("  topic: "))
    spoil(path, topic, "  topic: basket-weaving")
    fault = only_fault(content)
    assert fault.path == path
    assert "basket-weaving" in fault.message


def test_a_file_that_does_not_load_is_named_before_anything_else(content: Path) -> None:
    line = spoil(content / "advice.yaml", "number: 3", "number: three")
    fault = only_fault(content)
    assert (fault.path, fault.line) == (content / "advice.yaml", line)


def test_the_command_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "116 topics" in capsys.readouterr().out


def test_the_command_names_file_and_line_and_fails(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = spoil(content / "habits.yaml", "group: communities", "group: clubs")
    assert main([str(content)]) == ContentError.exit_code
    assert f"habits.yaml:{line}: " in capsys.readouterr().err


def test_an_id_that_is_gone_and_used_again(content: Path) -> None:
    rename = "- {kind: topic, old: chunking, new: [k-means], version: 2}\n"
    (content / "renames.yaml").write_text(rename, encoding="utf-8")
    spoil(content / "roadmap.yaml", "content_version: 1", "content_version: 2")
    fault = only_fault(content)
    assert (fault.path, fault.line) == (content / "renames.yaml", 1)
    assert "in use again" in fault.message


def test_a_rename_that_leads_nowhere(content: Path) -> None:
    rename = "- {kind: topic, old: gone, new: [nowhere], version: 2}\n"
    (content / "renames.yaml").write_text(rename, encoding="utf-8")
    spoil(content / "roadmap.yaml", "content_version: 1", "content_version: 2")
    assert "“nowhere” takes the place" in only_fault(content).message


def test_a_topic_without_a_card(content: Path) -> None:
    spoil(content / "cards" / "rag-systems.yaml", "- id: chunking\n", "- id: chunkin\n")
    missing, nobodys = faults(content)
    assert "“chunking” has no card" in missing.message
    assert "“chunkin”, which is not a topic" in nobodys.message
