"""A no to a tool call: as it is told to the model, and read back from what it was told."""

from __future__ import annotations

import re
from dataclasses import dataclass

from base.text import one_line

NOBODY_HERE = "nobody is here to approve it; say it again with --yes."
"""The reason given where a yes is needed and no one can be asked."""

_BEGINS = "User rejected the tool call"
_TOLD = re.compile(r"The learner said no: “(?P<reason>.*)”\. It was not done", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is in the learner's words, empty where they gave none; `asked` says whether they
    were asked at all."""

    reason: str = ""
    asked: bool = True

    def in_words(self) -> str:
        if not self.asked:
            return NOBODY_HERE
        return f"you said no: {self.reason}" if self.reason else "you said no"


def told_to_model(reason: str) -> str:
    """What the model is told in place of the tool's result."""
    if reason == NOBODY_HERE:
        said = NOBODY_HERE
    elif reason:
        said = f"The learner said no: “{one_line(reason, 600)}”."
    else:
        said = "The learner said no."
    return f"{said} It was not done; do not try it again."


def refusal_in(result: str) -> Refusal | None:
    """The refusal that stands in the place of a tool's result; None where it is a result.

    LangChain's approval middleware puts its own words before those of `told_to_model`.
    """
    if not result.startswith(_BEGINS):
        return None
    if NOBODY_HERE in result:
        return Refusal(asked=False)
    told = _TOLD.search(result)
    return Refusal(told["reason"] if told else "")
