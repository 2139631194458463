"""This week and the next by day, as they are planned, for the long view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from learning.long_view import SetWeek
from learning.plan_model import PlannedBlock

PlanSource = Literal["committed", "draft", "proposed"]
"""`proposed` is what the planner would put there today; it is kept nowhere."""


@dataclass(frozen=True, slots=True)
class NearWeek:
    """A week by day; `says` tells why there is nothing in it, where that is known."""

    start: date
    source: PlanSource
    blocks: tuple[PlannedBlock, ...]
    says: str = ""

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        """JSON types alone; times in `zone` with their offset."""
        return {
            "start": self.start.isoformat(),
            "source": self.source,
            "blocks": [block.as_json(zone) for block in self.blocks],
            "says": self.says,
        }


def set_week(blocks: Iterable[PlannedBlock], now: datetime) -> SetWeek:
    """The minutes that the blocks to come take, by what they are for."""
    study: dict[str, int] = {}
    beside = {"review": 0, "interview": 0, "practice": 0}
    for block in blocks:
        if block.status != "planned" or block.start < now:
            continue
        if block.kind in beside:
            beside[block.kind] += block.minutes
        elif block.topic:
            study[block.topic] = study.get(block.topic, 0) + block.minutes
    return SetWeek(study, beside["review"], beside["interview"], beside["practice"])
