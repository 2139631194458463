"""The transcript: complete, append-only, read in pages."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone

import pytest

from base.errors import InvalidInput, NotFound, StorageError
from memory.learner import LearnerMemory
from tests.memory.moments import MONDAY, later


def texts(memory: LearnerMemory, conversation: str, **page: int) -> list[str]:
    return [m.text for m in memory.transcripts.messages(conversation, **page)]


def test_messages_come_back_in_the_order_they_were_said(memory: LearnerMemory) -> None:
    first = memory.transcripts.append("c", "learner", "one", later(5))
    second = memory.transcripts.append("c", "mentor", "two", MONDAY)
    memory.transcripts.append("other", "learner", "elsewhere", MONDAY)
    kept = memory.transcripts.messages("c")
    assert [(m.id, m.role, m.text, m.at) for m in kept] == [
        (first, "learner", "one", later(5)),
        (second, "mentor", "two", MONDAY),
    ]


def test_a_page_holds_the_newest_and_the_next_goes_back_from_there(memory: LearnerMemory) -> None:
    ids = [memory.transcripts.append("c", "learner", str(n), MONDAY) for n in range(10)]
    assert texts(memory, "c", limit=3) == ["7", "8", "9"]
    assert texts(memory, "c", limit=3, before=ids[7]) == ["4", "5", "6"]
    assert texts(memory, "c", limit=0) == []
    assert texts(memory, "nowhere") == []


def test_times_are_kept_in_utc_whatever_zone_they_came_in(memory: LearnerMemory) -> None:
    at = datetime(2026, 3, 1, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=5.5)))
    memory.transcripts.append("c", "learner", "early", at)
    (kept,) = memory.transcripts.messages("c")
    assert kept.at == at
    assert kept.at.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_refused(memory: LearnerMemory) -> None:
    with pytest.raises(InvalidInput, match="no zone"):
        memory.transcripts.append("c", "learner", "when", MONDAY.replace(tzinfo=None))
    assert texts(memory, "c") == []


def test_text_is_cleaned_of_what_could_harm_a_terminal(memory: LearnerMemory) -> None:
    memory.transcripts.append("c", "mentor", "\x1b[2Jred\u202e\x00 \ud800naïve 🙂\r\nend", MONDAY)
    assert texts(memory, "c") == ["red naïve 🙂\nend"]


def test_what_was_said_cannot_be_changed(memory: LearnerMemory) -> None:
    memory.transcripts.append("c", "learner", "as said", MONDAY)
    with (
        pytest.raises(StorageError, match="append-only") as refused,
        memory._database.writing() as connection,
    ):
        connection.execute("UPDATE messages SET text = 'as wished'")
    assert isinstance(refused.value.__cause__, sqlite3.IntegrityError)
    assert texts(memory, "c") == ["as said"]


class TestConversations:
    def test_the_one_with_the_newest_message_comes_first(self, memory: LearnerMemory) -> None:
        memory.transcripts.append("old", "learner", "begins", MONDAY)
        memory.transcripts.append("new", "learner", "starts", later(1))
        memory.transcripts.append("old", "mentor", "goes on", later(2))
        kept = memory.transcripts.conversations()
        assert [c.id for c in kept] == ["old", "new"]
        assert (kept[0].messages, kept[0].started_at, kept[0].updated_at) == (2, MONDAY, later(2))
        assert [c.id for c in memory.transcripts.conversations(limit=1)] == ["old"]

    def test_one_is_called_by_the_learners_first_words_until_it_has_a_title(
        self, memory: LearnerMemory
    ) -> None:
        memory.transcripts.append("c", "notice", "Offline.", MONDAY)
        memory.transcripts.append("c", "learner", "What is\nbackpropagation? " * 9, MONDAY)
        kept = memory.transcripts.conversation("c")
        assert kept is not None
        assert kept.title.startswith("What is backpropagation?")
        assert len(kept.title) <= 60
        memory.transcripts.rename("c", " Chain\nrule ")
        kept = memory.transcripts.conversation("c")
        assert kept is not None
        assert kept.title == "Chain rule"

    def test_one_that_is_not_there_cannot_be_renamed(self, memory: LearnerMemory) -> None:
        with pytest.raises(NotFound, match="nowhere"):
            memory.transcripts.rename("nowhere", "title")
        assert memory.transcripts.conversation("nowhere") is None

    def test_one_is_deleted_alone_and_ids_are_never_given_again(
        self, memory: LearnerMemory
    ) -> None:
        memory.transcripts.append("kept", "learner", "stays findable", MONDAY)
        last = memory.transcripts.append("gone", "learner", "goes findable", MONDAY)
        assert memory.transcripts.delete("gone") == 1
        assert memory.transcripts.delete("gone") == 0
        assert [c.id for c in memory.transcripts.conversations()] == ["kept"]
        assert [hit.text for hit in memory.recall("findable")] == ["stays findable"]
        assert memory.transcripts.append("gone", "learner", "anew", MONDAY) > last
