"""The whole learner file as one value, written and read as JSON: versioned, complete, checked."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, ValidationError

from base.errors import InvalidInput
from base.text import clean, one_line
from memory.records import (
    Attempt,
    BusyTime,
    CalendarEntry,
    Fact,
    InterviewExchange,
    InterviewRun,
    LibraryItem,
    Message,
    Profile,
    QuizRun,
    ReviewCard,
    ReviewFit,
    ReviewLog,
    StoredForecast,
    StoredPlan,
    TopicState,
)
from memory.summaries import Summary
from memory.usage import ModelCall

ARCHIVE_VERSION: Final = 1


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class ProfileEntry(_Part):
    profile: Profile
    saved_at: AwareDatetime


class ConversationTitle(_Part):
    id: str
    title: str


class TopicChange(_Part):
    topic: str
    status: TopicState
    at: AwareDatetime
    undone: bool = False


class DeletedAttempt(_Part):
    """The tombstone of an attempt."""

    id: int
    source: str
    run: str
    position: int
    deleted_at: AwareDatetime


class ForgottenFact(_Part):
    """The tombstone of a fact: the SHA-256 of its text."""

    digest: str
    forgotten_at: AwareDatetime


def _cleaned_message(message: Message) -> Message:
    return dataclasses.replace(message, text=clean(message.text))


def _cleaned_fact(fact: Fact) -> Fact:
    return dataclasses.replace(fact, text=clean(fact.text))


def _cleaned_summary(summary: Summary) -> Summary:
    return dataclasses.replace(summary, text=clean(summary.text))


class LearnerArchive(_Part):
    """Everything a learner file holds, ids included."""

    format: Literal["waymark-learner"] = "waymark-learner"
    version: Literal[1] = ARCHIVE_VERSION
    profile: ProfileEntry | None = None
    titles: tuple[ConversationTitle, ...] = ()
    messages: tuple[Annotated[Message, AfterValidator(_cleaned_message)], ...] = ()
    summaries: tuple[Annotated[Summary, AfterValidator(_cleaned_summary)], ...] = ()
    facts: tuple[Annotated[Fact, AfterValidator(_cleaned_fact)], ...] = ()
    forgotten_facts: tuple[ForgottenFact, ...] = ()
    topics: tuple[TopicChange, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    deleted_attempts: tuple[DeletedAttempt, ...] = ()
    quizzes: tuple[QuizRun, ...] = ()
    interviews: tuple[InterviewRun, ...] = ()
    exchanges: tuple[InterviewExchange, ...] = ()
    plans: tuple[StoredPlan, ...] = ()
    busy: tuple[BusyTime, ...] = ()
    calendar_entries: tuple[CalendarEntry, ...] = ()
    forecasts: tuple[StoredForecast, ...] = ()
    reviews: tuple[ReviewCard, ...] = ()
    review_logs: tuple[ReviewLog, ...] = ()
    review_fits: tuple[ReviewFit, ...] = ()
    library: tuple[LibraryItem, ...] = ()
    model_calls: tuple[ModelCall, ...] = ()

    def to_json(self) -> str:
        """The archive as indented JSON, the same bytes for the same memory."""
        return self.model_dump_json(indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> LearnerArchive:
        """The archive that `to_json` wrote.

        Raises:
            InvalidInput: it is not JSON, not an archive, of a later version, or broken; the
                message names the first place that is wrong.
        """
        try:
            archive = cls.model_validate_json(text)
        except ValidationError as error:
            raise _not_an_archive(error) from error
        if "format" not in archive.model_fields_set:
            raise InvalidInput(
                "This is JSON, but not a file that Waymark exported: its `format` is missing.",
                hint="Take one that `waymark memory export FILE.json` wrote.",
            )
        return archive


def _not_an_archive(error: ValidationError) -> InvalidInput:
    faults = error.errors(include_url=False, include_context=False)
    first = faults[0]
    place = ".".join(str(part) for part in first["loc"])
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    if place == "version":
        return InvalidInput(
            f"The export is of a version this Waymark does not know; it reads {ARCHIVE_VERSION}.",
            hint="Update Waymark and import again.",
        )
    return InvalidInput(
        f"{place + ': ' if place else ''}{one_line(first['msg'])}{more}.",
        hint="Give a file written by: waymark memory export FILE.json",
    )
