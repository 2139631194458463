"""`waymark interview`, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from base.paths import Home
from learning.interview_scripts import shelf
from learning.study import Study
from roadmap.catalogue import Roadmap
from tests.conftest import RunWaymark


def write_answers(path: Path, kind: str) -> Path:
    bank = Roadmap.load().interview_questions()
    answers = {question.id: getattr(question.samples, kind) for question in bank}
    path.write_text(yaml.safe_dump(answers, allow_unicode=True), encoding="utf-8")
    return path


def recorded(home: Home) -> list[str | None]:
    """The answers of the open interview; None for what is asked and not answered yet."""
    study = Study.open(home)
    run = study.memory.interviews.running()
    assert run is not None
    answers = [exchange.answer for exchange in study.memory.interviews.exchanges(run.id)]
    study.close()
    return answers


def test_the_scripts_are_listed(run_waymark: RunWaymark) -> None:
    done = run_waymark("interview", "list", "--json")
    scripts = {script["id"]: script for script in json.loads(done.stdout)["scripts"]}
    assert scripts["ml-fundamentals"]["questions"] == 6
    assert "phone-screen" in run_waymark("interview", "list").stdout


def test_an_unattended_run_gives_the_same_report_for_the_same_answers(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    answers = write_answers(tmp_path / "answers.yaml", "middling")
    runs = []
    for name in ("one.md", "two.md"):
        done = run_waymark(
            "interview", "run", "ml-fundamentals", "--answers", str(answers), "--report", name,
            "--json",
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        runs.append((done.stdout, (tmp_path / name).read_bytes()))
    assert runs[0] == runs[1]
    report = json.loads(runs[0][0])
    assert report["script"] == "ml-fundamentals"
    assert len(report["questions"]) == 6
    assert runs[0][1].decode().startswith("# Interview: ML fundamentals\n")


@pytest.mark.parametrize("script", [found.script.id for found in shelf(Path("none")).found])
def test_every_script_that_ships_runs_unattended_and_repeats_to_the_byte(
    run_waymark: RunWaymark, tmp_path: Path, script: str
) -> None:
    answers = write_answers(tmp_path / "answers.yaml", "middling")
    args = ("interview", "run", script, "--answers", str(answers), "--seed", "7", "--json")
    first = run_waymark(*args, "--report", "one.md")
    elsewhere = {"WAYMARK_HOME": str(tmp_path / "elsewhere")}
    second = run_waymark(*args, "--report", "two.md", env=elsewhere)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout == second.stdout
    assert (tmp_path / "one.md").read_bytes() == (tmp_path / "two.md").read_bytes()


@pytest.mark.parametrize("answered", [0, 1, 3])
def test_killed_at_any_point_it_goes_on_at_the_same_question(
    run_waymark: RunWaymark, home: Home, tmp_path: Path, answered: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "interview", "run", "behavioural", "--seed", "1"],
        env={**os.environ, "WAYMARK_HOME": str(home.root)},
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    place = f"question {answered + 1} of 5"
    process.stdin.write("pass\n\n" * answered + "half an ans")
    process.stdin.flush()
    assert any(place in line for line in process.stdout)
    process.kill()
    process.wait()
    assert process.returncode == -signal.SIGKILL
    assert recorded(home) == ["pass"] * answered + [None]
    done = run_waymark("interview", "run", "behavioural", input="")
    assert f"{place} · 30 min left" in done.stdout
    assert "Going on where you stopped." in done.stdout


def test_a_script_is_shown_as_the_yaml_to_begin_ones_own_from(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    shown = run_waymark("interview", "show", "phone-screen")
    (tmp_path / "mine.yaml").write_text(
        shown.stdout.replace("id: phone-screen", "id: mine"), encoding="utf-8"
    )
    done = run_waymark("interview", "show", "mine.yaml", "--json")
    assert json.loads(done.stdout)["id"] == "mine"
    (tmp_path / "mine.yaml").write_text(
        shown.stdout.replace("choose: fresh", "choose: newest"), encoding="utf-8"
    )
    wrong = run_waymark("interview", "show", "mine.yaml")
    assert wrong.returncode == 4
    assert "mine.yaml:" in wrong.stderr


def test_looking_back_lists_interviews_and_their_trend(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    assert "None was finished" in run_waymark("interview", "history").stdout
    for day, kind in ((1, "weak"), (8, "strong")):
        answers = write_answers(tmp_path / "answers.yaml", kind)
        run_waymark(
            "interview", "run", "llm-rag", "--answers", str(answers),
            env={"WAYMARK_NOW": f"2026-11-{day:02}T09:00:00Z"},
        )  # fmt: skip
    rows = json.loads(run_waymark("interview", "history", "--json").stdout)["interviews"]
    assert [row["date"] for row in rows] == ["2026-11-08", "2026-11-01"]
    assert rows[0]["id"] in run_waymark("interview", "history").stdout
    report = json.loads(run_waymark("interview", "report", rows[1]["id"], "--json").stdout)
    assert report["date"] == "2026-11-01"
    [area] = json.loads(run_waymark("interview", "trend", "--json").stdout)["areas"]
    assert area["area"] == "llm-rag"
    assert area["change"] > 0
    assert "LLMs and retrieval" in run_waymark("interview", "trend", "llm-rag").stdout
    assert run_waymark("interview", "trend", "alchemy").returncode == 2


def test_another_seed_asks_other_questions(run_waymark: RunWaymark, tmp_path: Path) -> None:
    answers = write_answers(tmp_path / "answers.yaml", "strong")
    asked = set()
    for seed in ("0", "1", "2"):
        done = run_waymark(
            "interview", "run", "ml-fundamentals", "--answers", str(answers), "--seed", seed,
            "--json",
        )  # fmt: skip
        asked.add(tuple(q["id"] for q in json.loads(done.stdout)["questions"]))
    assert len(asked) == 3


def test_the_terminal_takes_answers_of_many_lines(run_waymark: RunWaymark, home: Home) -> None:
    typed = "pass\n\nfirst line of it\nsecond line of it\n.\n"
    done = run_waymark("interview", "run", "behavioural", "--seed", "1", input=typed)
    assert "question 1 of 5 · 30 min left" in done.stdout
    assert "That is all right. Let us go on." in done.stdout
    with_study = Study.open(home)
    run = with_study.memory.interviews.running()
    assert run is not None
    answers = [e.answer for e in with_study.memory.interviews.exchanges(run.id)]
    with_study.close()
    assert answers[:2] == ["pass", "first line of it\nsecond line of it"]


def test_an_interview_broken_off_goes_on_and_ends_in_a_report(run_waymark: RunWaymark) -> None:
    off = run_waymark("interview", "run", "behavioural", "--seed", "1", input="pass\n\n")
    assert off.returncode == 130
    assert "Go on with: waymark interview run behavioural" in off.stdout
    on = run_waymark("interview", "run", "behavioural", input="pass\n\n" * 4)
    assert on.returncode == 0
    assert "question 2 of 5" in on.stdout
    assert "question 1 of 5" not in on.stdout
    assert "**0 %: below the bar**" in on.stdout
    again = run_waymark("interview", "report", "--json")
    assert [q["status"] for q in json.loads(again.stdout)["questions"]] == ["gave up"] * 5


@pytest.mark.parametrize("word", ["pause", "Quit", "/stop"])
def test_a_word_for_leaving_pauses_and_is_no_answer(
    run_waymark: RunWaymark, home: Home, word: str
) -> None:
    typed = f"pass\n\n{word}\n\npass\n\n"
    done = run_waymark("interview", "run", "behavioural", "--seed", "1", input=typed)
    assert done.returncode == 130
    assert "Go on with: waymark interview run behavioural" in done.stdout
    assert recorded(home) == ["pass", None]


def test_asking_for_a_hint_brings_one(run_waymark: RunWaymark, home: Home) -> None:
    done = run_waymark("interview", "run", "behavioural", "--seed", "1", input="hint\n\npass\n\n")
    assert "Let us take one part of it." in done.stdout
    assert recorded(home) == ["hint", "pass", None]


def test_a_word_for_leaving_within_an_answer_is_part_of_it(
    run_waymark: RunWaymark, home: Home
) -> None:
    run_waymark("interview", "run", "behavioural", input="I said\nstop\n\n")
    assert recorded(home)[0] == "I said\nstop"


def test_ctrl_c_pauses_and_says_how_to_go_on(home: Home, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "interview", "run", "behavioural"],
        env={**os.environ, "WAYMARK_HOME": str(home.root)},
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert any("question 1 of 5" in line for line in process.stdout)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Paused. Every answer you finished is kept." in out
    assert "Traceback" not in err


def test_json_stays_clean_when_the_interview_is_held_in_the_terminal(
    run_waymark: RunWaymark,
) -> None:
    done = run_waymark("interview", "run", "behavioural", "--json", input="pass\n\n" * 5)
    assert json.loads(done.stdout)["verdict"] == "below the bar"
    assert "question 5 of 5" in done.stderr


def test_an_interview_can_be_ended(run_waymark: RunWaymark) -> None:
    run_waymark("interview", "run", "behavioural", input="pass\n\n")
    done = run_waymark("interview", "end")
    assert done.returncode == 0
    assert "not judged" in done.stdout
    assert run_waymark("interview", "end").returncode == 3


def test_an_unattended_run_leaves_the_open_interview_alone(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    answers = write_answers(tmp_path / "answers.yaml", "weak")
    run_waymark("interview", "run", "behavioural", input="pass\n\n")
    done = run_waymark("interview", "run", "ml-fundamentals", "--answers", str(answers))
    assert done.returncode == 0
    assert "question 2 of 5" in run_waymark("interview", "run", "behavioural", input="").stdout


def test_a_second_interview_is_refused_with_how_to_go_on(run_waymark: RunWaymark) -> None:
    run_waymark("interview", "run", "behavioural", input="")
    done = run_waymark("interview", "run", "llm-rag", input="")
    assert done.returncode == 3
    assert "waymark interview end" in done.stderr
    fixed = run_waymark("interview", "run", "behavioural", "--minutes", "10", input="")
    assert fixed.returncode == 3


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("run", "ml-fundamental"), 2, "Did you mean ml-fundamentals?"),
        (("run", "behavioural", "--minutes", "1"), 2, "5 to 180 minutes"),
        (("run", "behavioural", "--seed", "-1"), 2, "--seed"),
        (("run", "behavioural", "--report", "no/such/folder/r.md"), 2, "cannot be written"),
        (("run", "behavioural", "--report", "."), 2, "is a folder"),
        (("run", "behavioural", "--answers", "none.yaml"), 4, "none.yaml"),
        (("run", "behavioural", "--answers", "broken.yaml"), 2, "broken.yaml:2"),
        (("run", "own.yaml"), 4, "own.yaml:5"),
        (("report",), 3, "No interview is finished"),
        (("report", "nope"), 2, "no finished interview"),
    ],
)
def test_bad_input_is_told_plainly(
    run_waymark: RunWaymark, tmp_path: Path, args: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "broken.yaml").write_text("- fine\n- 7\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text(
        "id: own\ntitle: Own\nminutes: 10\nrounds:\n  - {area: alchemy, count: 1, minutes: 10}\n",
        encoding="utf-8",
    )
    done = run_waymark("interview", *args, input="")
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_that_cannot_be_written_is_told_before_the_first_question(
    run_waymark: RunWaymark, home: Home
) -> None:
    run_waymark("interview", "run", "behavioural", "--report", "no/such/r.md", input="x\n\n")
    assert not home.learner_db.exists()


def test_stray_bytes_do_not_break_the_interview(home: Home, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "interview", "run", "behavioural"],
        env={**os.environ, "WAYMARK_HOME": str(home.root)},
        cwd=tmp_path,
        input=b"caf\xe9 \xff\xfe\x1b[2J\n\n",
        capture_output=True,
        check=False,
    )
    assert done.returncode == 130
    assert b"Traceback" not in done.stderr
