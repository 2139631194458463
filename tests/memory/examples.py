"""One of each thing that memory keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from memory.records import (
    Attempt,
    BusyTime,
    CalendarEntry,
    InterviewExchange,
    InterviewRun,
    LibraryItem,
    QuizRun,
    ReviewCard,
    StoredBlock,
    StoredForecast,
    StoredPlan,
)
from memory.usage import ModelCall, Tokens
from tests.memory.moments import MONDAY, later

WEEK = date(2026, 11, 23)


def attempt(position: int, run: str = "quiz-1", minutes: float = 0) -> Attempt:
    return Attempt(
        id=None,
        at=later(minutes),
        source="quiz",
        run=run,
        position=position,
        item=f"item-{position}",
        topic="k-means",
        skill="k-means.choice-of-k",
        difficulty=3,
        answer="the elbow",
        score=0.5,
        correct=False,
        verdict="partly",
        confidence=70,
    )


def model_call(turn: int | None = None, minutes: float = 0) -> ModelCall:
    tokens = Tokens(input=1_200, cached=900, cache_write=100, output=80, reasoning=30)
    return ModelCall(later(minutes), "openai", "gpt-test", "answer", tokens, turn)


def quiz(run: str = "quiz-1", minutes: float = 0) -> QuizRun:
    return QuizRun(run, "k-means", ("item-0", "item-1"), "running", later(minutes), "c")


def interview(run: str = "talk-1", minutes: float = 0) -> InterviewRun:
    return InterviewRun(run, "ml-basics", 7, 30, ("q-1", "q-2"), "running", later(minutes), "c")


def exchange(position: int, run: str = "talk-1") -> InterviewExchange:
    return InterviewExchange(run, position, "q-1", "question", "What is overfitting?", MONDAY)


def block(block_id: str, minutes: float = 0) -> StoredBlock:
    return StoredBlock(
        block_id, later(minutes), later(minutes + 45), "learn", "k-means", "K-means", "next up"
    )


def plan(plan_id: str, *blocks: StoredBlock, minutes: float = 0) -> StoredPlan:
    return StoredPlan(
        plan_id, WEEK, "Europe/Lisbon", "draft", later(minutes), blocks, '{"objective": 3}'
    )


def busy(uid: str, minutes: float = 0) -> BusyTime:
    return BusyTime("work", uid, later(minutes), later(minutes + 60), "Meeting")


def foretold() -> StoredForecast:
    return StoredForecast("roadmap", WEEK, WEEK, date(2027, 5, 1), date(2027, 9, 1), 2)


def entry(block_id: str, minutes: float = 0) -> CalendarEntry:
    return CalendarEntry(
        block_id, WEEK, later(minutes), later(minutes + 50), "learn", "RAG", "next", False,
        later(minutes), 2,
    )  # fmt: skip


def card(card_id: str, minutes: float = 0) -> ReviewCard:
    return ReviewCard(card_id, "k-means", None, "front", "back", "{}", later(minutes), MONDAY)


def item(item_id: str, minutes: float = 0) -> LibraryItem:
    return LibraryItem(
        item_id, "paper", "Attention", "https://example.org/1", "read it", later(minutes)
    )


def answered(exchange: InterviewExchange, answer: str, minutes: float) -> InterviewExchange:
    return replace(exchange, answer=answer, answered_at=later(minutes))
