"""`waymark quiz` and `waymark review` at the terminal and from files of answers."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from base.paths import Home
from learning.item_grading import right_answer
from learning.review_cards import CardDraft
from learning.study import Study
from tests.conftest import RunWaymark

TWO_DAYS_LATER = {"WAYMARK_NOW": "2026-11-25T09:00:00+00:00"}


def keys(home: Home) -> dict[str, str]:
    """What answers each question of the open quiz right, by question id."""
    with_keys: dict[str, str] = {}
    study = Study.open(home)
    try:
        for question in study.quizzes.upcoming():
            item = study.roadmap.quiz_item(question.item)
            key = right_answer(item, question.run)
            if item.kind in ("single", "multiple"):
                key = ", ".join(part[0] for part in key.split("; "))
            with_keys[item.id] = key.split(" (")[0] if item.kind == "ordering" else key
    finally:
        study.close()
    return with_keys


def write(path: Path, answers: object) -> str:
    path.write_text(yaml.safe_dump(answers, allow_unicode=True), encoding="utf-8")
    return str(path)


def output(run: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert run.returncode == 0, run.stderr
    data: dict[str, Any] = json.loads(run.stdout)
    return data


def test_json_alone_prints_the_open_question_without_its_key(run_waymark: RunWaymark) -> None:
    question = output(run_waymark("quiz", "chunking", "-n", "3", "--json"))["open"]
    assert (question["number"], question["total"], question["topic"]) == (1, 3, "chunking")
    assert output(run_waymark("quiz", "--json"))["open"]["id"] == question["id"]


def test_a_mapping_from_question_id_answers_a_whole_quiz(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    run_waymark("quiz", "transformers", "-n", "4", "--json")
    answers = write(tmp_path / "a.yaml", keys(home))
    done = output(run_waymark("quiz", "transformers", "-n", "4", "--answers", answers, "--json"))
    assert [question["verdict"] for question in done["questions"]] == ["right"] * 4
    assert done["summary"]["right"] == 4
    assert done["open"] is None


def test_a_list_answers_in_order_and_says_what_was_wrong(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    run_waymark("quiz", "chunking", "-n", "2", "--json")
    right = list(keys(home).values())
    answers = write(tmp_path / "a.yaml", [{"answer": right[0], "confidence": 90}, "no idea"])
    done = run_waymark("quiz", "--answers", answers)
    assert done.returncode == 0, done.stderr
    assert done.stdout.index("Right.") < done.stdout.index("Not right.")
    assert "Quiz finished: Chunking" in done.stdout
    assert "**" not in done.stdout


def test_a_list_that_ends_early_leaves_the_quiz_open(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    answers = write(tmp_path / "a.yaml", ["I don't know"])
    first = output(run_waymark("quiz", "chunking", "-n", "3", "--answers", answers, "--json"))
    assert first["open"]["number"] == 2
    assert first["summary"] is None
    rest = write(tmp_path / "b.yaml", ["I don't know", "I don't know"])
    after = output(run_waymark("quiz", "--answers", rest, "--json"))
    assert after["run"] == first["run"]
    assert after["summary"]["answered"] == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- B\n- {confidence: 80}\n", 2),
        ("- B\n- {answer: B, confidence: sure}\n", 2),
        ("- B\n- [\n", 3),
        ("", 1),
        ("just words", 1),
        ("- what is this?\n- what is that?\n- how do you mean?\n", 1),
    ],
)
def test_a_broken_file_names_the_line_and_nothing_is_kept(
    run_waymark: RunWaymark, home: Home, tmp_path: Path, text: str, line: int
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    run = run_waymark("quiz", "chunking", "-n", "3", "--answers", str(path))
    assert run.returncode == 4
    assert f"a.yaml:{line}:" in run.stderr
    assert "Traceback" not in run.stderr
    study = Study.open(home)
    try:
        assert study.memory.attempts.all() == ()
        assert study.quizzes.current() is None
    finally:
        study.close()


def test_an_answer_that_does_not_read_as_one_is_skipped_and_named(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    answers = write(tmp_path / "a.yaml", ["I don't know", "what is this?", "I don't know"])
    done = output(run_waymark("quiz", "chunking", "-n", "3", "--answers", answers, "--json"))
    assert (done["summary"]["answered"], done["summary"]["skipped"]) == (2, 1)
    (unread,) = done["unread"]
    assert unread["line"] == 2
    assert "a.yaml:2:" in unread["message"]
    assert "a.yaml:2:" in run_waymark("quiz", "python", "-n", "3", "--answers", answers).stdout


def test_a_file_that_is_not_there_is_said_so(run_waymark: RunWaymark, tmp_path: Path) -> None:
    run = run_waymark("quiz", "chunking", "--answers", str(tmp_path / "none.yaml"))
    assert run.returncode == 2
    assert "none.yaml" in run.stderr


def test_at_the_terminal_a_quiz_is_answered_and_paused_at_the_end_of_input(
    run_waymark: RunWaymark, home: Home
) -> None:
    run_waymark("quiz", "chunking", "-n", "2", "--json")
    right = next(iter(keys(home).values()))
    run = run_waymark("quiz", input=f"hint\nwhat does this mean?\n{right}\n")
    assert run.returncode == 0, run.stderr
    assert "Hint:" in run.stdout
    assert "Right." in run.stdout
    assert "Paused at question 2 of 2. Go on with: waymark quiz" in run.stdout
    assert "Question 2 of 2" in run_waymark("quiz", input="").stdout


def test_an_interrupt_pauses_without_a_traceback(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "cli.main", "--home", str(home.root), "quiz", "chunking"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    assert process.stdout is not None
    while "Ctrl-C" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    assert "Paused at question 1 of 5" in rest
    assert "Traceback" not in errors


def test_killed_in_the_middle_nothing_answered_is_lost(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "cli.main", "--home", str(home.root), "quiz", "chunking"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("I don't know\n")
    process.stdin.flush()
    while "Question 2 of 5" not in process.stdout.readline():
        assert process.poll() is None
    process.kill()
    process.communicate(timeout=60)
    question = output(run_waymark("quiz", "--json"))["open"]
    assert (question["number"], question["total"]) == (2, 5)
    study = Study.open(home)
    try:
        assert len(study.memory.attempts.all()) == 1
        assert len(study.memory.reviews.all()) == 1
    finally:
        study.close()


def test_reviews_run_from_a_file_too(run_waymark: RunWaymark, tmp_path: Path) -> None:
    missed = write(tmp_path / "a.yaml", ["I don't know", "I don't know"])
    run_waymark("quiz", "chunking", "-n", "2", "--answers", missed)
    assert "Nothing is due" in run_waymark("review").stdout
    assert output(run_waymark("review", "--json"))["open"] is None
    rated = write(tmp_path / "b.yaml", ["good", "again"])
    done = output(run_waymark("review", "--answers", rated, "--json", env=TWO_DAYS_LATER))
    assert done["kind"] == "review"
    assert [question["verdict"] for question in done["questions"]] == ["right", "wrong"]
    assert done["summary"]["answered"] == 2


def test_an_unknown_topic_ends_in_a_hint_and_no_traceback(run_waymark: RunWaymark) -> None:
    run = run_waymark("quiz", "underwater basket weaving")
    assert run.returncode == 2
    assert run.stderr.strip()
    assert "Traceback" not in run.stderr


def test_a_skipped_question_does_not_shift_the_answers_of_a_list(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    run_waymark("quiz", "chunking", "-n", "4", "--json")
    right = list(keys(home).values())
    begun = write(tmp_path / "a.yaml", [right[0], "skip"])
    first = output(run_waymark("quiz", "chunking", "--answers", begun, "--json"))
    assert (first["open"]["number"], first["open"]["skipped"]) == (2, 1)
    whole = write(tmp_path / "b.yaml", [right[0], "skip", right[2], right[3]])
    done = output(run_waymark("quiz", "chunking", "--answers", whole, "--json"))
    assert [question["verdict"] for question in done["questions"]] == ["right", "right"]
    assert (done["summary"]["answered"], done["summary"]["skipped"]) == (3, 1)


def test_at_the_terminal_an_answer_is_changed_and_the_quiz_paused(
    run_waymark: RunWaymark, home: Home
) -> None:
    run_waymark("quiz", "chunking", "-n", "3", "--json")
    right = next(iter(keys(home).values()))
    run = run_waymark("quiz", input=f"I don't know\nchange my answer to {right}\npause\n")
    assert run.returncode == 0, run.stderr
    assert "counts for 50%" in run.stdout
    assert "Paused at question 2 of 3. Go on with: waymark quiz" in run.stdout
    assert output(run_waymark("quiz", "--json"))["open"]["number"] == 2


def test_two_processes_with_one_file_answer_each_question_once(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    run_waymark("quiz", "chunking", "-n", "6", "--json")
    answers = write(tmp_path / "a.yaml", keys(home))
    command = [sys.executable, "-m", "cli.main", "--home", str(home.root)]
    processes = [
        subprocess.Popen(
            [*command, "quiz", "chunking", "--answers", answers, "--json"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    printed = [process.communicate(timeout=60)[0] for process in processes]
    by_first = [json.loads(text) for text in printed if text]
    run = by_first[0]["run"]
    study = Study.open(home)
    try:
        attempts = study.memory.attempts.of_run("quiz", run)
        assert [a.position for a in attempts] == list(range(6))
        assert all(attempt.correct for attempt in attempts)
    finally:
        study.close()


def test_drafted_cards_are_listed_kept_and_declined(run_waymark: RunWaymark, home: Home) -> None:
    study = Study.open(home)
    try:
        drafts = [
            CardDraft(f"talk-1-{name}", "chunking", f"What is {name}?", f"{name} is a thing.")
            for name in ("overlap", "stride")
        ]
        assert len(study.cards.draft(drafts)) == 2
    finally:
        study.close()
    listed = output(run_waymark("review", "--list", "--json"))
    assert [card["front"] for card in listed["drafts"]] == ["What is overlap?", "What is stride?"]
    assert "Drafted cards: 2" in run_waymark("review", "--list").stdout
    assert output(run_waymark("review", "--confirm", listed["drafts"][0]["id"], "--json")) == {
        "confirmed": 1
    }
    assert "1 declined" in run_waymark("review", "--decline", "all").stdout
    later = output(run_waymark("review", "--json", env=TWO_DAYS_LATER))
    assert (later["open"]["stem"], later["open"]["total"]) == ("What is overlap?", 1)
    unknown = run_waymark("review", "--aside", "no-such-card")
    assert unknown.returncode == 2
    assert "waymark review --list" in unknown.stderr
