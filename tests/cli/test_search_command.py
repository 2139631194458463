"""`waymark search` as a person runs it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from base.paths import Home
from learning.study import Study
from tests.conftest import RunWaymark
from tests.servers.arxiv_server import Entry, arxiv_server
from tests.servers.tavily_server import KEY, result, tavily_server


def test_papers_come_from_the_shelf_when_nobody_listens_and_the_note_is_kept_apart(
    run_waymark: RunWaymark,
) -> None:
    run = run_waymark("search", "papers", "RAG")
    assert run.returncode == 0
    assert run.stdout.startswith("Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks")
    assert "https://arxiv.org/abs/2005.11401" in run.stdout
    assert "arXiv cannot be reached. These are from the shelf" in run.stderr
    assert "shelf" not in run.stdout


def test_papers_from_arxiv_are_cleaned_of_what_would_move_the_cursor(
    run_waymark: RunWaymark,
) -> None:
    with arxiv_server([Entry("2601.00042", "Safe\x9b2J\u202etitle")]) as server:
        run = run_waymark("search", "papers", "safe", env={"WAYMARK_ARXIV_URL": server.url})
    assert run.stdout.startswith("Safetitle (Ada Lovelace et al., 2024)")


def test_papers_as_json_are_a_list_that_says_where_each_comes_from(
    run_waymark: RunWaymark,
) -> None:
    with arxiv_server([Entry("1706.03762", "Attention Is All You Need")]) as server:
        env = {"WAYMARK_ARXIV_URL": server.url}
        run = run_waymark("search", "papers", "attention", "--json", env=env)
    (paper,) = json.loads(run.stdout)
    assert paper["arxiv_id"] == "1706.03762"
    assert paper["url"] == "https://arxiv.org/abs/1706.03762"
    assert paper["source"] == "arXiv"
    assert paper["read_first"] is True


def test_resources_are_found_by_several_words_and_limited(run_waymark: RunWaymark) -> None:
    run = run_waymark("search", "resources", "free", "course", "deep", "learning", "--limit", "2")
    assert run.returncode == 0
    assert run.stdout.count("https://") == 2
    as_json = run_waymark("search", "resources", "The Batch", "-n", "1", "--json")
    (batch,) = json.loads(as_json.stdout)
    assert (batch["id"], batch["kind"], batch["source"]) == ("the-batch", "newsletter", "shelf")


def test_the_web_is_asked_with_the_learners_key_and_the_key_stays_out_of_sight(
    run_waymark: RunWaymark,
) -> None:
    with tavily_server([result("A page on drift", "https://example.org/drift")]) as server:
        env = {"WAYMARK_TAVILY_URL": server.url, "TAVILY_API_KEY": KEY}
        run = run_waymark("search", "resources", "data drift", "--json", env=env)
    assert "https://example.org/drift" in [r["url"] for r in json.loads(run.stdout)]
    assert KEY not in run.stdout + run.stderr


def test_offline_no_request_leaves(run_waymark: RunWaymark) -> None:
    with arxiv_server([Entry("1706.03762", "Attention")]) as arxiv, tavily_server() as tavily:
        env = {
            "WAYMARK_OFFLINE": "1",
            "WAYMARK_ARXIV_URL": arxiv.url,
            "WAYMARK_TAVILY_URL": tavily.url,
            "TAVILY_API_KEY": KEY,
        }
        papers = run_waymark("search", "papers", "attention", env=env)
        resources = run_waymark("search", "resources", "attention", env=env)
        assert (arxiv.asked, tavily.asked) == ([], [])
    assert papers.stdout.startswith("Attention Is All You Need") or "Attention" in papers.stdout
    assert "You work offline." in papers.stderr
    assert resources.returncode == 0


def test_the_roadmap_is_searched_without_making_learner_files(
    run_waymark: RunWaymark, home: Home
) -> None:
    run = run_waymark("search", "roadmap", "embeddings", "--json", "--limit", "3")
    found = json.loads(run.stdout)
    assert len(found) == 3
    assert set(found[0]) == {"id", "kind", "title", "summary", "phase", "score"}
    assert found == sorted(found, key=lambda entry: -entry["score"])
    text = run_waymark("search", "roadmap", "backpropagation")
    assert text.stdout.startswith("Backpropagation (topic, ")
    assert not home.root.exists()


def test_chats_are_searched_with_day_and_speaker(run_waymark: RunWaymark, home: Home) -> None:
    with Study.open(home).memory as memory:
        at = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
        memory.transcripts.append("chat-7", "learner", "Why does layer norm help?", at)
        memory.transcripts.append("chat-7", "mentor", "It keeps the scale steady.", at)
    run = run_waymark("search", "chats", "layer norm")
    assert run.stdout.startswith("Fri 20 Nov 2026, you (chat chat-7)\n  Why does layer norm help?")
    (hit,) = json.loads(run_waymark("search", "chats", "layer norm", "--json").stdout)
    assert (hit["role"], hit["at"]) == ("learner", "2026-11-20T18:00:00+00:00")


@pytest.mark.parametrize("where", ["papers", "resources", "roadmap", "chats"])
def test_an_empty_query_is_an_error_that_shows_how(run_waymark: RunWaymark, where: str) -> None:
    run = run_waymark("search", where, "  ")
    assert run.returncode == 2
    assert "There is nothing to look for." in run.stderr
    assert "waymark search papers" in run.stderr
    assert run.stdout == ""


def test_nothing_found_is_said_and_in_json_is_an_empty_list(run_waymark: RunWaymark) -> None:
    run = run_waymark("search", "roadmap", "zymurgy")
    assert (run.returncode, run.stdout) == (0, "")
    assert "Nothing found" in run.stderr
    assert json.loads(run_waymark("search", "chats", "zymurgy", "--json").stdout) == []


@pytest.mark.parametrize("arguments", [("people", "x"), ("papers",), ("papers", "x", "-n", "0")])
def test_what_the_command_does_not_take_is_a_usage_error(
    run_waymark: RunWaymark, arguments: tuple[str, ...]
) -> None:
    run = run_waymark("search", *arguments)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
