"""`waymark roadmap` as a person runs it."""

from __future__ import annotations

import json

from base.paths import Home
from learning.study import Study
from tests.conftest import RunWaymark


def test_the_overview_names_phases_months_and_sections(run_waymark: RunWaymark) -> None:
    run = run_waymark("roadmap")
    assert run.returncode == 0
    assert run.stdout.startswith("AI Engineer Roadmap\n")
    assert "Phase 3: Large Language Models & Modern AI\n2 to 3 months, 21 topics" in run.stdout
    assert "- RAG Systems: 5 topics" in run.stdout
    assert "done)" not in run.stdout


def test_reading_the_roadmap_leaves_nothing_behind(run_waymark: RunWaymark, home: Home) -> None:
    assert run_waymark("roadmap", "lora").returncode == 0
    assert not home.root.exists()


def test_the_overview_as_json_has_every_phase_with_its_figures(run_waymark: RunWaymark) -> None:
    data = json.loads(run_waymark("roadmap", "--json").stdout)
    assert data["total_months"] == {"low": 12.0, "high": 18.0}
    assert data["hours_per_month"] == 60
    assert [phase["number"] for phase in data["phases"]] == [0, 1, 2, 3, 4, 5]
    phase = data["phases"][3]
    assert phase["months"] == {"low": 2.0, "high": 3.0}
    assert (phase["hours"]["low"], phase["hours"]["high"]) == (120, 180)
    assert phase["topics"] == 21
    assert {"id": "rag-systems", "title": "RAG Systems", "topics": 5} in phase["sections"]
    assert "progress" not in phase


def test_progress_is_shown_where_there_is_some(run_waymark: RunWaymark, study: Study) -> None:
    study.progress.set_status("calculus", "done")
    study.close()
    run = run_waymark("roadmap")
    assert "5 to 10 months, 12 topics (1 of 12 done)" in run.stdout
    data = json.loads(run_waymark("roadmap", "--json").stdout)
    assert data["phases"][0]["progress"] == {"topics_done": 1, "topics_total": 12}
    topic = json.loads(run_waymark("roadmap", "calculus", "--json").stdout)
    assert topic["status"] == "done"


def test_a_topic_is_told_without_the_marks_of_markdown(run_waymark: RunWaymark) -> None:
    run = run_waymark("roadmap", "LoRA")
    assert run.returncode == 0
    assert run.stdout.startswith("Fine-tuning strategies (LoRA, QLoRA)\n")
    assert "Why it matters:" in run.stdout
    assert "**" not in run.stdout


def test_a_topic_as_json_is_its_content(run_waymark: RunWaymark) -> None:
    data = json.loads(run_waymark("roadmap", "chunking", "--json").stdout)
    assert (data["kind"], data["id"], data["phase"]) == ("topic", "chunking", "phase-3")
    assert data["prerequisites"] == ["tokenization", "embedding-models"]
    assert data["hours"]["low"] <= data["hours"]["expected"] <= data["hours"]["high"]


def test_phases_sections_and_projects_need_no_quotes(run_waymark: RunWaymark) -> None:
    phase = json.loads(run_waymark("roadmap", "phase", "3", "--json").stdout)
    assert (phase["kind"], phase["id"]) == ("phase", "phase-3")
    assert [section["id"] for section in phase["sections"]][2] == "rag-systems"
    assert "langchain-docs" in phase["resources"]
    assert json.loads(run_waymark("roadmap", "3", "--json").stdout) == phase
    section = json.loads(run_waymark("roadmap", "RAG", "systems", "--json").stdout)
    assert (section["kind"], section["id"]) == ("section", "rag-systems")
    project = json.loads(run_waymark("roadmap", "churn", "--json").stdout)
    assert (project["kind"], project["id"]) == ("project", "customer-churn-prediction")


def test_an_unknown_name_ends_with_a_hint(run_waymark: RunWaymark) -> None:
    run = run_waymark("roadmap", "basket weaving")
    assert run.returncode == 2
    assert "no phase, section, topic or project called “basket weaving”" in run.stderr
    assert run.stdout == ""


def test_a_broken_learner_file_does_not_hide_the_roadmap(
    run_waymark: RunWaymark, home: Home
) -> None:
    home.ensure()
    home.learner_db.write_bytes(b"this is not a database" * 100)
    run = run_waymark("roadmap", "phase 3")
    assert run.returncode == 0
    assert "2 to 3 months" in run.stdout
    assert "Your progress is not shown." in run.stderr


def test_a_subject_inside_a_topic_has_its_own_card_with_code_that_can_be_copied(
    run_waymark: RunWaymark,
) -> None:
    shown = run_waymark("roadmap", "kv", "cache").stdout
    assert "A part of Transformer architecture deep dive" in shown
    assert "    print(per_token * tokens / 2**30," in shown
    data = json.loads(run_waymark("roadmap", "kv", "cache", "--json").stdout)
    assert (data["kind"], data["topic"]) == ("subtopic", "transformer-deep-dive")


def test_a_topic_as_json_says_what_its_card_teaches(run_waymark: RunWaymark) -> None:
    data = json.loads(run_waymark("roadmap", "chunking", "--json").stdout)
    assert data["kind"] == "topic"
    assert {"summary", "why", "key_points", "misunderstandings", "done"} <= set(data)


def test_what_stands_beside_the_phases_is_shown_too(run_waymark: RunWaymark) -> None:
    assert "A skill." in run_waymark("roadmap", "communication").stdout
    assert "An interview area." in run_waymark("roadmap", "ml", "system", "design").stdout
    data = json.loads(run_waymark("roadmap", "AI Engineer", "--json").stdout)
    assert (data["kind"], data["title"]) == ("job-title", "AI Engineer")


def test_the_content_is_counted(run_waymark: RunWaymark) -> None:
    shown = run_waymark("roadmap", "--stats").stdout
    assert "    116  topics\n" in shown
    data = json.loads(run_waymark("roadmap", "--stats", "--json").stdout)
    assert data["quiz items"]["all"] == sum(data["quiz difficulty"].values())
