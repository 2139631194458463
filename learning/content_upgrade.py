"""A learner file that was written with older content, made to speak of what there is."""

from __future__ import annotations

from memory.content_moves import Move
from memory.learner import LearnerMemory
from roadmap.catalogue import Roadmap


def follow_renames(memory: LearnerMemory, roadmap: Roadmap) -> None:
    """Move progress from ids that are gone to those that took their place, once for each content
    version. Reading the version is all it costs otherwise.

    Raises:
        StorageError: the learner file cannot be read or written.
        ContentError: the list of renames is wrong.
    """
    version = roadmap.overview.content_version
    if memory.content.version() >= version:
        return
    moves = [Move(one.kind, one.old, one.new) for one in roadmap.renames]
    topics = {item.id: item.topic for item in roadmap.quiz_items()} if moves else {}
    memory.content.follow(version, moves, topics)
