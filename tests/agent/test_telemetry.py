"""Spans of a turn reach the collector that the learner names, and hold nobody up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import aclosing
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from agent import telemetry
from agent.events import TurnFinished
from agent.session import MentorSession
from base.settings import Settings
from learning.study import Study
from tests.agent.providers import PROVIDERS, one_turn
from tests.conftest import RunWaymark
from tests.servers.loopback import json_answer
from tests.servers.otlp_server import SILENT, Collector, otlp_server
from tests.servers.replies import Call, Reply

WORDS = "how do I get over my fear of exams?"
SCRIPT = [
    Reply("Let me see.", (Call("recall", {"query": "exams"}, "a"), Call("fear", {}, "b"))),
    Reply("Breathe.", input_tokens=700, cached_tokens=500, output_tokens=9),
]
OPENAI = PROVIDERS["openai"]


def attributes(span: Span) -> dict[str, object]:
    return {
        one.key: getattr(one.value, one.value.WhichOneof("value") or "string_value")
        for one in span.attributes
    }


async def exported(
    study: Study, monkeypatch: pytest.MonkeyPatch, script: Sequence[Reply] = SCRIPT
) -> Collector:
    with otlp_server() as collector, OPENAI.playing(script):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        await one_turn(study, OPENAI, WORDS)
    return collector


async def test_a_turn_arrives_as_a_span_over_those_of_its_calls(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = await exported(study, monkeypatch)
    (turn,) = (span for span in collector.spans if not span.parent_span_id)
    below = sorted(
        (span for span in collector.spans if span.parent_span_id == turn.span_id),
        key=lambda span: span.start_time_unix_nano,
    )
    assert turn.name == "invoke_agent waymark"
    assert [span.name for span in below][:1] == ["chat gpt-test"]
    assert sorted(span.name for span in below) == [
        "chat gpt-test",
        "chat gpt-test",
        "execute_tool recall",
        "execute_tool unknown tool",
    ]
    assert len(collector.spans) == 5
    assert {span.trace_id for span in collector.spans} == {turn.trace_id}
    for span in below:
        assert turn.start_time_unix_nano <= span.start_time_unix_nano
        assert span.end_time_unix_nano <= turn.end_time_unix_nano + 1_000_000
    assert collector.resource["service.name"] == "waymark"


async def test_they_carry_what_the_conventions_for_genai_name(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = await exported(study, monkeypatch)
    last = max(
        (span for span in collector.spans if span.name.startswith("chat")),
        key=lambda span: span.start_time_unix_nano,
    )
    assert attributes(last) == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-test",
        "gen_ai.response.model": "gpt-test",
        "gen_ai.usage.input_tokens": 700,
        "gen_ai.usage.output_tokens": 9,
        "gen_ai.usage.cache_read.input_tokens": 500,
        "gen_ai.usage.cache_creation.input_tokens": 0,
        "gen_ai.usage.reasoning.output_tokens": 0,
        "waymark.purpose": "answer",
    }
    (turn,) = (span for span in collector.spans if not span.parent_span_id)
    assert attributes(turn)["gen_ai.usage.input_tokens"] == 800
    assert attributes(turn)["gen_ai.conversation.id"] == "2e7d2c03a9507ae2", "not its name"
    (tool,) = (span for span in collector.spans if span.name == "execute_tool recall")
    assert attributes(tool)["gen_ai.tool.name"] == "recall"
    failed = [span.name for span in collector.spans if span.status.code == Status.STATUS_CODE_ERROR]
    assert failed == ["execute_tool unknown tool"]


async def test_no_word_of_the_turn_is_in_them(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    collector = await exported(study, monkeypatch)
    assert b"recall" in collector.raw
    for word in (b"exams", b"fear", b"Breathe", b"sk-secret"):
        assert word not in collector.raw


ONE_TURN = """
import asyncio, sys, threading
from agent.session import MentorSession
from base.paths import Home
from learning.study import Study

async def turn():
    session = await MentorSession.open(Study.open(Home.locate()), model="offline")
    async for _ in session.send("hello"):
        pass
    print(sorted(thread.name for thread in threading.enumerate() if "Otel" in thread.name))
    await session.aclose()

