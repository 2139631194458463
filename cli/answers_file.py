"""Reading the answers for an unattended run: a YAML list, or a mapping from question id.

Every value is taken as it is written: `no` is the answer "no", `1.0` is "1.0".
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from base.errors import ContentError, InvalidInput
from learning.question_views import QuestionView

_BIGGEST_FILE = 5_000_000
_HINT = "Write a list (- B) or a mapping from question id (question-id: B)."


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer, how sure of it the learner is in percent, and the line it stands in, from 1."""

    text: str
    line: int
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class GivenAnswers:
    """Answers by place in the list, or by question id; one of the two is empty."""

    path: Path
    listed: tuple[GivenAnswer, ...] = ()
    by_id: tuple[tuple[str, GivenAnswer], ...] = ()

    def find(self, question: QuestionView, asked_before: int) -> GivenAnswer | None:
        """The answer to `question`, `asked_before` of whose run were behind when it was begun.

        A list that is as long as what was left then answers what was left; any other list answers
        from question 1 on.
        """
        if self.by_id:
            return dict(self.by_id).get(question.item)
        left = question.total + question.skipped - asked_before
        from_here = asked_before if len(self.listed) == left else 0
        place = question.number - 1 + question.skipped - from_here
        return self.listed[place] if 0 <= place < len(self.listed) else None

    def unreadable(self, answer: GivenAnswer, error: InvalidInput) -> ContentError:
        """`error` as a fault of the file, naming the line."""
        return ContentError(error.message, path=self.path, line=answer.line, hint=error.hint)


def read_answers(path: Path) -> GivenAnswers:
    """The answers in the file at `path`.

    Raises:
        InvalidInput: the file cannot be read.
        ContentError: it is not YAML, or holds something that is no answer; names the line.
    """
    import yaml

    try:
        if path.stat().st_size > _BIGGEST_FILE:
            raise InvalidInput(f"{path} is too large for a file of answers.", hint=_HINT)
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read ({error.strerror or error}).") from error
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path} is not text in UTF-8.", hint=_HINT) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "this is not YAML"
        line = mark.line + 1 if mark else None
        raise ContentError(str(what), path=path, line=line, hint=_HINT) from error
    if isinstance(root, yaml.SequenceNode) and root.value:
        return GivenAnswers(path, listed=tuple(_answer(path, node) for node in root.value))
    if isinstance(root, yaml.MappingNode) and root.value:
        pairs = tuple((_text(path, key), _answer(path, node)) for key, node in root.value)
        return GivenAnswers(path, by_id=pairs)
    raise ContentError("there are no answers in this file", path=path, line=1, hint=_HINT)


def _answer(path: Path, node: object) -> GivenAnswer:
    """A plain value; a list of letters; or a mapping with `answer` and `confidence`."""
    import yaml

    line = _line(node)
    if isinstance(node, yaml.SequenceNode):
        return GivenAnswer(", ".join(_text(path, part) for part in node.value), line)
    if isinstance(node, yaml.MappingNode):
        fields = {_text(path, key): _text(path, value) for key, value in node.value}
        confidence = fields.get("confidence")
        known = fields.keys() <= {"answer", "confidence"} and "answer" in fields
        if known and (confidence is None or (confidence.isdecimal() and int(confidence) <= 100)):
            return GivenAnswer(fields["answer"], line, int(confidence) if confidence else None)
        raise ContentError(
            "an answer with a confidence is written {answer: B, confidence: 80}",
            path=path,
            line=line,
            hint="The confidence is a percentage.",
        )
    return GivenAnswer(_text(path, node), line)


def _text(path: Path, node: object) -> str:
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    raise ContentError("this is not an answer", path=path, line=_line(node), hint=_HINT)


def _line(node: object) -> int:
    mark = getattr(node, "start_mark", None)
    return mark.line + 1 if mark is not None else 1
