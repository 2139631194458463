"""Content files: YAML in, typed values out, and an error that names file and line.

People write these files, so YAML's surprises are errors here: a key that stands twice in a
mapping, and aliases (`*name`), which a crafted file can expand without bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from base.errors import ContentError
from base.text import one_line

if TYPE_CHECKING:
    from typing_extensions import TypeForm

T = TypeVar("T")
Loc = Sequence[int | str]
"""The way to a value inside a file: list positions and keys, as pydantic reports them."""

_MOST_ERRORS_NAMED = 3
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_list(path: Path, model: TypeForm[T]) -> tuple[T, ...]:
    """The values of a file that holds a YAML list; an empty file holds none.

    `model` is a pydantic model or a union of models.

    Raises:
        ContentError: the file cannot be read, is not YAML, or does not fit `model`.
    """
    document = read(path)
    if document.data is None:
        return ()
    if not isinstance(document.data, list):
        raise document.error("the file must hold a list: each entry begins with “- ”")
    adapter: TypeAdapter[tuple[T, ...]] = TypeAdapter(tuple[model, ...])  # type: ignore[valid-type]  # built at run time
    return document.fit(adapter)


def load_one(path: Path, model: TypeForm[T]) -> T:
    """The one value of a file that holds a YAML mapping.

    Raises:
        ContentError: the file cannot be read, is not YAML, or does not fit `model`.
    """
    document = read(path)
    if not isinstance(document.data, dict):
        raise document.error("the file must hold a mapping: lines of “key: value”")
    return document.fit(TypeAdapter(model))


def read(path: Path) -> Document:
    """A content file as plain data, with the lines its parts stand on.

    Raises:
        ContentError: the file cannot be read or is not the YAML that content may use.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError("the file is not UTF-8 text", path=path) from error
    except OSError as error:
        raise ContentError(f"it cannot be read ({error.strerror or error})", path=path) from error
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            _refuse_surprises(node, path)
            data = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise _not_yaml(error, path) from error
    except (RecursionError, ValueError) as error:
        raise ContentError(
            f"it cannot be read as YAML ({one_line(str(error))})", path=path
        ) from error
    return Document(path, data, node)


@dataclass(frozen=True, slots=True)
class Document:
    """A content file that has been read: its data, and the tree that knows the lines."""

    path: Path
    data: Any
    tree: yaml.Node | None

    def fit(self, adapter: TypeAdapter[T]) -> T:
        """The data as `adapter` shapes it.

        Raises:
            ContentError: it does not fit; the message names the first few faults.
        """
        try:
            return adapter.validate_python(self.data)
        except ValidationError as error:
            raise self._misfit(error) from error

    def line(self, loc: Loc = ()) -> int:
        """The line (from 1) of the value at `loc`, or of the nearest thing around it."""
        return _line(self.tree, loc)

    def error(self, message: str, loc: Loc = (), hint: str = "") -> ContentError:
        return ContentError(message, path=self.path, line=self.line(loc), hint=hint)

    def _misfit(self, error: ValidationError) -> ContentError:
        faults = error.errors(include_url=False, include_context=False)
        first, *others = (
            (fault["loc"], f"{_spell(fault['loc'])}{fault['msg'].lower()}") for fault in faults
        )
        also = [f"line {self.line(loc)}: {says}" for loc, says in others[: _MOST_ERRORS_NAMED - 1]]
        if len(others) >= _MOST_ERRORS_NAMED:
            also.append(f"and {len(others) - len(also)} more")
        return self.error("; ".join([first[1], *also]), first[0])


def entry_line(path: Path, entry: str) -> int | None:
    """The line on which the mapping with `id: entry` says so, or None where there is none.

    Raises:
        ContentError: the file cannot be read.
    """
    waiting = [read(path).tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == "id" and value.value == entry:
                    return int(value.start_mark.line) + 1
                waiting.append(value)
    return None


def entry_error(place: Path, entry: str, message: str, hint: str = "") -> ContentError:
    """An error about the entry with this id, which stands in the file `place`, or in one of the
    files below the folder `place`."""
    for path in sorted(place.rglob("*.yaml")) if place.is_dir() else [place]:
        line = entry_line(path, entry)
        if line is not None:
            return ContentError(message, path=path, line=line, hint=hint)
    return ContentError(message, path=place, hint=hint)


def _refuse_surprises(root: yaml.Node | None, path: Path) -> None:
    """Aliases and doubled keys, found before anything is made of the tree."""
    met: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, yaml.CollectionNode):
            continue
        line = int(node.start_mark.line) + 1
        if id(node) in met:
            raise ContentError("YAML aliases are not used in content", path=path, line=line)
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        else:
            _refuse_doubled_keys(node, path)
            waiting.extend(value for _, value in node.value)


def _refuse_doubled_keys(mapping: yaml.CollectionNode, path: Path) -> None:
    keys: set[str] = set()
    for key, _ in mapping.value:
        line = int(key.start_mark.line) + 1
        if not isinstance(key, yaml.ScalarNode):
            raise ContentError("a key must be a plain word", path=path, line=line)
        if key.value in keys:
            raise ContentError(f"“{key.value}” stands twice here", path=path, line=line)
        keys.add(key.value)


def _not_yaml(error: yaml.YAMLError, path: Path) -> ContentError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return ContentError(
        f"this is not valid YAML: {one_line(str(problem))}",
        path=path,
        line=None if mark is None else mark.line + 1,
        hint="Text that holds “: ” or begins with a sign has to stand in quotes.",
    )


def _line(tree: yaml.Node | None, loc: Loc) -> int:
    """Follow `loc` as far as the tree goes; what pydantic added to it (the name of a union's
    member) leads nowhere in the file and is stepped over."""
    node = tree
    line = 1 if node is None else int(node.start_mark.line) + 1
    for part in loc:
        step = _step(node, part)
        if step is not None:
            line, node = step
    return line


def _step(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        entry = node.value[part]
        return int(entry.start_mark.line) + 1, entry
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return int(key.start_mark.line) + 1, value
    return None


def _spell(loc: Loc) -> str:
    """`loc` as a person would say it: the keys on the way, without list positions."""
    names = [str(part) for part in loc if isinstance(part, str)]
    return f"“{names[-1]}”: " if names else ""
