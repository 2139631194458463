"""`waymark code`: a problem begun, tried and handed in from the learner's own editor."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from base.paths import Home
from roadmap.catalogue import Roadmap
from tests.conftest import RunWaymark

PROBLEM = Roadmap.load().coding_problem("code.roc-auc")


def solve(home: Home, code: str) -> Path:
    path = home.root / "code" / "roc-auc.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")
    return path


def test_the_list_can_be_narrowed_to_a_pattern(run_waymark: RunWaymark) -> None:
    shown = run_waymark("code", "list", "--pattern", "trie", "--json")
    problems = json.loads(shown.stdout)["problems"]
    assert [problem["id"] for problem in problems] == ["code.longest-match-tokenizer"]


def test_what_is_shown_gives_no_hidden_test_and_no_solution_away(run_waymark: RunWaymark) -> None:
    plain = run_waymark("code", "show", "roc-auc").stdout
    told = run_waymark("code", "show", "Area under the ROC curve", "--json").stdout
    for text in (plain, told):
        assert PROBLEM.visible[0].call in json.dumps(text) or PROBLEM.visible[0].call in text
        assert all(test.call not in text for test in PROBLEM.hidden)
        assert "groupby" not in text


def test_a_name_that_is_nearly_right_is_answered_with_what_is_meant(
    run_waymark: RunWaymark,
) -> None:
    shown = run_waymark("code", "show", "area under the curve")
    assert shown.returncode == 2
    assert "roc-auc" in shown.stderr


def test_starting_makes_a_draft_and_never_writes_over_one(
    run_waymark: RunWaymark, home: Home
) -> None:
    first = run_waymark("code", "start", "roc-auc")
    path = home.root / "code" / "roc-auc.py"
    assert str(path) in first.stdout
    assert "def roc_auc" in path.read_text("utf-8")
    path.write_text("mine", encoding="utf-8")
    run_waymark("code", "start", "roc-auc")
    assert path.read_text("utf-8") == "mine"


def test_visible_tests_show_what_was_expected_and_what_came(
    run_waymark: RunWaymark, home: Home
) -> None:
    solve(home, "def roc_auc(labels, scores):\n    print('here')\n    return 0.75\n")
    tried = run_waymark("code", "test")
    assert tried.returncode == 1
    assert "1 of 2 visible tests pass" in tried.stdout
    assert "expected: 1.0" in tried.stdout
    assert "It returned 0.75." in tried.stdout
    assert "here" in tried.stdout


def test_an_endless_loop_in_a_draft_is_told_and_ends(run_waymark: RunWaymark, home: Home) -> None:
    solve(home, "def roc_auc(labels, scores):\n    while True:\n        pass\n")
    tried = run_waymark("code", "test", "--json")
    assert tried.returncode == 1
    assert "still running after 2 seconds" in json.loads(tried.stdout)["tests"][0]["says"]


def test_handing_in_names_failing_hidden_tests_by_kind_alone(
    run_waymark: RunWaymark, home: Home
) -> None:
    solve(home, PROBLEM.wrong.code)
    handed = run_waymark("code", "submit", "roc-auc", "--cost", "time O(n log n), space O(n)")
    assert handed.returncode == 1
    assert "5 of 8 hidden tests pass." in handed.stdout
    assert "equal scores in both classes" in handed.stdout
    assert all(test.call not in handed.stdout for test in PROBLEM.hidden)


def test_a_good_solution_is_kept_as_evidence_and_ticked_off(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(PROBLEM.reference, encoding="utf-8")
    handed = run_waymark(
        "code", "submit", "roc-auc", "--file", str(file), "--cost", "O(n log n) time, O(n) space",
        "--json",
    )  # fmt: skip
    told = json.loads(handed.stdout)
    assert handed.returncode == 0
    assert (told["passed"], told["hidden"], told["score"]) == (8, 8, 1.0)
    assert run_waymark("code", "submit", "roc-auc", "--file", str(file)).returncode == 0
    shown = json.loads(run_waymark("code", "list", "--json").stdout)["problems"]
    assert [one["id"] for one in shown if one["solved"]] == ["code.roc-auc"]


def test_a_file_that_is_no_text_is_an_error_without_a_traceback(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    file = tmp_path / "mine.py"
    file.write_bytes(b"\xff\xfe\x00")
    handed = run_waymark("code", "test", "roc-auc", "--file", str(file))
    assert handed.returncode == 2
    assert "not text in UTF-8" in handed.stderr
    assert run_waymark("code", "test", "roc-auc", "--file", "/nowhere.py").returncode == 2


def test_without_a_problem_begun_it_says_how_to_begin(run_waymark: RunWaymark) -> None:
    tried = run_waymark("code", "test")
    assert tried.returncode == 3
    assert "waymark code start" in tried.stderr


def test_hints_come_one_at_a_time(run_waymark: RunWaymark) -> None:
    first = run_waymark("code", "hint", "roc-auc").stdout.strip()
    second = run_waymark("code", "hint", "roc-auc", "-n", "2").stdout.strip()
    assert (first, second) == PROBLEM.hints[:2]


def test_the_learners_editor_opens_on_the_draft(home: Home, tmp_path: Path) -> None:
    import os

    from cli.editor import open_in_editor

    draft = solve(home, "before\n")
    editor = tmp_path / "editor.py"
    editor.write_text("import sys; open(sys.argv[1], 'a').write('edited\\n')", encoding="utf-8")
    os.environ["VISUAL"] = f"{sys.executable} {editor}"
    try:
        open_in_editor(draft)
    finally:
        del os.environ["VISUAL"]
    assert draft.read_text("utf-8") == "before\nedited\n"


def test_in_an_interview_the_draft_is_tried_and_handed_in(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    run_waymark("interview", "run", "ml-coding", "--seed", "3", input="pause\n")
    (draft,) = (home.root / "code").glob("*.py")
    problem = Roadmap.load().coding_problem(f"code.{draft.stem}")
    assert run_waymark("code", "hint").returncode == 3
    assert run_waymark("code", "submit").returncode == 3
    draft.write_text(problem.reference, encoding="utf-8")
    assert run_waymark("code", "test").returncode == 0
    held = run_waymark("interview", "run", "ml-coding", input="test\nsubmit\nO(1) time\n\npause\n")
    assert f"{len(problem.visible)} of {len(problem.visible)} visible tests pass" in held.stdout
    assert "What does it cost" in held.stdout
    report = run_waymark("interview", "end").stdout
    assert f"All {len(problem.hidden)} hidden tests pass." in report
    assert problem.reference.strip().split("\n")[0] in report


def test_an_untouched_draft_is_not_handed_in(run_waymark: RunWaymark) -> None:
    held = run_waymark(
        "interview", "run", "ml-coding", "--seed", "3", input="submit\nedit\npause\n",
        env={"VISUAL": "no-such-editor"},
    )  # fmt: skip
    assert "still the starter code" in held.stdout
    assert "No editor could be started" in held.stdout
    assert held.returncode == 130
