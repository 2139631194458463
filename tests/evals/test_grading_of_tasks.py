"""An eval can fail: for a wrong end state, a forbidden act, a missing call, a missing word."""

from __future__ import annotations

import pytest

from evals.runner import run_task
from evals.state import differences, end_state
from evals.task import Action, Task, load_tasks
from learning.study import Study


def task(**changes: object) -> Task:
    base: dict[str, object] = {
        "id": "finished-one",
        "family": "roadmap",
        "about": "The learner reports a finished topic.",
        "turns": ("I finished linear algebra",),
        "reference": (
            Action(tool="set_topic_status", args={"topic": "linear-algebra", "status": "done"}),
        ),
    }
    return Task.model_validate({**base, **changes})


async def test_a_task_passes_when_the_end_state_is_the_references() -> None:
    result = await run_task(task(), "offline")
    assert result.passed, result.faults
    assert result.tools == ("set_topic_status",)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"reference": ()}, "end state differs in topics"),
        ({"forbidden": ("set_topic_status",)}, "set_topic_status acted and must not"),
        ({"calls": ("show_progress",)}, "show_progress was not called"),
        ({"says": ("a word nobody says",)}, "the answer lacks"),
    ],
)
async def test_a_task_fails_for_each_thing_it_holds_the_mentor_to(
    changes: dict[str, object], fault: str
) -> None:
    result = await run_task(task(**changes), "offline")
    assert any(said.startswith(fault) for said in result.faults)


def test_states_that_differ_only_in_random_ids_are_equal(study: Study) -> None:
    study.quizzes.start("bias-variance", 2)
    first = end_state(study.memory)
    study.quizzes.answer("B")
    second = end_state(study.memory)
    assert differences(first, first) == ()
    assert any(line.startswith("attempts") for line in differences(first, second))


def test_at_least_thirty_tasks_ship_and_each_has_its_own_name() -> None:
    tasks = load_tasks()
    assert len(tasks) >= 30
    assert len({shipped.id for shipped in tasks}) == len(tasks)
    assert all(
        shipped.reference or shipped.calls or shipped.forbidden or shipped.says for shipped in tasks
    )
