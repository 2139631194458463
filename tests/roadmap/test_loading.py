"""Content files are read strictly, and what is wrong is named by file and line."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import ContentError
from roadmap.loading import entry_line, load_list, load_one
from roadmap.models import Hours, Overview
from roadmap.questions import Content, QuizItem, RubricPoint


class Pair(Content):
    id: str
    number: int
    hours: Hours | None = None


def written(folder: Path, text: str) -> Path:
    path = folder / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def fault(path: Path, model: type[Content] = Pair) -> ContentError:
    with pytest.raises(ContentError) as caught:
        load_list(path, model)
    return caught.value


def test_a_list_becomes_typed_values_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "- {id: a, number: 1}\n- {id: b, number: 2}\n")
    assert load_list(path, Pair) == (Pair(id="a", number=1), Pair(id="b", number=2))


def test_an_empty_file_is_an_empty_list(tmp_path: Path) -> None:
    assert load_list(written(tmp_path, "# nothing yet\n"), Pair) == ()


def test_a_mapping_becomes_one_value(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "title: Way\nsummary: A way.\ntotal_months: {low: 1, high: 2}\nhours_per_month: 60\n",
    )
    assert load_one(path, Overview).hours_per_month == 60


def test_a_value_of_the_wrong_kind_is_named_with_its_own_line(tmp_path: Path) -> None:
    error = fault(written(tmp_path, "- id: a\n  number: 1\n- id: b\n  number: many\n"))
    assert error.line == 4
    assert "some.yaml:4" in error.message
    assert "number" in error.message


def test_a_missing_key_is_named_with_the_line_of_its_entry(tmp_path: Path) -> None:
    error = fault(written(tmp_path, "- id: a\n  number: 1\n\n- id: b\n"))
    assert error.line == 4
    assert "number" in error.message


def test_a_misspelt_key_is_an_error_on_its_own_line(tmp_path: Path) -> None:
    error = fault(written(tmp_path, "- id: a\n  number: 1\n  nummer: 2\n"))
    assert error.line == 3
    assert "nummer" in error.message


def test_a_rule_between_values_is_named_where_they_stand(tmp_path: Path) -> None:
    text = "- id: a\n  number: 1\n  hours:\n    low: 3\n    expected: 2\n    high: 1\n"
    error = fault(written(tmp_path, text))
    assert error.line == 3
    assert "low, expected, high" in error.message


def test_several_faults_are_counted_and_the_first_ones_named(tmp_path: Path) -> None:
    text = "".join(f"- {{id: i{n}, number: many}}\n" for n in range(5))
    message = fault(written(tmp_path, text)).message
    assert ":1:" in message
    assert "line 2" in message
    assert "and 2 more" in message


def test_in_a_union_the_line_is_that_of_the_value_in_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "- id: q.one\n  kind: numeric\n  topic: svm\n  skill: svm.margin\n  difficulty: 9\n"
        "  stem: How many?\n  answer: 2\n  explanation: Two.\n",
    )
    with pytest.raises(ContentError) as caught:
        load_list(path, QuizItem)
    assert caught.value.line == 5


def test_a_file_that_is_not_yaml_says_where_it_stops_making_sense(tmp_path: Path) -> None:
    error = fault(written(tmp_path, "- id: a\n  number: 1\n- id: b: c\n"))
    assert error.line == 3
    assert error.hint


def test_a_key_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    error = fault(written(tmp_path, "- id: a\n  number: 1\n  number: 2\n"))
    assert error.line == 3
    assert "number" in error.message


def test_aliases_are_refused_before_they_are_expanded(tmp_path: Path) -> None:
    levels = "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
    )
    path = written(tmp_path, f"a: &a [x, y]\n{levels}")
    with pytest.raises(ContentError, match="aliases"):
        load_one(path, Pair)


def test_a_mapping_where_a_list_belongs_is_said_plainly(tmp_path: Path) -> None:
    assert "list" in fault(written(tmp_path, "id: a\nnumber: 1\n")).message
    path = written(tmp_path, "- id: a\n")
    with pytest.raises(ContentError, match="mapping"):
        load_one(path, Pair)


def test_a_missing_file_and_a_file_of_bytes_are_content_errors(tmp_path: Path) -> None:
    assert "cannot be read" in fault(tmp_path / "none.yaml").message
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00title")
    assert "UTF-8" in fault(binary).message


def test_an_absurd_depth_is_an_error_and_no_crash(tmp_path: Path) -> None:
    assert isinstance(fault(written(tmp_path, "[" * 20_000)), ContentError)


def test_an_entry_is_found_by_its_id(tmp_path: Path) -> None:
    path = written(tmp_path, "- id: a\n  number: 1\n- number: 2\n  id: b\n")
    assert entry_line(path, "b") == 4
    assert entry_line(path, "c") is None


@given(st.text(max_size=200))
def test_any_text_is_values_or_a_content_error(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.yaml"
        path.write_text(text, encoding="utf-8", errors="replace", newline="")
        try:
            loaded = load_list(path, RubricPoint)
        except ContentError:
            return
    assert isinstance(loaded, tuple)


yaml_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(yaml_values)
def test_any_yaml_is_shaped_values_or_a_content_error(value: object) -> None:
    import yaml

    with TemporaryDirectory() as folder:
        path = Path(folder) / "any.yaml"
        path.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")
        try:
            loaded = load_list(path, RubricPoint)
        except ContentError:
            return
    assert isinstance(loaded, tuple)
