"""Tavily met over its real wire format, with a key, without one, and when it fails."""

from __future__ import annotations

import traceback
from typing import Any

import pytest

from base.errors import InvalidInput, ServiceError
from base.text import clean
from learning.outside import Patience
from learning.web_search import WebSearch, is_web_address
from tests.servers.arxiv_server import dribbling_server, hanging_up_server, silent_server
from tests.servers.loopback import Answer, json_answer
from tests.servers.tavily_server import KEY, refusal, result, tavily_server

SHORT = Patience(connect=0.5, idle=0.2, total=0.5)

COURSE = result("A course on drift", "https://example.org/drift", "Twelve\nlessons.")


def fault_at(url: str, key: str = KEY) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        WebSearch(key, url, SHORT).search("data drift")
    return caught.value


def test_a_search_sends_the_key_in_its_header_and_gives_pages() -> None:
    with tavily_server([COURSE]) as server:
        (page,) = WebSearch(KEY, server.url).search("data drift", limit=3)
    assert (page.title, page.url) == ("A course on drift", "https://example.org/drift")
    assert page.text == "Twelve lessons."
    (asked,) = server.asked
    assert asked.body == {"query": "data drift", "max_results": 3}
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("key", ["", "  ", "\n"])
def test_without_a_key_there_is_no_search_to_make(key: str) -> None:
    with pytest.raises(InvalidInput, match="needs a key"):
        WebSearch(key)


def test_the_address_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with tavily_server([COURSE]) as server:
        monkeypatch.setenv("WAYMARK_TAVILY_URL", server.url + "/")
        assert len(WebSearch(KEY).search("data drift")) == 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (refusal(400, "Query is too long."), "did not take the question"),
        (refusal(401, f"The key {KEY} is invalid."), "does not know this key"),
        (refusal(403, "Forbidden."), "plan does not allow"),
        (refusal(429, "Your request has been blocked due to excessive requests."), "pause"),
        (refusal(432, "This request exceeds your plan's set usage limit."), "plan does not allow"),
        (refusal(433, "This request exceeds the pay-as-you-go limit."), "plan does not allow"),
        (json_answer(429, [KEY]), "pause"),
        (Answer(500, "text/html", (KEY.encode(),)), "HTTP 500"),
        (Answer(502, "text/html", (b"<html>Bad gateway</html>",)), "HTTP 502"),
        (Answer(204, "text/plain", ()), "cannot be read"),
        (Answer(200, "text/html", (f"<html>{KEY}</html>".encode(),)), "cannot be read"),
        (Answer(200, "application/json", (b'{"results": [{"title": "x", "u',)), "cannot be read"),
        (Answer(200, "application/json", (b'{"results": [',), cut=True), "broke off"),
        (json_answer(200, []), "cannot be read"),
        (json_answer(200, None), "cannot be read"),
        (json_answer(200, {"results": {"title": "x"}}), "cannot be read"),
    ],
)
def test_every_fault_is_a_service_error_with_no_key_in_it(answer: Answer, says: str) -> None:
    with tavily_server(answer=answer) as server:
        fault = fault_at(server.url)
    assert says in fault.message
    assert fault.hint
    told = "".join(traceback.format_exception(fault))
    assert KEY not in told


def test_a_failed_search_is_not_tried_again() -> None:
    with tavily_server(answer=refusal(429, "Slow down.")) as server:
        fault_at(server.url)
    assert len(server.asked) == 1


def test_a_key_that_cannot_stand_in_a_header_is_not_shown() -> None:
    with tavily_server([COURSE]) as server:
        for key in ("tvly-secret\r\nX-Evil: 1", "tvly-sécret-ключ"):
            fault = fault_at(server.url, key)
            assert "key cannot be sent" in fault.message
            assert "tvly" not in "".join(traceback.format_exception(fault))
    assert server.asked == []


def test_a_tavily_that_does_not_answer_is_given_up() -> None:
    with silent_server() as server:
        assert "in time" in fault_at(server.url).message
    with dribbling_server() as url:
        assert "in time" in fault_at(url).message
    with hanging_up_server() as url:
        assert "cannot be reached" in fault_at(url).message
    assert "cannot be reached" in fault_at("http://127.0.0.1:9").message


@pytest.mark.parametrize(
    "entry",
    [
        None,
        "a page",
        {},
        {"title": "No address", "content": "x"},
        {"title": "x", "url": 7},
        result("Script", "javascript:alert(1)"),
        result("File", "file:///etc/passwd"),
        result("Two lines", "https://example.org/\nhttps://evil.example"),
        result("Hidden turn", "https://example.org/\u202egnp.exe"),
        result("Markdown", "https://example.org/a)[b](https://evil.example"),
    ],
)
def test_a_result_that_cannot_be_shown_and_opened_is_passed_over(entry: Any) -> None:
    with tavily_server([entry, COURSE]) as server:
        pages = WebSearch(KEY, server.url).search("data drift")
    assert [page.url for page in pages] == ["https://example.org/drift"]


def test_text_from_the_web_is_cleaned_and_its_length_bounded() -> None:
    hostile = result("T\u202eitle\x1b[31m\n# Heading", "https://example.org", "x\u200b\x00 " * 5000)
    with tavily_server([hostile]) as server:
        (page,) = WebSearch(KEY, server.url).search("data drift")
    assert page.title == "Title # Heading"
    assert clean(page.text) == page.text
    assert len(page.text) <= 600


def test_missing_titles_and_texts_of_a_page_are_no_fault() -> None:
    bare = {"url": "https://example.org/a", "title": None, "content": None, "score": None}
    with tavily_server([bare, bare]) as server:
        (page,) = WebSearch(KEY, server.url).search("data drift")
    assert (page.title, page.text) == ("https://example.org/a", "")


def test_more_results_than_asked_for_are_cut_off() -> None:
    many = [result(f"Page {n}", f"https://example.org/{n}") for n in range(9)]
    with tavily_server(answer=json_answer(200, {"results": many})) as server:
        assert len(WebSearch(KEY, server.url).search("data drift", limit=4)) == 4


@pytest.mark.parametrize("address", ["https://example.org", "http://example.org:8080/a?b=c#d"])
def test_http_addresses_are_addresses(address: str) -> None:
    assert is_web_address(address)


@pytest.mark.parametrize("text", ["", "example.org", "https://", "ftp://example.org", "https:// a"])
def test_other_text_is_no_address(text: str) -> None:
    assert not is_web_address(text)
