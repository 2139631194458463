"""An OpenTelemetry collector that keeps the spans it is sent, over OTLP's HTTP and protobuf."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.servers.loopback import Answer, Asked, serve

TAKEN = Answer(200, "application/x-protobuf", ())
SILENT = Answer(200, "application/x-protobuf", (), stall="before")


@dataclass
class Collector:
    """A running one. `spans` and `resource` hold what arrived, `raw` every byte of it."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)
    resource: dict[str, str] = field(default_factory=dict)
    raw: bytes = b""
    requests: int = 0


@contextmanager
def otlp_server(answer: Answer = TAKEN) -> Iterator[Collector]:
    collector = Collector()

    def respond(asked: Asked) -> Answer:
        assert (asked.method, asked.path) == ("POST", "/v1/traces")
        collector.requests += 1
        collector.raw += asked.body
        request = ExportTraceServiceRequest.FromString(asked.body)
        for group in request.resource_spans:
            for attribute in group.resource.attributes:
                collector.resource[attribute.key] = attribute.value.string_value
            for scope in group.scope_spans:
                collector.spans.extend(scope.spans)
        return answer

    with serve(respond) as server:
        collector.url = server.url
        yield collector
