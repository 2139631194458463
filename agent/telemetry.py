"""Spans of each turn, sent to an OpenTelemetry collector where the learner names one.

They say what `waymark trace` says, by the GenAI semantic conventions: names, times, tokens, costs,
and no word of the turn. Without an endpoint nothing of this is loaded. A collector that is slow or
gone holds up neither a turn nor the end: spans wait in a bounded queue of the SDK's, on a thread of
its own, and are let go where they cannot be sent in time.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Iterator
from hashlib import sha256
from threading import Thread
from typing import TYPE_CHECKING

from agent.trace_log import Span, TurnTrace
from base.proxies import spare_loopback
from base.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

log = logging.getLogger("waymark.agent")

SEND_SECONDS = 5.0
"""After so long a batch of spans is let go."""
CLOSE_SECONDS = 1.0
"""So long the end of a conversation waits for the last of them."""

MISSING = 'The packages for it are not there: pip install "waymark[otel]".'
_OTHER_PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL is {0}; Waymark speaks http/protobuf alone."
_NO_ADDRESS = "It is no http or https address."


def endpoint(settings: Settings) -> str:
    """Where spans go, as a URL; empty for nowhere. OpenTelemetry's own variables go first."""
    says = os.environ.get
    off = says("OTEL_SDK_DISABLED", "").lower() == "true" or says("OTEL_TRACES_EXPORTER") == "none"
    if off or settings.offline:
        return ""
    if traces := says("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"):
        return traces
    base = says("OTEL_EXPORTER_OTLP_ENDPOINT") or settings.otel_endpoint
    return f"{base.rstrip('/')}/v1/traces" if base else ""


def why_not(url: str) -> str | None:
    """Why spans cannot be sent to `url` from here; None where they can."""
    protocol = os.environ.get("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") or os.environ.get(
        "OTEL_EXPORTER_OTLP_PROTOCOL"
    )
    if protocol not in (None, "", "http/protobuf"):
        return _OTHER_PROTOCOL.format(protocol)
    if not url.startswith(("http://", "https://")):
        return _NO_ADDRESS
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter
        import opentelemetry.sdk.trace.export  # noqa: F401
    except ImportError:
        return MISSING
    return None


class Telemetry:
    """An open way to a collector. Its methods never raise for what the collector does."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("waymark")

    @classmethod
    async def open(cls, settings: Settings) -> Telemetry | None:
        """The way to the learner's collector; None where they named none, or it cannot be gone,
        which the log then says."""
        url = endpoint(settings)
        return await asyncio.to_thread(cls._open, url) if url else None

    @classmethod
    def _open(cls, url: str) -> Telemetry | None:
        trouble = why_not(url)
        if trouble is not None:
            log.warning("no spans are sent to %s: %s", url, trouble)
            return None
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        spare_loopback()
        _keep_off_the_screen(logging.getLogger("opentelemetry"))
        name = os.environ.get("OTEL_SERVICE_NAME") or "waymark"
        provider = TracerProvider(
            resource=Resource.create({"service.name": name}), shutdown_on_exit=False
        )
        exporter = OTLPSpanExporter(endpoint=url, timeout=SEND_SECONDS)
        provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1_000))
        return cls(provider)

    def send(self, trace: TurnTrace, conversation: str) -> None:
        """Put the spans of a turn that has just ended on their way."""
        from opentelemetry.trace import SpanKind, StatusCode, set_span_in_context

        began = time.time_ns() - _nanoseconds(trace.milliseconds)
        turn = self._tracer.start_span(
            "invoke_agent waymark",
            start_time=began,
            kind=SpanKind.INTERNAL,
            attributes=dict(_of_turn(trace, conversation)),
        )
        within = set_span_in_context(turn)
        for span in trace.spans:
            start = began + _nanoseconds(span.after)
            child = self._tracer.start_span(
                f"chat {span.name}" if span.kind == "model" else f"execute_tool {span.name}",
                context=within,
                start_time=start,
                kind=SpanKind.CLIENT if span.kind == "model" else SpanKind.INTERNAL,
                attributes=dict(_of_span(span, trace.model)),
            )
            if not span.ok:
                child.set_status(StatusCode.ERROR)
            child.end(start + _nanoseconds(span.milliseconds))
        if trace.outcome == "failed":
            turn.set_status(StatusCode.ERROR)
        turn.end(began + _nanoseconds(trace.milliseconds))

    async def close(self) -> None:
        """Send what waits, for CLOSE_SECONDS at most."""
        closing = Thread(target=self._provider.shutdown, name="last-spans", daemon=True)
        closing.start()
        await asyncio.to_thread(closing.join, CLOSE_SECONDS)


def _of_turn(trace: TurnTrace, conversation: str) -> Iterator[tuple[str, str | int | float]]:
    models = [span for span in trace.spans if span.kind == "model"]
    yield "gen_ai.operation.name", "invoke_agent"
    yield "gen_ai.agent.name", "waymark"
    # Whoever names a conversation may put words into its name.
    yield "gen_ai.conversation.id", sha256(conversation.encode()).hexdigest()[:16]
    yield "gen_ai.request.model", _asked_for(trace.model)
    yield "gen_ai.usage.input_tokens", sum(span.input_tokens for span in models)
    yield "gen_ai.usage.output_tokens", sum(span.output_tokens for span in models)
    yield "waymark.outcome", trace.outcome
    if trace.cost is not None:
        yield "waymark.cost_usd", trace.cost


def _of_span(span: Span, spec: str) -> Iterator[tuple[str, str | int | float]]:
    if span.kind == "tool":
        yield "gen_ai.operation.name", "execute_tool"
        yield "gen_ai.tool.name", span.name
        yield "gen_ai.tool.type", "function"
        return
    yield "gen_ai.operation.name", "chat"
    yield "gen_ai.provider.name", span.provider
    yield "gen_ai.request.model", _asked_for(spec) if span.provider != "offline" else "offline"
    yield "gen_ai.response.model", span.name
    yield "gen_ai.usage.input_tokens", span.input_tokens
    yield "gen_ai.usage.output_tokens", span.output_tokens
    yield "gen_ai.usage.cache_read.input_tokens", span.cached_tokens
    yield "gen_ai.usage.cache_creation.input_tokens", span.cache_write_tokens
    yield "gen_ai.usage.reasoning.output_tokens", span.reasoning_tokens
    yield "waymark.purpose", span.purpose
    if span.cost is not None:
        yield "waymark.cost_usd", span.cost


def _asked_for(spec: str) -> str:
    """The model's name in a spec such as openai:gpt-4o."""
    return spec.partition(":")[2] or spec


def _nanoseconds(milliseconds: float) -> int:
    return round(milliseconds * 1_000_000)


def _keep_off_the_screen(logger: logging.Logger) -> None:
    """What the SDK logs of a collector in trouble goes where our own log goes."""
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
        for handler in logging.getLogger("waymark").handlers:
            logger.addHandler(handler)
