"""LangChain's own suites for chat models, run against the offline mentor."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_tests.integration_tests import ChatModelIntegrationTests
from langchain_tests.unit_tests import ChatModelUnitTests

from agent.offline.model import OfflineMentor


class TestUnit(ChatModelUnitTests):
    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return OfflineMentor

    @property
    def supports_model_override(self) -> bool:
        return False  # there is one offline mentor


class TestIntegration(ChatModelIntegrationTests):
    """Everything the suite asks that does not ask for a writer: no jokes in a schema."""

    @property
    def chat_model_class(self) -> type[BaseChatModel]:
        return OfflineMentor

    @property
    def chat_model_params(self) -> dict[str, Any]:
        return {}

    @property
    def has_structured_output(self) -> bool:
        return False  # filling a schema with sense takes a language model

    @property
    def supports_model_override(self) -> bool:
        return False

    @pytest.mark.parametrize("stop", [["mentor"], ["Waymark"]])
    def test_a_stop_sequence_ends_the_text_before_it(self, stop: list[str]) -> None:
        text = OfflineMentor(stop=stop).invoke("hi").text
        assert text
        assert stop[0] not in text
