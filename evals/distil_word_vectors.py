"""Make `learning/word_vectors.npz`, the word vectors that grading falls back on for synonyms.

    python -m evals.distil_word_vectors MODEL_FOLDER

MODEL_FOLDER holds a sentence-transformers model; the shipped file came from all-MiniLM-L6-v2
(Apache 2.0). Each word of the model's own vocabulary, and of our content, is encoded by itself, as
Model2Vec does for tokens; the vectors are centred, turned to their principal axes, cut to the
first of these, scaled to length one and rounded to eight bits. Needs `sentence-transformers`,
which nothing else does: install it where you run this.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learning.word_likeness import VECTORS
from roadmap.catalogue import SHIPPED

_DIMENSIONS = 128
_WORD = re.compile(r"[a-z]{3,}")


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m evals.distil_word_vectors MODEL_FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    words = words_of(folder / "vocab.txt")
    print(f"Encoding {len(words):,} words, a few minutes …")
    save(words, encode(folder, words), VECTORS)
    print(f"{VECTORS}: {VECTORS.stat().st_size / 1e6:.1f} MB")
    return 0


def words_of(vocabulary: Path) -> list[str]:
    """The plain words of a WordPiece vocabulary and of the content, each once."""
    listed = [line.strip() for line in vocabulary.read_text(encoding="utf-8").splitlines()]
    own: set[str] = set()
    for path in SHIPPED.rglob("*.yaml"):
        own.update(_WORD.findall(path.read_text(encoding="utf-8").lower()))
    return list(dict.fromkeys([*filter(_WORD.fullmatch, listed), *sorted(own)]))


def encode(folder: Path, words: Sequence[str]) -> NDArray[np.float64]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder))
    return np.asarray(model.encode(list(words), batch_size=256), dtype=np.float64)


def save(words: Sequence[str], encoded: NDArray[np.float64], to: Path) -> None:
    centred = encoded / np.linalg.norm(encoded, axis=1, keepdims=True)
    centred = centred - centred.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1][:, :_DIMENSIONS]
    turned /= np.linalg.norm(turned, axis=1, keepdims=True) + 1e-9
    rounded = np.round(turned * 127).astype(np.int8)
    text = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(to, words=text, vectors=rounded)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
