"""A chat model that reads free answers against a rubric.

The answer is data: it stands between markers that it cannot know, and what the model makes of it
counts only where its quotes are found (`learning.model_grading`). The model is asked on a thread
of its own, apart from the turn it may be called from, so that nothing of it streams to the learner.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from contextvars import Context
from functools import cached_property, reduce
from operator import add
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, Field, ValidationError

from agent.build_model import build_model
from agent.failures import why_it_failed
from agent.meter import metered
from agent.models import ModelChoice
from agent.spending import Spending
from agent.trace import Recorder
from base.errors import ServiceError, WaymarkError
from base.settings import Settings
from learning.model_grading import JudgedFlag, JudgedPoint, Judgement
from prompts.loader import load_prompt
from roadmap.questions import Rubric

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

LONGEST_WAIT = 30.0
"""Seconds a learner waits for a judgement before the rules grade."""


class GivenPoint(BaseModel):
    id: str
    met: Literal["met", "partly", "missed"]
    quote: str = Field(default="", description="The learner's own words, copied exactly")


class GivenFlag(BaseModel):
    number: int
    quote: str = Field(description="The learner's own words, copied exactly")


class GiveJudgement(BaseModel):
    """Say what the answer makes of every point of the rubric."""

    points: list[GivenPoint] = Field(max_length=40)
    red_flags: list[GivenFlag] = Field(default_factory=list, max_length=40)
    sure: bool = True


class ModelJudge:
    """Reads answers with the model of a session."""

    def __init__(
        self, choice: ModelChoice, settings: Settings, recorder: Recorder, spending: Spending
    ) -> None:
        self._choice = choice
        self._settings = settings
        self._recorder = recorder
        self._spending = spending
        self._seconds = min(settings.timeout, LONGEST_WAIT)

    @property
    def name(self) -> str:
        return self._choice.spec

    def judge(self, question: str, rubric: Rubric, answer: str) -> Judgement:
        """What the model makes of `answer`.

        Raises:
            ServiceError: it failed, took too long, or did not say it in the form asked for; or
                the budget lets no request out.
        """
        messages = [
            SystemMessage(load_prompt("rubric_judge")),
            HumanMessage(what_is_asked(question, rubric, answer)),
        ]
        try:
            self._spending.check(self._choice.provider, self._choice.name)
            message = self._in_time(messages)
            given = GiveJudgement.model_validate(message.tool_calls[0]["args"])
        except (ValidationError, IndexError) as error:
            raise ServiceError(f"{self.name} gave no judgement in the form asked for.") from error
        except WaymarkError as error:
            raise ServiceError(error.message, hint=error.hint) from error
        except Exception as error:  # whatever a provider's client raises ends the same way
            raise ServiceError(f"{self.name} did not judge: {why_it_failed(error)}.") from error
        return Judgement(
            points=tuple(JudgedPoint(one.id, one.met, one.quote) for one in given.points),
            flags=tuple(JudgedFlag(one.number, one.quote) for one in given.red_flags),
            sure=given.sure,
        )

    def _in_time(self, messages: Sequence[BaseMessage]) -> AIMessageChunk:
        answered: Future[AIMessageChunk] = Future()

        def ask() -> None:
            try:
                answered.set_result(Context().run(self._asked, messages))
            except Exception as error:  # told to who waits
                answered.set_exception(error)

        Thread(target=ask, name="rubric-judge", daemon=True).start()
        try:
            return answered.result(self._seconds)
        except TooLate as error:
            raise TimeoutError from error

    def _asked(self, messages: Sequence[BaseMessage]) -> AIMessageChunk:
        chunks = [c for c in self._model.stream(list(messages)) if isinstance(c, AIMessageChunk)]
        return reduce(add, chunks, AIMessageChunk(content=""))

    @cached_property
    def _model(self) -> Runnable[Any, Any]:
        built = build_model(self._choice, self._settings)
        model = metered(built, self._choice, "grading", self._recorder)
        # A model that thinks first cannot be made to call a tool; the prompt asks it to.
        thinks = getattr(built, "thinking", None) is not None
        forced = None if thinks else GiveJudgement.__name__
        return model.bind_tools([GiveJudgement], tool_choice=forced)


def judge_for(
    choice: ModelChoice, settings: Settings, recorder: Recorder, spending: Spending
) -> ModelJudge | None:
    """Who reads answers in a session with this model; nobody does for the offline mentor."""
    if choice.provider == "offline":
        return None
    return ModelJudge(choice, settings, recorder, spending)


def what_is_asked(question: str, rubric: Rubric, answer: str) -> str:
    """The question and rubric as JSON, then the answer between markers of this call's own."""
    asked = {
        "question": question,
        "points": [{"id": point.id, "says": point.says} for point in rubric.points],
        "red_flags": [
            {"number": number, "says": flag.says}
            for number, flag in enumerate(rubric.red_flags, start=1)
        ],
    }
    marker = f"=== answer {uuid4().hex} ==="
    return f"{json.dumps(asked, ensure_ascii=False)}\n\n{marker}\n{answer}\n{marker}"
