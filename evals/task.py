"""What an eval task is: a learner, what they say, and what must have come of it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from base.errors import NotFound
from roadmap.loading import load_list


class Action(BaseModel):
    """A tool call, as the agent would make it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tool: str
    args: Mapping[str, Any] = {}


class Task(BaseModel):
    """One task, graded by what it leaves in the learner's database.

    `setup` makes the learner. `turns` is what the learner says, in one conversation. `reference`
    is one way to reach the right end state from the same start; any equivalent path passes.
    `forbidden` names tools that must not have acted. `says` are texts the last answer must hold
    (case does not matter); `approve` is the learner's answer when asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    family: str
    about: str
    setup: tuple[Action, ...] = ()
    turns: tuple[str, ...] = Field(min_length=1)
    reference: tuple[Action, ...] = ()
    forbidden: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    """Tools that must have been called: for tasks that only read, whose end state is the start."""
    says: tuple[str, ...] = ()
    approve: bool = False


def load_tasks(names: tuple[str, ...] = ()) -> tuple[Task, ...]:
    """The shipped tasks, or those whose id or family is in `names`.

    Raises:
        ContentError: a task file is wrong.
        NotFound: a name answers to no task.
    """
    folder = Path(str(files("evals") / "tasks"))
    tasks = tuple(task for path in sorted(folder.glob("*.yaml")) for task in load_list(path, Task))
    unknown = set(names) - {task.id for task in tasks} - {task.family for task in tasks}
    if unknown:
        families = ", ".join(sorted({task.family for task in tasks}))
        raise NotFound(
            f"No task or family is called “{min(unknown)}”.",
            hint=f"The families are {families}.",
        )
    return tuple(task for task in tasks if not names or {task.id, task.family} & set(names))
