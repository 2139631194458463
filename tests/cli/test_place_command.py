"""`waymark place`: a part of the roadmap tested out of, marked done, and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from base.paths import Home
from learning.choice_answers import LETTERS
from learning.item_grading import right_answer
from learning.study import Study
from roadmap.questions import MultipleChoice, Ordering, SingleChoice
from tests.conftest import RunWaymark

PART = "phase 0"


def key(study: Study, name: str) -> str:
    question = study.placement.stand(name).question
    assert question is not None
    item = study.roadmap.quiz_item(question.item)
    if isinstance(item, SingleChoice | MultipleChoice):
        return ", ".join(LETTERS[n] for n, option in enumerate(item.options) if option.correct)
    right = right_answer(item, question.run)
    return right.split(" (")[0] if isinstance(item, Ordering) else right


def test_who_knows_it_is_placed_out_before_the_most_questions_and_can_take_it_back(
    study: Study,
) -> None:
    while (placement := study.placement.stand(PART)).question is not None:
        study.placement.answer(PART, key(study, PART))
    assert placement.asked < placement.most
    assert set(placement.proved) == {topic.topic for topic in placement.topics}
    states = study.memory.topics.all()
    assert all(states[topic].status == "done" for topic in placement.proved)
    assert len(study.memory.attempts.all()) == placement.asked
    assert set(study.placement.undo(PART)) == set(placement.proved)
    assert study.memory.topics.all() == {}
    assert study.placement.undo(PART) == ()


def test_who_knows_nothing_proves_nothing(study: Study) -> None:
    while (placement := study.placement.stand(PART)).question is not None:
        study.placement.answer(PART, "I don't know")
    assert placement.proved == ()
    assert placement.asked <= placement.most
    assert study.memory.topics.all() == {}


def test_a_disputed_answer_proves_nothing(study: Study) -> None:
    study.placement.answer(PART, key(study, PART))
    (attempt,) = study.memory.attempts.all()
    assert attempt.id is not None
    study.ledger.dispute(attempt.id)
    assert {topic.chance for topic in study.placement.stand(PART).topics} == {0.5}


def test_a_list_of_answers_is_used_up_and_another_process_goes_on(
    run_waymark: RunWaymark, home: Home, tmp_path: Path
) -> None:
    def placed(answers: list[str]) -> dict[str, Any]:
        path = tmp_path / "answers.yaml"
        path.write_text(yaml.safe_dump(answers), encoding="utf-8")
        done = run_waymark("place", "phase", "0", "--answers", str(path), "--json")
        assert done.returncode == 0, done.stderr
        data: dict[str, Any] = json.loads(done.stdout)
        return data

    first = placed(["skip", "I don't know"])
    assert (first["asked"], first["over"]) == (2, False)
    assert first["question"]["number"] == 3
    rest = placed(["skip"] * 40)
    assert rest["over"]
    assert rest["proved"] == []
    assert "Not yet" in run_waymark("place", "phase 0").stdout
