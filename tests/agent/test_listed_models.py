"""What the providers list, asked of real servers, and the name that was perhaps meant."""

from __future__ import annotations

import pytest

from agent.events import Notice
from agent.listed_models import listed_models, near_names, what_may_help
from agent.models import ModelChoice, choose_model
from agent.providers import ListedModel, Provider
from agent.session import MentorSession
from base.errors import InvalidInput, ServiceError
from base.settings import Settings
from learning.study import Study
from tests.agent.providers import PROVIDERS, one_turn, said
from tests.servers.anthropic_server import anthropic_server
from tests.servers.listing import Listed
from tests.servers.loopback import Answer, Loopback, json_answer, serve
from tests.servers.openai_server import openai_server
from tests.servers.replies import Reply

SECRET = "sk-secret-1234567890"


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("ANTHROPIC_API_KEY", SECRET)


def at(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("OLLAMA_HOST", server.url)


@pytest.mark.usefixtures("keys")
def test_openai_and_anthropic_are_asked_with_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with openai_server([], models=["gpt-b", "gpt-a"]) as server:
        at(server, monkeypatch)
        assert [model.name for model in listed_models("openai", Settings.load())] == [
            "gpt-a",
            "gpt-b",
        ]
        assert server.asked[0].header("authorization") == f"Bearer {SECRET}"
    with anthropic_server([], models=["claude-a"]) as server:
        at(server, monkeypatch)
        assert listed_models("anthropic", Settings.load()) == (ListedModel("claude-a"),)
        assert SECRET in server.asked[0].header("authorization")


def test_ollamas_models_come_with_their_size_and_whether_they_use_tools(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models = [
        Listed("qwen3:8b", 5_200_000_000),
        Listed("gemma3:4b", 3_300_000_000, ("completion", "vision")),
        Listed("old:7b", 4_000_000_000, None),
    ]
    with openai_server([], models=models) as server:
        at(server, monkeypatch)
        assert listed_models("ollama", Settings.load()) == (
            ListedModel("gemma3:4b", 3_300_000_000, tools=False),
            ListedModel("old:7b", 4_000_000_000, tools=None),
            ListedModel("qwen3:8b", 5_200_000_000, tools=True),
        )


@pytest.mark.usefixtures("keys")
def test_a_server_that_says_who_takes_tools_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    with_tools = (("supported_parameters", ["tools", "temperature"]),)
    without = (("supported_parameters", ["temperature"]),)
    models = [Listed("r1", more=without), Listed("sonnet", more=with_tools)]
    with openai_server([], models=models) as server:
        at(server, monkeypatch)
        assert [model.tools for model in listed_models("openai", Settings.load())] == [False, True]


FAILURES = {
    "401": (json_answer(401, {"error": {"message": f"bad key {SECRET}"}}), "refused the key"),
    "404": (json_answer(404, {}), "no list at this address"),
    "500": (json_answer(500, {}), "trouble of its own"),
    "a page": (Answer(200, "text/html", (b"<html>Log in</html>",)), "could not be read"),
    "no list": (json_answer(200, {"data": [7]}), "could not be read"),
    "silence": (Answer(200, "application/json", (), stall="before"), "did not answer in time"),
    "a cut": (Answer(200, "application/json", (b'{"da',), cut=True), "connection failed"),
}


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("provider", ["openai", "anthropic"])
@pytest.mark.parametrize(("answer", "reason"), FAILURES.values(), ids=FAILURES)
def test_a_provider_that_does_not_list_is_told_of_in_words(
    provider: Provider, answer: Answer, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(lambda _: answer) as server:
        at(server, monkeypatch)
        with pytest.raises(ServiceError, match=reason) as caught:
            listed_models(provider, Settings.load(), seconds=1)
    assert SECRET not in caught.value.message
    assert len(server.asked) == 1


def test_ollama_that_is_not_there_is_told_with_its_address() -> None:
    with pytest.raises(ServiceError, match=r"127\.0\.0\.1:9"):
        listed_models("ollama", Settings.load())


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("gpt5.4-mini", ["gpt-5.4-mini", "gpt-5.4"]),
        ("GPT-5.4", ["gpt-5.4", "gpt-5.4-mini"]),
        ("mistral", []),
    ],
)
@pytest.mark.usefixtures("keys")
def test_names_that_are_like_the_wrong_one_are_near(
    name: str, near: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with openai_server([], models=["gpt-5.4", "gpt-5.4-mini", "whisper-1"]) as server:
        at(server, monkeypatch)
        found = near_names(ModelChoice("openai", name, ""), Settings.load())
    assert found == near


async def test_a_turn_with_a_wrong_name_tells_which_was_perhaps_meant(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    unknown = json_answer(404, {"error": {"message": "no such model", "code": "model_not_found"}})
    with openai_server([unknown], models=["gpt-tests", "other"]) as server:
        at(server, monkeypatch)
        events = await one_turn(study, PROVIDERS["openai"], "what is overfitting?")
    [notice] = [event.text for event in events if isinstance(event, Notice)]
    assert "it does not know this model. Did you mean gpt-tests?" in notice
    assert "Overfitting" in said(events)


def test_a_model_that_is_nowhere_near_any_leads_to_what_may_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)

    def helps(provider: Provider) -> str:
        return what_may_help(ModelChoice(provider, "no-such-model", ""), Settings.load())

    with openai_server([], models=["qwen3:8b"]) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        assert helps("ollama") == "Fetch it with: ollama pull no-such-model"
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        assert helps("openai") == "Does OPENAI_BASE_URL lack /v1 at its end?"
        monkeypatch.setenv("OPENAI_BASE_URL", f"{server.url}/v1")
        assert helps("openai") == ""


def test_of_ollamas_models_one_that_uses_tools_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    embedder = Listed("nomic-embed-text", 300_000_000, ("embedding",))
    with openai_server([], models=[embedder, Listed("qwen3:8b")]) as server:
        at(server, monkeypatch)
        assert choose_model("auto", Settings.load()).spec == "ollama:qwen3:8b"
        assert choose_model("ollama", Settings.load()).spec == "ollama:qwen3:8b"
    with openai_server([], models=[embedder]) as server:
        at(server, monkeypatch)
        assert choose_model("auto", Settings.load()).spec == "offline"
        with pytest.raises(InvalidInput, match="can use tools"):
            choose_model("ollama", Settings.load())


async def test_the_learner_sets_how_often_a_model_is_asked_again(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = json_answer(429, {"error": {"message": "slow down"}}, ("retry-after", "0"))
    scripts: dict[int, list[Reply | Answer]] = {
        0: [busy, Reply("Hello.")],
        3: [busy, busy, busy, Reply("Hello.")],
    }
    for retries, script in scripts.items():
        monkeypatch.setenv("WAYMARK_RETRIES", str(retries))
        with PROVIDERS["openai"].playing(script) as server:
            events = await one_turn(study, PROVIDERS["openai"], "hi")
        assert len(server.asked) == retries + 1
        helped = not [event for event in events if isinstance(event, Notice)]
        assert helped is (retries == 3)


@pytest.mark.parametrize("retries", ["-1", "6", "often"])
def test_retries_out_of_reason_are_refused(retries: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_RETRIES", retries)
    with pytest.raises(InvalidInput, match="retries"):
        Settings.load()


async def test_ollama_that_reads_less_than_is_sent_is_told_of_once(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    for context, notices in ((4_096, 1), (32_768, 0)):
        model = Listed("qwen3:8b", context=context)
        with openai_server([Reply("Hello.")], models=[model]) as server:
            at(server, monkeypatch)
            session = await MentorSession.open(study, model="ollama:qwen3:8b")
            events = [event async for event in session.send("hi")]
            events += [event async for event in session.send("hi again")]
            await session.aclose()
        told = [event.text for event in events if isinstance(event, Notice)]
        assert len(told) == notices
        if told:
            assert "4,096 tokens" in told[0]
            assert "OLLAMA_CONTEXT_LENGTH=16384" in told[0]
