"""Scripts: those that ship, the learner's own, and what is said of a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from base.errors import ContentError, NotFound
from learning.coding_questions import bank
from learning.interview_scripts import check_bank, find_script, shelf
from roadmap.catalogue import Roadmap

OWN = """\
id: my-own
title: My own
minutes: 10
rounds:
  - area: behavioural
    count: 2
    minutes: 10
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "interviews").mkdir()
    return tmp_path / "interviews"


def test_the_scripts_that_ship_can_all_be_held(folder: Path) -> None:
    found = shelf(folder).found
    assert len(found) >= 10
    assert {"ml-fundamentals", "behavioural", "llm-rag", "phone-screen"} <= {
        script.script.id for script in found
    }
    for script in found:
        check_bank(script, bank(Roadmap.load()))


def test_a_script_of_ones_own_stands_beside_them(folder: Path) -> None:
    (folder / "mine.yaml").write_text(OWN, encoding="utf-8")
    assert find_script("my-own", folder).script.title == "My own"
    assert find_script("My Own", folder).name == "my-own"


def test_a_script_of_ones_own_takes_the_place_of_its_namesake(folder: Path) -> None:
    (folder / "b.yml").write_text(OWN.replace("my-own", "behavioural"), encoding="utf-8")
    assert find_script("behavioural", folder).script.title == "My own"


def test_a_script_can_be_named_by_its_file(tmp_path: Path, folder: Path) -> None:
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text(OWN, encoding="utf-8")
    assert find_script(str(elsewhere), folder).name == str(elsewhere)
    with pytest.raises(NotFound, match=r"no script file nowhere\.yaml"):
        find_script("nowhere.yaml", folder)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("    count: two", "    count: 2", 6, "count"),
        ("    cuont: 2", "    count: 2", 5, "line 6: “cuont”"),
        ("minutes: 500", "minutes: 10\nrounds", 3, "minutes"),
        ("    minutes: 9", "    minutes: 10", 1, "9 minutes together, not 10"),
        ("    count: 2\n    difficulty: [4, 2]", "    count: 2", 5, "lower figure"),
        ("    count: 2\n    choose: newest", "    count: 2", 7, "choose"),
        ("    count: 2\n    follow_ups: 9", "    count: 2", 7, "follow_ups"),
    ],
    ids=[
        "no number",
        "misspelt key",
        "too long",
        "times do not add up",
        "difficulty reversed",
        "no way to choose",
        "too many follow-ups",
    ],
)
def test_a_wrong_script_is_told_by_file_and_line(
    folder: Path, wrong: str, right: str, line: int, says: str
) -> None:
    path = folder / "mine.yaml"
    path.write_text(OWN.replace(right, wrong + "\nrounds" * ("rounds" in right)), encoding="utf-8")
    with pytest.raises(ContentError, match=says) as caught:
        find_script("mine", folder)
    assert (caught.value.path, caught.value.line) == (path, line)


def test_a_wrong_script_spoils_only_itself(folder: Path) -> None:
    (folder / "broken.yaml").write_text("id: [", encoding="utf-8")
    assert find_script("behavioural", folder).script.id == "behavioural"
    assert [fault.path.name for fault in shelf(folder).faults] == ["broken.yaml"]


def test_an_unknown_script_is_answered_with_those_there_are(folder: Path) -> None:
    with pytest.raises(NotFound) as caught:
        find_script("ml-fundamental", folder)
    assert caught.value.hint.startswith("Did you mean ml-fundamentals?")
    there_are = sorted(found.script.id for found in shelf(folder).found)
    assert "ml-fundamentals" in there_are
    assert f"There are: {', '.join(there_are)}." in caught.value.hint


def test_a_question_that_does_not_exist_is_told_by_its_line(folder: Path) -> None:
    path = folder / "mine.yaml"
    named = "    questions:\n      - behavioural.failure\n      - behavioural.flight\n"
    path.write_text(f"{OWN}{named}", encoding="utf-8")
    with pytest.raises(ContentError, match="no question with the id") as caught:
        check_bank(find_script("my-own", folder), Roadmap.load().interview_questions())
    assert (caught.value.path, caught.value.line) == (path, 10)


@pytest.mark.parametrize(
    "change",
    [
        ("area: behavioural", "area: underwater-basketry"),
        ("count: 2", "count: 20\n    difficulty: [5, 5]"),
    ],
    ids=["an area without questions", "more than there are"],
)
def test_a_script_that_asks_for_more_than_the_bank_holds_is_told_so(
    folder: Path, change: tuple[str, str]
) -> None:
    path = folder / "mine.yaml"
    path.write_text(OWN.replace(*change), encoding="utf-8")
    with pytest.raises(ContentError, match="questions of") as caught:
        check_bank(find_script("my-own", folder), Roadmap.load().interview_questions())
    assert (caught.value.path, caught.value.line) == (path, 5)
