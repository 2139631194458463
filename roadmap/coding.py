"""The shape of a coding problem: what is asked, how answers are tried, and what they should cost.

A test is a few lines of Python that end in an expression, and the value it should have. Only the
lines go to the process that runs a learner's code; values are compared outside of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field, field_validator, model_validator

from roadmap.questions import Content, Slug

Words = Annotated[str, Field(min_length=1)]


class CodeTest(Content):
    """One try of a solution.

    `tries` names what is tried, as it may be said after the end (“an empty list”). `call` is
    Python whose last line is an expression; `expect` is its value as a Python literal. Where the
    content file has a YAML value that is no text, that is the literal.
    """

    tries: Words
    call: Words
    expect: Words

    @field_validator("expect", mode="before")
    @classmethod
    def _yaml_values_are_literals(cls, value: Any) -> Any:
        return value if isinstance(value, str) else repr(value)

    @field_validator("expect")
    @classmethod
    def _is_a_literal(cls, value: str) -> str:
        try:
            ast.literal_eval(value)
        except (ValueError, SyntaxError) as error:
            raise ValueError(f"“{value}” is not a Python literal; text needs quotes") from error
        return value

    @field_validator("call")
    @classmethod
    def _ends_in_an_expression(cls, value: str) -> str:
        last = _read(value).body[-1:]
        if not last or not isinstance(last[0], ast.Expr):
            raise ValueError("the last line of a call must be an expression")
        return value

    @property
    def expected(self) -> Any:
        """The value, made anew each time."""
        return ast.literal_eval(self.expect)


class WrongSolution(Content):
    """Code with a plausible mistake: it passes the visible tests and fails a hidden one."""

    code: Words
    mistake: Words


class Cost(Content):
    """What a solution takes in time or in space.

    `accepted` are further costs that are as right (another name for a variable, another bound
    that is defensible); `because` says why in a sentence.
    """

    answer: Words
    accepted: tuple[Words, ...] = ()
    because: Words

    @property
    def all_accepted(self) -> tuple[str, ...]:
        return (self.answer, *self.accepted)


class FollowUp(Content):
    """What an interviewer asks once it works, and what a good answer says."""

    ask: Words
    answer: Words


class Approach(Content):
    """The idea of a good solution, and wordings any of which names it."""

    says: Words
    accepted: tuple[Words, ...] = Field(min_length=3)


class CodingProblem(Content):
    """A problem of about half an hour. `patterns` are ways of solving that it rehearses,
    `topics` ids of the roadmap, `shows` what a good solution shows of its author.

    With `unordered`, the order of a list that is the result does not matter.
    """

    id: Slug
    title: Words
    topics: tuple[Slug, ...] = Field(min_length=1)
    patterns: tuple[Words, ...] = Field(min_length=1)
    difficulty: int = Field(ge=2, le=4)
    statement: Words
    starter: Words
    constraints: tuple[Words, ...] = Field(min_length=1)
    unordered: bool = False
    visible: tuple[CodeTest, ...] = Field(min_length=2, max_length=4)
    hidden: tuple[CodeTest, ...] = Field(min_length=6)
    reference: Words
    wrong: WrongSolution
    hints: tuple[Words, ...] = Field(min_length=2)
    approach: Approach
    time: Cost
    space: Cost
    follow_ups: tuple[FollowUp, ...] = Field(min_length=1)
    shows: tuple[Words, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_stand(self) -> CodingProblem:
        wanted = set(self.names)
        if not wanted:
            raise ValueError("the starter defines nothing")
        for name, code in (("reference", self.reference), ("wrong solution", self.wrong.code)):
            missing = wanted - set(_defined(code))
            if missing:
                raise ValueError(f"the {name} does not define {', '.join(sorted(missing))}")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The functions and classes that a solution has to define."""
        return tuple(_defined(self.starter))


def _read(code: str) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError as error:
        raise ValueError(f"line {error.lineno} of the code: {error.msg}") from error


def _defined(code: str) -> Iterator[str]:
    for node in _read(code).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
