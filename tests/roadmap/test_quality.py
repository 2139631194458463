"""The shipped content is fair, readable and right where it runs; what is not is found."""

from __future__ import annotations

import hashlib
import json
import shutil

import pytest

from roadmap.catalogue import SHIPPED, Roadmap
from roadmap.execution import execution_faults
from roadmap.quality import quality_faults, readability
from tests.roadmap.conftest import spoil


def test_nothing_gives_an_answer_away_and_every_card_can_be_read(roadmap: Roadmap) -> None:
    assert [fault.message for fault in quality_faults(roadmap)] == []


def test_all_code_prints_what_the_content_says(roadmap: Roadmap) -> None:
    assert [fault.message for fault in execution_faults(roadmap)] == []


TWIN = next(item for item in Roadmap.load().quiz_items() if len(item.stem) > 60)


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Roadmap:
    """A copy of the content with something wrong of each sort."""
    content = shutil.copytree(SHIPPED, tmp_path_factory.mktemp("spoiled") / "content")
    all_at_a = [_item(number) for number in range(150)]
    all_at_a.append(_item(150, stem=f"Please: {TWIN.stem}"))
    (content / "quiz" / "zz.yaml").write_text("\n".join(all_at_a), encoding="utf-8")
    mathematics = content / "quiz" / "mathematics.yaml"
    answer = next(
        line for line in mathematics.read_text().split("\n") if line.startswith("  answer: ")
    )
    spoil(mathematics, answer, "  answer: 123456.5")
    spoil(content / "subtopics" / "llm-fundamentals.yaml", "128 KiB per", "129 KiB per")
    return Roadmap(content)


def _item(number: int, stem: str | None = None) -> str:
    """An item whose key is its first option, with a stem like no other."""
    letters = hashlib.sha256(str(number).encode()).hexdigest()
    return (
        f"- kind: single\n  id: zz.q{number}\n  topic: chunking\n  skill: chunking.size\n"
        f"  difficulty: 1\n  stem: {json.dumps(stem or letters, ensure_ascii=False)}\n"
        "  explanation: Long enough to be an explanation of something or other.\n"
        "  options:\n    - {text: right, correct: true}\n"
        "    - {text: wrong, why: a}\n    - {text: wrong too, why: b}\n"
        "    - {text: wrong as well, why: c}\n"
    )


def test_unfair_items_are_found(spoiled: Roadmap) -> None:
    messages = [fault.message for fault in quality_faults(spoiled)]
    assert any("with 4 options are unevenly spread: A " in message for message in messages)
    twins = [message for message in messages if "asks nearly the same as" in message]
    (twin,) = twins
    assert "zz.yaml:" in twin
    assert TWIN.id in twin


def test_code_that_prints_something_else_is_found(spoiled: Roadmap) -> None:
    number, example = (fault.message for fault in execution_faults(spoiled))
    assert "mathematics.yaml:" in number
    assert "123456.5" in number
    assert "llm-fundamentals.yaml:" in example
    assert "“kv-cache” says" in example


def test_readability_rises_with_longer_words_and_longer_sentences() -> None:
    plain = "The cat sat. The dog ran. It was fun."
    longer = "The cat sat while the dog ran and all of it was fun for each of them."
    learned = "Heteroscedasticity notwithstanding, parameterisation necessitates regularisation."
    assert readability(plain) < readability(longer) < readability(learned)
    assert readability("") == 0.0
