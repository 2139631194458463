"""`waymark ask`: one turn from the shell, for people and for programs."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from base.paths import Home
from learning.study import Study
from tests.agent.providers import PROVIDERS
from tests.conftest import RunWaymark
from tests.servers.replies import Reply


def events(output: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


def test_a_question_about_the_roadmap_is_answered_from_a_roadmap_tool(
    run_waymark: RunWaymark,
) -> None:
    asked = run_waymark("ask", "--json", "how long is phase 3 and what is in it?")
    assert asked.returncode == 0, asked.stderr
    lines = events(asked.stdout)
    assert any(line["type"] == "tool_started" and line["tool"] == "show_topic" for line in lines)
    answer = str(lines[-1]["message"])
    for name in ("2 to 3 months", "LLM Fundamentals", "RAG", "LoRA"):
        assert name in answer
    assert lines[-1]["type"] == "turn_finished"


def test_an_answer_in_a_second_process_meets_the_first_ones_question(
    run_waymark: RunWaymark, study: Study
) -> None:
    first = run_waymark("ask", "-c", "c", "quiz me on bias-variance, 2 questions")
    assert "Question 1 of 2" in first.stdout
    second = run_waymark("ask", "-c", "c", "--json", "B")
    started = [line for line in events(second.stdout) if line["type"] == "tool_started"]
    assert started[0]["tool"] == "answer_quiz"
    [attempt] = study.memory.attempts.all()
    assert attempt.answer == "B"


def test_of_two_answers_sent_at_once_none_is_read_against_the_next_question(
    run_waymark: RunWaymark, study: Study
) -> None:
    run_waymark("ask", "-c", "c", "quiz me on bias-variance, 4 questions")
    with ThreadPoolExecutor(3) as pool:
        asked = list(pool.map(lambda _: run_waymark("ask", "-c", "c", "I don't know"), range(3)))
    assert all("Traceback" not in one.stderr for one in asked)
    kept = sum("Not right" in one.stdout for one in asked)
    assert kept < 3  # one that only begins when another has ended is a later answer
    assert len(study.memory.attempts.all()) == kept
    assert all(
        "no longer the open one" in one.stdout or "another window" in one.stderr
        for one in asked
        if "Not right" not in one.stdout
    )


def test_people_read_the_answer_on_standard_output_and_the_rest_beside_it(
    run_waymark: RunWaymark,
) -> None:
    asked = run_waymark("ask", "what is overfitting?")
    assert asked.stdout.startswith("**Overfitting")
    assert "show topic" in asked.stderr
    assert "waymark ask -c" in asked.stderr


def test_words_may_come_from_a_pipe(run_waymark: RunWaymark) -> None:
    asked = run_waymark("ask", "-", input="what is overfitting?\n")
    assert asked.stdout.startswith("**Overfitting")


def test_a_commit_needs_a_yes_and_says_how_to_give_it(
    run_waymark: RunWaymark, study: Study
) -> None:
    run_waymark("ask", "-c", "c", "plan my next week, I have 5 hours")
    refused = run_waymark("ask", "-c", "c", "--json", "commit it")
    assert any(line["type"] == "approval" for line in events(refused.stdout))
    assert "--yes" in refused.stdout
    assert not study.week.blocks("next")
    done = run_waymark("ask", "-c", "c", "--yes", "commit it")
    assert done.returncode == 0
    assert study.week.blocks("next")


@pytest.mark.parametrize(
    ("typed", "committed", "told"),
    [
        ("y", True, "committed"),
        ("", False, "you said no"),
        ("not on Friday, please", False, "plan week: Draft"),
    ],
)
def test_at_a_terminal_a_commit_is_agreed_to_or_refused_with_a_reason(
    typed: str, committed: bool, told: str, run_waymark: RunWaymark, study: Study
) -> None:
    run_waymark("ask", "-c", "c", "plan my next week, I have 5 hours")
    shown = run_waymark("ask", "-c", "c", "commit it", typed=typed)
    assert "May I? y, n, or what to do instead" in shown.stderr
    assert told in shown.stdout + shown.stderr
    assert bool(study.week.blocks("next")) is committed


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_an_empty_message_is_refused_and_leaves_nothing(
    text: str, run_waymark: RunWaymark, study: Study
) -> None:
    refused = run_waymark("ask", text)
    assert refused.returncode == 2
    assert "empty" in refused.stderr
    assert study.memory.transcripts.conversations() == ()


def test_a_model_that_is_none_is_refused_before_anything_is_kept(
    run_waymark: RunWaymark, study: Study
) -> None:
    refused = run_waymark("ask", "hello", "--model", "gpt")
    assert refused.returncode == 2
    assert "anthropic:NAME" in refused.stderr
    assert study.memory.transcripts.conversations() == ()


def test_an_answer_that_was_cut_off_is_gone_on_with_or_dropped(
    run_waymark: RunWaymark, study: Study
) -> None:
    study.memory.turns.begin("c", "what is backpropagation?", "dead", study.clock())
    gone_on = run_waymark("ask", "--continue")
    assert gone_on.returncode == 0
    assert "chain rule" in gone_on.stdout
    assert run_waymark("ask", "--continue").returncode == 3
    study.memory.turns.begin("c", "what is overfitting?", "dead", study.clock())
    assert "Dropped" in run_waymark("ask", "--drop", "-c", "c").stdout
    assert study.memory.turns.open_turns() == ()
    assert run_waymark("ask", "--continue", "--drop").returncode == 2


def test_what_the_model_thinks_is_a_line_at_a_terminal_that_goes_again(home: Home) -> None:
    reply = Reply("Start with vectors.", reasoning="They are new here.")
    terminal, end = pty.openpty()
    with PROVIDERS["openai"].playing([reply]):
        asked = subprocess.run(
            [sys.executable, "-m", "cli.main", "--model", "openai:x", "ask", "where to start?"],
            env={**os.environ, "WAYMARK_HOME": str(home.root)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=end,
            timeout=120,
            check=False,
        )
    os.close(end)
    beside = os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert asked.stdout.decode().strip() == reply.text
    assert "thinking …\r\x1b[K" in beside
    assert "They are new here" not in beside


def test_a_program_reads_reasoning_as_lines_of_its_own(run_waymark: RunWaymark) -> None:
    reply = Reply("Start with vectors.", reasoning="They are new here.")
    with PROVIDERS["openai"].playing([reply]):
        asked = run_waymark("--model", "openai:x", "ask", "--json", "where to start?")
        plain = run_waymark("--model", "openai:x", "ask", "where to start?")
    lines = events(asked.stdout)
    thought = "".join(str(line["text"]) for line in lines if line["type"] == "reasoning")
    assert thought.strip() == reply.reasoning
    assert "They are new here" not in plain.stdout + plain.stderr
