"""Tavily's search as the live service frames it: POST /search, JSON both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.servers.loopback import Answer, Asked, Loopback, json_answer, serve

KEY = "tvly-dev-0123456789abcdef"


@contextmanager
def tavily_server(results: Sequence[Any] = (), answer: Answer | None = None) -> Iterator[Loopback]:
    """Answers a search that carries the key with `results`, or every search with `answer`."""

    def respond(asked: Asked) -> Answer:
        if asked.method != "POST" or asked.path != "/search":
            return json_answer(404, {"detail": "Not Found"})
        if answer is not None:
            return answer
        if asked.headers.get("Authorization") != f"Bearer {KEY}":
            return refusal(401, "Unauthorized: missing or invalid API key.")
        return json_answer(
            200,
            {
                "query": asked.body["query"],
                "follow_up_questions": None,
                "answer": None,
                "images": [],
                "results": list(results)[: asked.body["max_results"]],
                "response_time": 1.09,
                "request_id": "1f0c2f5e-7a53-4a3c-9a0e-0d1f6f0f7a11",
            },
        )

    with serve(respond) as server:
        yield server


def refusal(status: int, message: str) -> Answer:
    """An error as Tavily words it."""
    return json_answer(status, {"detail": {"error": message}})


def result(title: str, url: str, content: str = "About it.", score: float = 0.9) -> dict[str, Any]:
    return {
        "url": url,
        "title": title,
        "content": content,
        "score": score,
        "raw_content": None,
    }
