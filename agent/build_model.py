"""The LangChain chat model behind a choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.models import ModelChoice
from agent.providers import address_of, key_of, ollama_address, speaks_responses
from base.errors import InvalidInput
from base.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def build_model(choice: ModelChoice, settings: Settings) -> BaseChatModel:
    """The chat model, with timeouts set and its usage reported.

    Raises:
        InvalidInput: its key is missing, or its address or proxy is none that can be used.
    """
    try:
        return _built(choice, settings)
    except (ImportError, ValueError) as error:  # from the HTTP client, as the proxy is
        if "proxy" not in str(error).lower():
            raise
        raise InvalidInput(
            "The proxy of the environment cannot be used for models.",
            hint="It has to be an http:// proxy; a SOCKS proxy needs: pip install socksio",
        ) from error


def _built(choice: ModelChoice, settings: Settings) -> BaseChatModel:
    match choice.provider:
        case "anthropic":
            return _anthropic_model(choice, settings)
        case "openai":
            return _openai_model(choice, settings)
        case "ollama":
            return _chat_completions(choice.name, settings, "ollama", f"{ollama_address()}/v1")
        case "offline":
            from agent.offline.model import OfflineMentor

            return OfflineMentor()


def _anthropic_model(choice: ModelChoice, settings: Settings) -> BaseChatModel:
    from pydantic import SecretStr

    from agent.anthropic_model import WatchedAnthropic
    from agent.stream_watch import THINKING_PATIENCE

    model = WatchedAnthropic(
        model_name=choice.name,
        timeout=settings.timeout * THINKING_PATIENCE,  # the stream is watched more closely
        idle_seconds=settings.timeout,
        max_retries=0,  # `agent.fallback` retries
        stop=None,
        api_key=SecretStr(key_of("anthropic")),
        base_url=address_of("anthropic", settings).url,
    )
    if "xhigh" in (model.profile or {}).get("reasoning_effort_levels", ()):
        # These models think as much as they see fit, and show it only where that is asked for.
        model.thinking = {"type": "adaptive", "display": "summarized"}
    return model


def _openai_model(choice: ModelChoice, settings: Settings) -> BaseChatModel:
    url, key = address_of("openai", settings).url, key_of("openai")
    if speaks_responses(url, settings):
        return _responses(choice.name, settings, key, url)
    return _chat_completions(choice.name, settings, key, url)


def _chat_completions(name: str, settings: Settings, key: str, url: str) -> BaseChatModel:
    from pydantic import SecretStr

    from agent.openai_model import WatchedOpenAI
    from agent.stream_watch import THINKING_PATIENCE

    return WatchedOpenAI(
        model=name,
        api_key=SecretStr(key),
        base_url=url,
        timeout=settings.timeout * THINKING_PATIENCE,  # the stream is watched more closely
        idle_seconds=settings.timeout,
        max_retries=0,  # `agent.fallback` retries
        use_responses_api=False,
        stream_usage=True,  # with an address of one's own no token counts arrive otherwise
    )


def _responses(name: str, settings: Settings, key: str, url: str) -> BaseChatModel:
    """Nothing is kept on OpenAI's side: the history is sent whole, and what a model reasoned
    between two tool calls goes back to it sealed, as it came."""
    from pydantic import SecretStr

    from agent.openai_model import WatchedOpenAI
    from agent.stream_watch import THINKING_PATIENCE

    model = WatchedOpenAI(
        model=name,
        api_key=SecretStr(key),
        base_url=url,
        timeout=settings.timeout * THINKING_PATIENCE,  # the stream is watched more closely
        idle_seconds=settings.timeout,
        max_retries=0,  # `agent.fallback` retries
        use_responses_api=True,
        output_version="responses/v1",
        store=False,
    )
    if (model.profile or {}).get("reasoning_output"):
        model.include = ["reasoning.encrypted_content"]
        model.reasoning = {"summary": "auto"}
    return model
