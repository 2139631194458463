"""A turn leaves a trace of its calls, times and tokens, and of nothing else."""

from __future__ import annotations

import dataclasses
from contextlib import aclosing

import pytest

from agent.session import MentorSession
from agent.trace_log import MOST_BYTES, append, newest, tree
from learning.study import Study
from tests.agent.providers import PROVIDERS, one_turn
from tests.servers.replies import Call, Reply

WORDS = "how do I get over my fear of exams?"
CALLS = (Call("show_topic", {"topic": "cnn"}, "a"), Call("recall", {"query": "exams"}, "b"))


async def traced(study: Study) -> None:
    script = [Reply("Let me see.", CALLS, cached_tokens=60), Reply("Breathe.")]
    with PROVIDERS["openai"].playing(script):
        await one_turn(study, PROVIDERS["openai"], WORDS)


async def test_a_turn_is_a_tree_of_model_and_tool_calls(study: Study) -> None:
    await traced(study)
    [trace] = newest(study.home, 5)
    assert trace.outcome == "finished"
    assert [span.kind for span in trace.spans] == ["model", "tool", "tool", "model"]
    assert (trace.spans[0].input_tokens, trace.spans[0].cached_tokens) == (100, 60)
    shown = tree(trace).splitlines()
    assert shown[0].startswith("turn 1 · 2026-11-23 09:00 UTC · openai:gpt-test · finished")
    assert shown[1].startswith("├─ gpt-test")
    assert {line[:6] for line in shown[2:4]} == {"│  ├─ ", "│  └─ "}
    assert shown[4].startswith("└─ gpt-test")


async def test_no_word_of_the_turn_is_in_its_trace(study: Study) -> None:
    await traced(study)
    kept = (study.home.logs / "turns.jsonl").read_text(encoding="utf-8")
    for word in ("exams", "fear", "Breathe", "cnn"):
        assert word not in kept


async def test_a_stopped_turn_says_so(study: Study) -> None:
    with PROVIDERS["openai"].playing([Reply("one two three")]):
        session = await MentorSession.open(study, model="openai:gpt-test")
        async with aclosing(session.send("count")) as events:
            await anext(events)
        await session.aclose()
    [trace] = newest(study.home, 1)
    assert trace.outcome == "stopped"


async def test_the_file_is_bounded_and_survives_a_line_that_was_cut(study: Study) -> None:
    await traced(study)
    [trace] = newest(study.home, 1)
    with (study.home.logs / "turns.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"turn": 2, "at"\n' + " " * MOST_BYTES + "\n")
    for number in range(3, 6):
        append(study.home, dataclasses.replace(trace, turn=number))
    assert [kept.turn for kept in newest(study.home, 9)] == [1, 3, 4, 5]
    sizes = [file.stat().st_size for file in study.home.logs.glob("turns*.jsonl")]
    assert min(sizes) < 10_000


@pytest.mark.parametrize("limit", [0, 1])
async def test_so_many_are_shown_as_are_asked_for(study: Study, limit: int) -> None:
    await traced(study)
    assert len(newest(study.home, limit)) == limit