asyncio.run(turn())
print([name for name in sys.modules if name.startswith("opentelemetry.exporter")])
"""


def test_without_an_endpoint_nothing_of_it_is_loaded_or_runs(study: Study) -> None:
    env = {**os.environ, "WAYMARK_HOME": str(study.home.root)}
    run = subprocess.run(
        [sys.executable, "-c", ONE_TURN], capture_output=True, text=True, check=True, env=env
    )
    assert run.stdout.splitlines() == ["[]", "[]"]


async def test_a_collector_that_never_answers_holds_up_neither_the_turn_nor_its_end(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    with otlp_server(SILENT) as collector:  # silent until this block ends
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        with OPENAI.playing(SCRIPT):
            events = await one_turn(study, OPENAI, WORDS)
        assert isinstance(events[-1], TurnFinished)
        assert collector.requests == 1


@pytest.mark.parametrize("failure", ["refused", "503"])
def test_a_collector_in_trouble_is_for_the_log_alone(
    run_waymark: RunWaymark, study: Study, failure: str
) -> None:
    busy = json_answer(503, {}, ("Retry-After", "3600"))
    with otlp_server(busy) as collector:
        url = collector.url if failure == "503" else "http://127.0.0.1:9"
        asked = run_waymark(
            "ask", "hello", env={"WAYMARK_MODEL": "offline", "OTEL_EXPORTER_OTLP_ENDPOINT": url}
        )
    assert asked.returncode == 0
    assert "export" not in asked.stderr
    assert "Traceback" not in asked.stderr
    log = (study.home.logs / "waymark.log").read_text(encoding="utf-8")
    assert "opentelemetry" in log


async def test_a_stopped_turn_arrives_as_stopped(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    with otlp_server() as collector, OPENAI.playing([Reply("one two three")]):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        session = await MentorSession.open(study, model=OPENAI.spec)
        async with aclosing(session.send("count")) as events:
            await anext(events)
        await session.aclose()
    (turn,) = (span for span in collector.spans if not span.parent_span_id)
    assert attributes(turn)["waymark.outcome"] == "stopped"


@pytest.mark.parametrize(
    ("variables", "where"),
    [
        ({}, ""),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318/"}, "http://c:4318/v1/traces"),
        ({"WAYMARK_OTEL_ENDPOINT": "http://mine:4318"}, "http://mine:4318/v1/traces"),
        (
            {
                "WAYMARK_OTEL_ENDPOINT": "http://mine:4318",
                "OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://t:1/in",
            },
            "http://t:1/in",
        ),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_SDK_DISABLED": "true"}, ""),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_TRACES_EXPORTER": "none"}, ""),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "WAYMARK_OFFLINE": "1"}, ""),
    ],
)
def test_where_spans_go(
    variables: dict[str, str], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert telemetry.endpoint(Settings.load()) == where


WITHOUT_THE_EXTRA = (
    "import sys\n"
    "sys.modules['opentelemetry.sdk'] = sys.modules['opentelemetry.exporter'] = None\n"
    "from cli.main import main\n"
    "main()"
)


def test_where_the_packages_are_missing_the_log_and_the_doctor_say_so(
    study: Study, tmp_path: Path
) -> None:
    env = {
        **os.environ,
        "WAYMARK_HOME": str(study.home.root),
        "WAYMARK_MODEL": "offline",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
    }

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_THE_EXTRA, *args],
            env=env,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    assert run("ask", "hello").returncode == 0
    log = (study.home.logs / "waymark.log").read_text(encoding="utf-8")
    assert 'pip install "waymark[otel]"' in log
    looked = run("doctor")
    assert looked.returncode == 1
    assert "✗ OpenTelemetry: nothing is sent to http://127.0.0.1:9/v1/traces" in looked.stdout


def test_the_doctor_says_where_spans_go(run_waymark: RunWaymark) -> None:
    assert "✓ OpenTelemetry: off" in run_waymark("doctor").stdout
    there = run_waymark("doctor", env={"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"})
    assert "✓ OpenTelemetry: spans of each turn" in there.stdout
    grpc = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4317", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}
    assert "✗ OpenTelemetry" in run_waymark("doctor", env=grpc).stdout
