"""How alike two words are in meaning, by vectors that ship with Waymark.

`word_vectors.npz` holds about 24,000 English words in 128 eight-bit numbers each, distilled from a
sentence encoder by `evals.distil_word_vectors`. It is read when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VECTORS = Path(__file__).parent / "word_vectors.npz"
_UNRELATED, _SAME = 0.25, 0.85
"""Cosines at and below which words have nothing to do with each other, and from which they are
taken to mean the same."""


def likeness(wanted: Sequence[str], given: Sequence[str]) -> list[float]:
    """For each word of `wanted`, from 0 to 1 how near the nearest word of `given` comes in
    meaning. Words are in lower case; an unknown one is like none."""
    import numpy as np

    if not wanted or not given:
        return [0.0] * len(wanted)
    cosines = _vectors(wanted) @ _vectors(given).T
    nearest = cosines.max(axis=1)
    scaled = np.clip((nearest - _UNRELATED) / (_SAME - _UNRELATED), 0.0, 1.0)
    return [float(value) for value in scaled]


def _vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """A row a word; zeros where it is unknown."""
    import numpy as np

    places, table = _table()
    rows = np.zeros((len(words), table.shape[1]), dtype=np.float32)
    for row, word in enumerate(words):
        place = places.get(word, places.get(word.removesuffix("s")))
        if place is not None:
            rows[row] = table[place]
    scaled: NDArray[np.float32] = rows / np.maximum(
        np.linalg.norm(rows, axis=1, keepdims=True), 1e-6
    )
    return scaled


@cache
def _table() -> tuple[dict[str, int], NDArray[np.int8]]:
    import numpy as np

    with np.load(VECTORS, allow_pickle=False) as stored:
        words = stored["words"].tobytes().decode().split("\n")
        return {word: place for place, word in enumerate(words)}, stored["vectors"]
