"""`waymark usage`, as a learner types it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from learning.study import Study
from memory.usage import ModelCall, Purpose, Tokens
from tests.conftest import RunWaymark
from tests.servers.openai_server import openai_server
from tests.servers.replies import Reply


@pytest.fixture
def used(study: Study) -> None:
    """Two requests in November and one in October."""

    def add(at: str, model: str, purpose: Purpose, tokens: Tokens) -> None:
        when = datetime.fromisoformat(f"{at}T12:00:00+00:00")
        study.memory.usage.add(ModelCall(when, "openai", model, purpose, tokens))

    add("2026-10-03", "gpt-4o", "answer", Tokens(input=1_000_000))
    add("2026-11-03", "gpt-4o", "answer", Tokens(input=400_000, cached=100_000, output=20_000))
    add("2026-11-04", "mystery", "grading", Tokens(input=30_000, output=1_000))


def test_with_nothing_asked_it_says_so(run_waymark: RunWaymark) -> None:
    shown = run_waymark("usage")
    assert shown.returncode == 0
    assert "No model was asked yet" in shown.stdout
    assert "No budget is set" in shown.stdout


@pytest.mark.usefixtures("used")
def test_it_shows_the_month_by_model_and_purpose_and_the_months(run_waymark: RunWaymark) -> None:
    shown = run_waymark("usage", env={"WAYMARK_BUDGET": "4"}).stdout
    # 300,000 at 2.50, 100,000 at 1.25, 20,000 at 10
    assert "2026-11: over $1.08 for 2 requests, 430,000 tokens in (100,000 cached)" in shown
    lines = {line.split("  ")[1]: line for line in shown.splitlines() if line.startswith("  ")}
    assert "price unknown" in lines["openai:mystery"]
    assert "$1.08" in lines["openai:gpt-4o"]
    assert "1 request," in lines["grading"]
    assert "$2.50" in lines["2026-10"]
    # 4 - 1.075 - 30,000 at 10 and 1,000 at 50
    assert "Budget: $4.00 a month, $2.58 of it left this month; 31,000 tokens" in shown


@pytest.mark.usefixtures("used")
def test_as_json(run_waymark: RunWaymark) -> None:
    shown = json.loads(run_waymark("usage", "--json", env={"WAYMARK_BUDGET": "1"}).stdout)
    assert shown["month"] == "2026-11"
    assert shown["total"] == {
        "name": "2026-11",
        "requests": 2,
        "input_tokens": 430_000,
        "cached_tokens": 100_000,
        "cache_write_tokens": 0,
        "output_tokens": 21_000,
        "reasoning_tokens": 0,
        "cost": None,
        "known_cost": 1.075,
        "unpriced_tokens": 31_000,
        "rough": False,
    }
    assert [line["name"] for line in shown["models"]] == ["openai:gpt-4o", "openai:mystery"]
    assert [line["name"] for line in shown["months"]] == ["2026-10", "2026-11"]
    assert shown["budget"] == {"dollars": 1.0, "counted": 1.425, "left": 0.0}


@pytest.mark.usefixtures("used")
def test_another_month_and_what_is_none(run_waymark: RunWaymark) -> None:
    assert run_waymark("usage", "--month", "2026-10").stdout.startswith("2026-10: $2.50")
    refused = run_waymark("usage", "--month", "soon")
    assert refused.returncode == 2
    assert "2026-11" in refused.stderr


def test_a_budget_for_one_command_stops_and_the_offline_mentor_answers(
    run_waymark: RunWaymark, tmp_path: Path
) -> None:
    with openai_server([Reply("Hello.")]) as server:
        env = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": f"{server.url}/v1"}
        first = run_waymark("--model", "openai:gpt-4o", "ask", "hello", "--json", env=env)
        held = {**env, "WAYMARK_BUDGET": "0.0001"}
        second = run_waymark("--model", "openai:gpt-4o", "ask", "what next?", env=held)
    assert len(server.asked) == 1
    usage = next(json.loads(line) for line in first.stdout.splitlines() if '"usage"' in line)
    assert usage["cost"] == usage["month_cost"] == 0.00045
    assert second.returncode == 0
    assert "The budget of $0.0001 for November is used up" in second.stderr
    assert second.stdout.strip()
