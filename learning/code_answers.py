"""What stands in an answer to a coding problem: code, and what was said beside it."""

from __future__ import annotations

import ast
import re
import textwrap
from dataclasses import dataclass

_FENCE = re.compile(
    r"^[ \t]*(```+|~~~+)[ \t]*([\w+-]*)[ \t]*\n(.*?)(?:^[ \t]*\1[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_PYTHON = frozenset({"", "py", "python", "python3"})
_STARTS = re.compile(r"^(?:def|class|async def|from|import|@)\b", re.MULTILINE)
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """`code` is empty where there was none; `prose` is all the rest."""

    code: str
    prose: str


def split_answer(text: str) -> CodeAnswer:
    """Code and prose of `text`: code stands in fences, or is the whole text.

    Several fenced blocks of Python are one program, in their order.
    """
    blocks = [found for found in _FENCE.finditer(text) if found[2].lower() in _PYTHON]
    if blocks:
        code = "\n\n".join(textwrap.dedent(found[3]).strip("\n") for found in blocks)
        return CodeAnswer(f"{code}\n" if code.strip() else "", _FENCE.sub(" ", text).strip())
    whole = textwrap.dedent(text).strip("\n")
    return CodeAnswer(f"{whole}\n", "") if _is_code(whole) else CodeAnswer("", text.strip())


def _is_code(text: str) -> bool:
    """Whether a text without fences is a program, perhaps with a slip in it."""
    if not text or len(text) > _LONGEST or not _STARTS.search(text):
        return False
    try:
        return any(
            isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom)
            for node in ast.parse(text).body
        )
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return re.match(r"(?:def|class) \w+.*:\s*$", text.split("\n", 1)[0]) is not None


def fenced(code: str) -> str:
    """`code` as a block of Markdown."""
    ticks = "````" if "```" in code else "```"
    return f"{ticks}python\n{code.strip(chr(10))}\n{ticks}"
