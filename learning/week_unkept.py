"""Wishes that a planned week left open though nothing clashes: what was named, and the energy."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from zoneinfo import ZoneInfo

from learning.plan_model import Conflict, PlannedBlock, PlanRequest
from learning.week_candidates import candidate_kind
from learning.week_topics import kind_named
from learning.wishes import Ask
from memory.records import BlockKind

_MISSING: Mapping[BlockKind | None, str] = {
    None: "Its topics are done, or wait for others; mark what you know as done.",
    "learn": "No topic is open; set one that is done back.",
    "practice": "Practice is for topics in which answers were wrong: a quiz shows them.",
    "project": "A project comes once most of the topics it builds on are done.",
    "review": "No card is due in that week.",
    "interview": "Rehearsals come with a deadline, or a role you are near to: set one.",
}
"""Why nothing could be planned of a kind of block, or of topics, and what would help."""


def unkept(ask: Ask, request: PlanRequest, blocks: Collection[PlannedBlock]) -> Iterator[Conflict]:
    """What was asked for by name and has no block, then hard blocks outside the hours of energy."""
    yield from _names(ask, blocks)
    if ask.wishes.energy and request.energy is not None:
        hard = {candidate.id for candidate in request.candidates if candidate.hard}
        first, last = request.energy
        zone = ZoneInfo(request.timezone)
        ahead = [block for block in blocks if block.status == "planned"]
        own = [block for block in ahead if candidate_kind(block.kind, block.topic) in hard]
        outside = [b for b in own if not first <= b.start.astimezone(zone).hour < last]
        if outside:
            noun = "block" if len(own) == 1 else "blocks"
            yield Conflict(
                ("energy",),
                f"Of {len(own)} {noun} of what is hard {len(outside)} "
                f"{'lies' if len(outside) == 1 else 'lie'} outside the {ask.wishes.energy}.",
                f"Free more time in the {ask.wishes.energy}, or name another part of the day.",
            )


def _names(ask: Ask, blocks: Collection[PlannedBlock]) -> Iterator[Conflict]:
    kinds = {name: kind_named(name) for name in ask.wishes.more}
    reasons = [block.reason for block in blocks]
    there = {block.kind for block in blocks}
    for name in dict.fromkeys((*ask.focus, *ask.wishes.more)):
        said = any(f"asked for {name}" in r or f"way to {name}," in r for r in reasons)
        if not said and kinds.get(name) not in there:
            missing = _MISSING[kinds.get(name)]
            yield Conflict(("focus",), f"Nothing of {name} could be planned.", missing)
